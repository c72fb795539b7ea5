/** Quantiles that can be merged: how many values fell into each of logarithmic buckets, no bucket wider than 2 % of its values. */
import { BitReader, BitWriter, Rice } from './bits';
import { type Decoded, readable, unreadable } from './unreadable';

/** The answer is at most this far from the true value, as a ratio of it. */
export const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** Values are whole numbers in 0 … this. */
export const LARGEST_VALUE = 2 ** 48;

/**
 * Upper bounds: bucket 0 holds zeros, bucket k ≥ 1 what is above bound k − 1 and at most bound k. Made by multiplying, which every
 * machine does alike, while logarithms may differ in the last bit.
 */
const bounds: readonly number[] = makeBounds();
export const BUCKETS = bounds.length;
const middles = Float64Array.from(bounds, (bound, key) => (key === 0 ? 0 : (2 * bound) / (GAMMA + 1)));

/** Buckets that are not empty, in order. Without exact extremes, sum and count: those are kept beside it. */
export interface Sketch {
  readonly keys: readonly number[];
  readonly counts: readonly number[];
}

export const emptySketch: Sketch = { keys: [], counts: [] };

/** A sketch on its way from bytes to a sum: the next one overwrites it. */
export class OpenSketch {
  /** Of `keys` and `counts` so many are in use. */
  size = 0;
  readonly keys = new Int32Array(BUCKETS);
  readonly counts = new Float64Array(BUCKETS);
  /** Values in it. */
  total = 0;
  /** Their sum, as if each were the middle of its bucket. */
  middles = 0;

  closed(): Sketch {
    // Made in their size, one by one: a day of minutes has 1,440 of them, and copying typed arrays costs more than reading the bits.
    const keys = new Array<number>(this.size);
    const counts = new Array<number>(this.size);
    for (let i = 0; i < this.size; i++) {
      keys[i] = this.keys[i] ?? 0;
      counts[i] = this.counts[i] ?? 0;
    }
    return { keys, counts };
  }
}

/** @param values whole numbers in 0 … `LARGEST_VALUE`, in any order. Throws `RangeError` for others. */
export function sketchOf(values: readonly number[]): Sketch {
  const keys: number[] = [];
  const counts: number[] = [];
  for (const key of values.map(bucketOf).sort((a, b) => a - b)) {
    const last = keys.length - 1;
    if (keys[last] === key) counts[last] = (counts[last] ?? 0) + 1;
    else {
      keys.push(key);
      counts.push(1);
    }
  }
  return { keys, counts };
}

/** In any order and any grouping the same. */
export function mergeSketches(sketches: readonly Sketch[]): Sketch {
  const filled = sketches.filter((s) => s.keys.length > 0);
  const [first, second] = filled;
  if (first === undefined) return emptySketch;
  if (second === undefined) return first;
  return filled.length === 2 ? mergeTwo(first, second) : mergeMany(filled);
}

export function countOf(sketch: Sketch): number {
  let sum = 0;
  for (const n of sketch.counts) sum += n;
  return sum;
}

/**
 * The value of rank ⌊q · (n − 1)⌋ in ascending order, at most `RELATIVE_ERROR` of it away; null without values.
 *
 * @param q 0 … 1
 * @param extremes the exact ones: the answer never leaves them, and 0 and 1 are exact
 */
export function quantile(sketch: Sketch, q: number, extremes: { min: number; max: number }): number | null {
  const n = countOf(sketch);
  if (n === 0) return null;
  if (q <= 0) return extremes.min;
  if (q >= 1) return extremes.max;
  let rank = Math.floor(q * (n - 1));
  for (const [i, key] of sketch.keys.entries()) {
    rank -= sketch.counts[i] ?? 0;
    if (rank < 0) return Math.min(extremes.max, Math.max(extremes.min, middleOf(key)));
  }
  return extremes.max;
}

/** The value that is nearest, by ratio, to both ends of a bucket. */
export function middleOf(key: number): number {
  return middles[key] ?? Number.POSITIVE_INFINITY;
}

/** The least and the greatest whole number of a bucket. */
export function rangeOf(key: number): { least: number; greatest: number } {
  if (key === 0) return { least: 0, greatest: 0 };
  return { least: key === 1 ? 1 : Math.floor(boundOf(key - 1)) + 1, greatest: Math.floor(boundOf(key)) };
}

