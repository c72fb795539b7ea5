/** The rollups of one target, resolution and day of UTC as bytes: of a minute about six, its sketch included. */
import type { EpochMs } from '#contract';
import { BitReader, BitWriter, LARGEST, Rice } from './bits';
import { DAY_MS, type Resolution, type Rollup, resolutionMs } from './rollup';
import { countOf, middleOf, OpenSketch, rangeOf, type Sketch, SketchCoder } from './sketch';
import { type Decoded, readable, unreadable } from './unreadable';

/**
 * Version 1: a byte 1, then bits: how many rollups, and for each the slots that were skipped, how many more pings than the one
 * before had, the misses, the sketch, and what the sketch leaves open of extremes and sum.
 */
const VERSION = 1;

/** @param rollups in order of time, each within the day, none empty. Throws `RangeError` otherwise. */
export function encodeDay(rollups: readonly Rollup[], resolution: Resolution, dayStart: EpochMs): Uint8Array {
  const step = resolutionMs[resolution];
  const bits = new BitWriter();
  const coders = makeCoders();
  bits.write(VERSION, 8);
  coders.size.write(bits, rollups.length);
  let nextSlot = 0;
  let countBefore = 0;
  for (const rollup of rollups) {
    const slot = (rollup.from - dayStart) / step;
    if (rollup.count === 0 || slot >= DAY_MS / step) throw new RangeError(`no rollup of this day: ${rollup.from}`);
    coders.skipped.write(bits, slot - nextSlot);
    coders.count.writeSigned(bits, rollup.count - countBefore);
    coders.misses.write(bits, rollup.misses);
    coders.sketch.write(bits, rollup.sketch);
    writeExact(bits, coders, rollup);
    nextSlot = slot + 1;
    countBefore = rollup.count;
  }
  return bits.bytes();
}

export function decodeDay(bytes: Uint8Array, resolution: Resolution, dayStart: EpochMs): Decoded<Rollup[]> {
  const rollups: Rollup[] = [];
  const read = new DayReader().read(bytes, resolution, dayStart, ({ sketch, ...exact }) =>
    rollups.push({ ...exact, sketch: sketch.closed() }),
  );
  return read.ok ? readable(rollups) : read;
}

/** A rollup on its way from bytes to a sum: the next one overwrites it. */
export interface OpenRollup extends Omit<Rollup, 'sketch'> {
  readonly sketch: OpenSketch;
}

/** Reads any number of days without making anything of their rollups but what the caller makes: a year has 8,760 hours. */
export class DayReader {
  readonly #open: OpenRollup = {
    ...{ from: 0, count: 0, misses: 0, minUs: null, maxUs: null, sumUs: 0 },
    sketch: new OpenSketch(),
  };

  /**
   * @param each called with the rollups in order of time; when the day turns out not to be readable, perhaps with some of them
   * @returns how many there were
   */
  read(
    bytes: Uint8Array,
    resolution: Resolution,
    dayStart: EpochMs,
    each: (rollup: OpenRollup) => void,
  ): Decoded<number> {
    const step = resolutionMs[resolution];
    const slots = DAY_MS / step;
    const bits = new BitReader(bytes);
    const coders = makeCoders();
    const open = this.#open;
    if (bits.read(8) !== VERSION) return unreadable(bytes.length === 0 ? 'truncated' : 'version');
    const size = coders.size.read(bits);
    if (size > slots) return unreadable('implausible');
    let slot = 0;
    let count = 0;
    for (let i = 0; i < size; i++) {
      slot += coders.skipped.read(bits);
      count += coders.count.readSigned(bits);
      const misses = coders.misses.read(bits);
      const plausible = coders.sketch.readInto(open.sketch, bits);
      if (bits.overrun()) return unreadable('truncated');
      if (!plausible || slot >= slots || count <= 0 || misses > count) return unreadable('implausible');
      if (open.sketch.total !== count - misses || !readExact(bits, coders, open)) return unreadable('implausible');
      open.from = dayStart + slot * step;
      open.count = count;
      open.misses = misses;
      each(open);
      slot += 1;
    }
    if (bits.overrun()) return unreadable('truncated');
    return bits.atEnd() ? readable(size) : unreadable('excess');
  }
}

function makeCoders() {
  return {
    size: new Rice(64),
    skipped: new Rice(0.5),
    count: new Rice(1),
    misses: new Rice(0.25),
    sketch: new SketchCoder(),
    sum: new Rice(256),
  };
}
type Coders = ReturnType<typeof makeCoders>;

function writeExact(bits: BitWriter, coders: Coders, { minUs, maxUs, sumUs, sketch }: Rollup): void {
  const first = sketch.keys[0];
  const last = sketch.keys.at(-1);
  if (first === undefined || last === undefined || minUs === null || maxUs === null) return;
  const lowest = rangeOf(first);
  const highest = rangeOf(last);
  bits.write(minUs - lowest.least, widthOf(lowest));
  // A single value is its own greatest.
  if (countOf(sketch) === 1) return;
  bits.write(highest.greatest - maxUs, widthOf(highest));
  coders.sum.writeSigned(bits, sumUs - expectedSum(sketch));
}

/** Extremes and sum; false = implausible. */
function readExact(bits: BitReader, coders: Coders, open: OpenRollup): boolean {
  const { size, keys, total, middles } = open.sketch;
  if (size === 0) {
    open.minUs = null;
    open.maxUs = null;
    open.sumUs = 0;
    return true;
  }
  const lowest = rangeOf(keys[0] ?? 0);
  const highest = rangeOf(keys[size - 1] ?? 0);
  const minUs = lowest.least + bits.read(widthOf(lowest));
  const maxUs = total === 1 ? minUs : highest.greatest - bits.read(widthOf(highest));
  const sumUs = total === 1 ? minUs : Math.round(middles) + coders.sum.readSigned(bits);
  open.minUs = minUs;
  open.maxUs = maxUs;
  open.sumUs = sumUs;
  if (minUs > lowest.greatest) return false;
  return total === 1 || (maxUs >= Math.max(minUs, highest.least) && sumUs >= minUs && sumUs <= LARGEST);
}

function expectedSum({ keys, counts }: Sketch): number {
  let sum = 0;
  for (let i = 0; i < keys.length; i++) sum += middleOf(keys[i] ?? 0) * (counts[i] ?? 0);
  return Math.round(sum);
}

/** Bits for a distance within a bucket. */
function widthOf({ least, greatest }: { least: number; greatest: number }): number {
  const distances = greatest - least;
  return distances < 2 ** 31 ? 32 - Math.clz32(distances) : 48;
}
