/** The sketch against exact quantiles, at every level of merge. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  BUCKETS,
  bucketOf,
  countOf,
  decodeSketch,
  emptySketch,
  encodeSketch,
  LARGEST_VALUE,
  mergeSketches,
  quantile,
  RELATIVE_ERROR,
  rangeOf,
  type Sketch,
  sketchOf,
} from '../../../server/domain/history/sketch';
import { adversarial, plausibleRtts, splits } from './material';

const asked = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

/** Of rank ⌊q · (n − 1)⌋, as the sketch promises. */
function exact(sorted: readonly number[], q: number): number {
  return sorted[Math.floor(q * (sorted.length - 1))] ?? Number.NaN;
}

function expectClose(sketch: Sketch, values: readonly number[]): void {
  const sorted = [...values].sort((a, b) => a - b);
  const extremes = { min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
  for (const q of asked) {
    const truth = exact(sorted, q);
    const answer = quantile(sketch, q, extremes) ?? Number.NaN;
    expect(Math.abs(answer - truth), `q=${q}: ${answer} for ${truth}`).toBeLessThanOrEqual(
      truth * RELATIVE_ERROR + 1e-9,
    );
  }
}

describe('quantiles', () => {
  it('are within 1 % for random and for adversarial values', () => {
    fc.assert(
      fc.property(adversarial, (values) => expectClose(sketchOf(values), values)),
      { numRuns: 500 },
    );
  });

  it('stay so when seconds become minutes, minutes hours, hours days and days a year', () => {
    fc.assert(
      fc.property(
        fc.array(adversarial, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 2, max: 4 }),
        (parts, by) => {
          let level = parts.map((values) => ({ values, sketch: sketchOf(values) }));
          while (level.length > 1) {
            const next: typeof level = [];
            for (let i = 0; i < level.length; i += by) {
              const group = level.slice(i, i + by);
              const values = group.flatMap((g) => g.values);
              next.push({ values, sketch: mergeSketches(group.map((g) => g.sketch)) });
            }
            level = next;
            for (const { values, sketch } of level) expectClose(sketch, values);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are exact at both ends, and null of nothing', () => {
    const sketch = sketchOf([12_345, 678, 901_234]);
    expect(quantile(sketch, 0, { min: 678, max: 901_234 })).toBe(678);
    expect(quantile(sketch, 1, { min: 678, max: 901_234 })).toBe(901_234);
    expect(quantile(emptySketch, 0.5, { min: 0, max: 0 })).toBeNull();
  });
});

test('every whole number falls into exactly one bucket, which is no wider than 2 % of it', () => {
  for (let key = 1; key < BUCKETS; key++) {
    const { least, greatest } = rangeOf(key);
    expect(least).toBe(rangeOf(key - 1).greatest + 1);
    if (least > greatest) continue;
    expect(greatest - least).toBeLessThanOrEqual(0.0203 * least);
    if (greatest > LARGEST_VALUE) continue;
    expect([bucketOf(least), bucketOf(greatest)]).toEqual([key, key]);
  }
  expect(() => bucketOf(-1)).toThrow(RangeError);
  expect(() => bucketOf(1.5)).toThrow(RangeError);
});

describe('merging', () => {
  it('gives the same bytes for any split, order and grouping', () => {
    fc.assert(
      fc.property(splits(adversarial), ({ whole, parts }) => {
        const direct = encodeSketch(sketchOf(whole));
        const sketches = parts.map(sketchOf);
        expect(encodeSketch(mergeSketches(sketches))).toEqual(direct);
        expect(encodeSketch(sketches.reduce((a, b) => mergeSketches([b, a]), emptySketch))).toEqual(direct);
      }),
      { numRuns: 300 },
    );
  });
});

describe('bytes', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(adversarial, (values) => {
        const sketch = sketchOf(values);
        expect(decodeSketch(encodeSketch(sketch))).toEqual({ ok: true, value: sketch });
      }),
    );
  });

  it('are few: six samples take at most 8, sixty at most 24', () => {
    expect(encodeSketch(sketchOf(plausibleRtts(6))).length).toBeLessThanOrEqual(8);
    expect(encodeSketch(sketchOf(plausibleRtts(60))).length).toBeLessThanOrEqual(24);
  });

  it('that are none of ours are refused with a condition, whatever they are', () => {
    expect(decodeSketch(new Uint8Array())).toEqual({ ok: false, condition: 'truncated' });
    expect(decodeSketch(Uint8Array.of(2, 0))).toEqual({ ok: false, condition: 'version' });
    const good = encodeSketch(sketchOf(plausibleRtts(60)));
    expect(decodeSketch(good.slice(0, -2))).toEqual({ ok: false, condition: 'truncated' });
    expect(decodeSketch(Uint8Array.of(...good, 0))).toEqual({ ok: false, condition: 'excess' });
    expect(decodeSketch(new Uint8Array(200).fill(255).fill(1, 0, 1))).toEqual({ ok: false, condition: 'implausible' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = decodeSketch(Uint8Array.of(1, ...bytes));
        if (!read.ok) return;
        expect(read.value.keys).toEqual([...new Set(read.value.keys)].sort((a, b) => a - b));
        expect(countOf(read.value)).toBeGreaterThanOrEqual(read.value.keys.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
