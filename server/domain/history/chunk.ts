/** Measurements of one target in as few bytes as their noise allows: what samples become when they are no longer fresh. */
import type { EpochMs } from '#contract';
import { BitReader, BitWriter, LARGEST, Rice } from './bits';
import { type Decoded, readable, unreadable } from './unreadable';

/**
 * What is kept of a ping: when it was sent, and how long the answer took; null = missed. Which event told of it, its id and the
 * how-manieth miss it was are not: sessions that are lost tell of themselves.
 */
export interface PingSample {
  at: EpochMs;
  rttUs: number | null;
}

/**
 * Version 1: a byte 1, then bits: how many, the first time, how many were missed and the distances between those, then for each
 * sample how far its time is from what the last three distances let expect, and for answered ones how far the RTT is from the
 * median of the last nine.
 */
const VERSION = 1;
const TIME_BITS = 50;

/** @param samples in the order in which they are to come back. Throws `RangeError` for times or RTTs beyond 2^48. */
export function encodeChunk(samples: readonly PingSample[]): Uint8Array {
  const bits = new BitWriter();
  const coders = makeCoders();
  bits.write(VERSION, 8);
  coders.size.write(bits, samples.length);
  writeMisses(bits, coders, samples);
  const distances = new Expected(3, 0);
  const rtts = new Expected(9, 0);
  let before: EpochMs | null = null;
  for (const { at, rttUs } of samples) {
    if (before === null) bits.write(checked(at), TIME_BITS);
    else {
      coders.distance.writeSigned(bits, at - before - distances.next());
      distances.saw(at - before);
    }
    before = checked(at);
    if (rttUs === null) continue;
    coders.rtt.writeSigned(bits, rttUs - rtts.next());
    rtts.saw(rttUs);
  }
  return bits.bytes();
}

export function decodeChunk(bytes: Uint8Array): Decoded<PingSample[]> {
  const samples: PingSample[] = [];
  const read = new ChunkReader().read(bytes, 0, bytes.length, (at, rttUs) => samples.push({ at, rttUs }));
  return read.ok ? readable(samples) : read;
}

/** Reads any number of chunks, one after the other: of a year of misses there are thousands, most of them of one. */
export class ChunkReader {
  readonly #coders = makeCoders();
  readonly #distances = new Expected(3, 0);
  readonly #rtts = new Expected(9, 0);

  /**
   * Of the bytes those in [from, to) are the chunk.
   *
   * @param each called with the samples in order; when the chunk turns out not to be readable, perhaps with some of them
   * @returns how many there were
   */
  read(
    bytes: Uint8Array,
    from: number,
    to: number,
    each: (at: EpochMs, rttUs: number | null) => void,
  ): Decoded<number> {
    const bits = new BitReader(bytes, from, to);
    const coders = this.#afresh();
    if (bits.read(8) !== VERSION) return unreadable(from === to ? 'truncated' : 'version');
    const size = coders.size.read(bits);
    // A sample takes a bit at least.
    if (size > bits.left()) return unreadable(bits.overrun() ? 'truncated' : 'implausible');
    const missed = readMisses(bits, coders, size);
    if (missed === null) return unreadable('implausible');
    let at = 0;
    for (let i = 0; i < size; i++) {
      at += i === 0 ? bits.read(TIME_BITS) : this.#distance(bits);
      const rttUs = missed.has(i) ? null : this.#rtt(bits);
      if (at < 0 || at > LARGEST || (rttUs !== null && (rttUs < 0 || rttUs > LARGEST)))
        return unreadable('implausible');
      each(at, rttUs);
    }
    if (bits.overrun()) return unreadable('truncated');
    return bits.atEnd() ? readable(size) : unreadable('excess');
  }

  #afresh(): Coders {
    const { size, misses, gap, distance, rtt } = this.#coders;
    for (const learnt of [size, misses, gap, distance, rtt, this.#distances, this.#rtts]) learnt.forget();
    return this.#coders;
  }

  #distance(bits: BitReader): number {
    const distance = this.#coders.distance.readSigned(bits) + this.#distances.next();
    this.#distances.saw(distance);
    return distance;
  }

  #rtt(bits: BitReader): number {
    const rttUs = this.#coders.rtt.readSigned(bits) + this.#rtts.next();
    this.#rtts.saw(rttUs);
    return rttUs;
  }
}

function makeCoders() {
  return { size: new Rice(512), misses: new Rice(1), gap: new Rice(16), distance: new Rice(64), rtt: new Rice(2_048) };
}
type Coders = ReturnType<typeof makeCoders>;

function writeMisses(bits: BitWriter, { misses, gap }: Coders, samples: readonly PingSample[]): void {
  const missed = samples.flatMap((s, i) => (s.rttUs === null ? [i] : []));
  misses.write(bits, missed.length);
  let next = 0;
  for (const i of missed) {
    gap.write(bits, i - next);
    next = i + 1;
  }
}

const none: ReadonlySet<number> = new Set();

function readMisses(bits: BitReader, { misses, gap }: Coders, size: number): ReadonlySet<number> | null {
  const count = misses.read(bits);
  if (count > size) return null;
  if (count === 0) return none;
  const missed = new Set<number>();
  let next = 0;
  for (let m = 0; m < count; m++) {
    const i = next + gap.read(bits);
    if (i >= size) return null;
    missed.add(i);
    next = i + 1;
  }
  return missed;
}

function checked(at: EpochMs): EpochMs {
  if (!Number.isInteger(at) || at < 0 || at > 2 ** 48) throw new RangeError(`no such time: ${at}`);
  return at;
}

/** The median of the last few: one outlier more or less does not move it. */
class Expected {
  readonly #last: number[] = [];
  constructor(
    readonly depth: number,
    readonly first: number,
  ) {}

  next(): number {
    if (this.#last.length === 0) return this.first;
    const sorted = [...this.#last].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? this.first;
  }

  forget(): void {
    this.#last.length = 0;
  }

  saw(value: number): void {
    this.#last.push(value);
    if (this.#last.length > this.depth) this.#last.shift();
  }
}
