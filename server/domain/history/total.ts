/** Many summaries as one, added up in place: of a year's hours nothing is kept but what a chart draws. */
import type { OpenRollup } from './packed-day';
import type { Summary } from './rollup';
import { BUCKETS } from './sketch';

type Exact = Omit<Summary, 'sketch'>;

export class Total {
  #count = 0;
  #misses = 0;
  #minUs: number | null = null;
  #maxUs: number | null = null;
  #sumUs = 0;
  readonly #buckets = new Float64Array(BUCKETS);
  /** Only buckets from here … */
  #lowest = BUCKETS;
  /** … to here may be filled. */
  #highest = -1;

  add(summary: Summary): void {
    const { keys, counts } = summary.sketch;
    this.#addExact(summary);
    this.#addBuckets(keys, counts, keys.length);
  }

  addOpen(rollup: OpenRollup): void {
    const { keys, counts, size } = rollup.sketch;
    this.#addExact(rollup);
    this.#addBuckets(keys, counts, size);
  }

  /** The sum, which `mergeSummaries` would be of the same; the next one begins with nothing. */
  take(): Summary {
    const keys: number[] = [];
    const counts: number[] = [];
    for (let key = this.#lowest; key <= this.#highest; key++) {
      const count = this.#buckets[key] ?? 0;
      if (count === 0) continue;
      keys.push(key);
      counts.push(count);
      this.#buckets[key] = 0;
    }
    const taken = {
      ...{ count: this.#count, misses: this.#misses, minUs: this.#minUs, maxUs: this.#maxUs, sumUs: this.#sumUs },
      sketch: { keys, counts },
    };
    this.#count = 0;
    this.#misses = 0;
    this.#minUs = null;
    this.#maxUs = null;
    this.#sumUs = 0;
    this.#lowest = BUCKETS;
    this.#highest = -1;
    return taken;
  }

  #addExact({ count, misses, minUs, maxUs, sumUs }: Exact): void {
    this.#count += count;
    this.#misses += misses;
    this.#sumUs += sumUs;
    if (minUs !== null && (this.#minUs === null || minUs < this.#minUs)) this.#minUs = minUs;
    if (maxUs !== null && (this.#maxUs === null || maxUs > this.#maxUs)) this.#maxUs = maxUs;
  }

  #addBuckets(keys: ArrayLike<number>, counts: ArrayLike<number>, size: number): void {
    if (size === 0) return;
    const buckets = this.#buckets;
    for (let i = 0; i < size; i++) {
      const key = keys[i] ?? 0;
      buckets[key] = (buckets[key] ?? 0) + (counts[i] ?? 0);
    }
    this.#lowest = Math.min(this.#lowest, keys[0] ?? 0);
    this.#highest = Math.max(this.#highest, keys[size - 1] ?? 0);
  }
}