export function bucketOf(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > LARGEST_VALUE) throw new RangeError(`no such value: ${value}`);
  if (value === 0) return 0;
  let key = Math.max(1, Math.min(BUCKETS - 1, 1 + Math.ceil(Math.log(value) / LOG_GAMMA)));
  while (boundOf(key) < value) key += 1;
  while (key > 1 && boundOf(key - 1) >= value) key -= 1;
  return key;
}

/** How sketches that follow each other are written: what one taught helps the next. */
export class SketchCoder {
  readonly #size = new Rice(8);
  readonly #first = new Rice(16);
  readonly #gap = new Rice(1);
  readonly #count = new Rice(1);
  #before = 512;

  write(bits: BitWriter, { keys, counts }: Sketch): void {
    this.#size.write(bits, keys.length);
    let before = this.#before;
    for (const [i, key] of keys.entries()) {
      if (i === 0) this.#first.writeSigned(bits, key - before);
      else this.#gap.write(bits, key - before - 1);
      this.#count.write(bits, (counts[i] ?? 0) - 1);
      before = key;
    }
    this.#before = keys[0] ?? this.#before;
  }

  /** null = implausible: more buckets than there are. */
  read(bits: BitReader): Sketch | null {
    const open = new OpenSketch();
    return this.readInto(open, bits) ? open.closed() : null;
  }

  /** false = implausible, as above. */
  readInto(open: OpenSketch, bits: BitReader): boolean {
    const size = this.#size.read(bits);
    if (size > BUCKETS || size > bits.left()) return false;
    const { keys, counts } = open;
    let [key, total, middles] = [this.#before, 0, 0];
    for (let i = 0; i < size; i++) {
      key += i === 0 ? this.#first.readSigned(bits) : this.#gap.read(bits) + 1;
      if (key < 0 || key >= BUCKETS) return false;
      const count = this.#count.read(bits) + 1;
      keys[i] = key;
      counts[i] = count;
      total += count;
      middles += middleOf(key) * count;
    }
    open.size = size;
    open.total = total;
    open.middles = middles;
    if (size > 0) this.#before = keys[0] ?? 0;
    return true;
  }
}

const VERSION = 1;

/** A sketch on its own. */
export function encodeSketch(sketch: Sketch): Uint8Array {
  const bits = new BitWriter();
  bits.write(VERSION, 8);
  new SketchCoder().write(bits, sketch);
  return bits.bytes();
}

export function decodeSketch(bytes: Uint8Array): Decoded<Sketch> {
  const bits = new BitReader(bytes);
  if (bits.read(8) !== VERSION) return unreadable(bytes.length === 0 ? 'truncated' : 'version');
  const sketch = new SketchCoder().read(bits);
  if (bits.overrun()) return unreadable('truncated');
  if (sketch === null) return unreadable('implausible');
  return bits.atEnd() ? readable(sketch) : unreadable('excess');
}

function makeBounds(): number[] {
  const made = [0, 1];
  for (let bound = 1; bound < LARGEST_VALUE; made.push(bound)) bound *= GAMMA;
  return made;
}

function boundOf(key: number): number {
  return bounds[key] ?? Number.POSITIVE_INFINITY;
}

function mergeTwo(a: Sketch, b: Sketch): Sketch {
  const keys: number[] = [];
  const counts: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.keys.length || j < b.keys.length) {
    const left = a.keys[i] ?? Number.POSITIVE_INFINITY;
    const right = b.keys[j] ?? Number.POSITIVE_INFINITY;
    keys.push(Math.min(left, right));
    let count = 0;
    if (left <= right) count += a.counts[i++] ?? 0;
    if (right <= left) count += b.counts[j++] ?? 0;
    counts.push(count);
  }
  return { keys, counts };
}

function mergeMany(sketches: readonly Sketch[]): Sketch {
  const lowest = Math.min(...sketches.map((s) => s.keys[0] ?? BUCKETS));
  const highest = Math.max(...sketches.map((s) => s.keys.at(-1) ?? 0));
  const totals = new Float64Array(highest - lowest + 1);
  for (const { keys, counts } of sketches) {
    for (let i = 0; i < keys.length; i++) {
      const slot = (keys[i] ?? 0) - lowest;
      totals[slot] = (totals[slot] ?? 0) + (counts[i] ?? 0);
    }
  }
  const keys: number[] = [];
  const counts: number[] = [];
  for (let slot = 0; slot < totals.length; slot++) {
    const count = totals[slot] ?? 0;
    if (count === 0) continue;
    keys.push(lowest + slot);
    counts.push(count);
  }
  return { keys, counts };
}
