/** Measurements for tests of history: plausible ones, and the worst that can be thought of. */
import fc from 'fast-check';
import type { PingSample } from '../../../server/domain/history/chunk';
import { mulberry32 } from '../../../server/time/virtual-time';

/** 14:00 UTC on a Tuesday. */
export const T = 1_700_056_800_000;

/** µs around 12 ms with a spread of 5 %, one in a hundred much slower. */
export function plausibleRtts(count: number, seed = 1, baseUs = 12_000): number[] {
  const random = mulberry32(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, () => {
    const spike = random() < 0.01 ? 1 + random() * 8 : 1;
    return Math.round(baseUs * Math.exp(0.05 * normal()) * spike);
  });
}

/** Every ten seconds as a busy process would, one in 500 missed. */
export function plausibleSamples(count: number, from = T, seed = 1): PingSample[] {
  const random = mulberry32(seed + 1);
  let at = from;
  return plausibleRtts(count, seed).map((rttUs) => {
    at += 10_000 + Math.floor(-Math.log(1 - random()) * 0.8);
    return { at, rttUs: random() < 0.002 ? null : rttUs };
  });
}

/** Values that hurt: bucket edges, zeros, all alike, huge, steep. */
export const adversarial: fc.Arbitrary<number[]> = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 60_000_000 }), { minLength: 1, maxLength: 400 }),
  fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 200 }),
  fc.array(fc.constantFrom(0, 1, 2, 2 ** 31, 2 ** 48), { minLength: 1, maxLength: 100 }),
  fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 200 })).map(([v, n]) => Array(n).fill(v)),
  fc
    .array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 1, maxLength: 300 })
    .map((exponents) => exponents.map((e) => Math.round(Math.exp(e)))),
);

/** Something whole, and the same in shuffled parts, some of them perhaps empty. */
export function splits<T>(whole: fc.Arbitrary<T[]>): fc.Arbitrary<{ whole: T[]; parts: T[][] }> {
  return whole.chain((items) =>
    fc
      .record({
        shuffled: fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }),
        cuts: fc.array(fc.nat({ max: items.length }), { maxLength: 6 }),
      })
      .map(({ shuffled, cuts }) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), items.length];
        return { whole: items, parts: edges.slice(1).map((end, i) => shuffled.slice(edges[i], end)) };
      }),
  );
}

/** Times with jumps in both directions, misses in runs and alone. */
export const anySamples: fc.Arbitrary<PingSample[]> = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 9_900, max: 10_100 }) },
        { weight: 1, arbitrary: fc.integer({ min: -3_600_000, max: 3_600_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 * 86_400_000 }) },
      ),
      fc.option(fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 2 ** 31 })), { freq: 5 }),
    ),
    { maxLength: 300 },
  )
  .map((steps) => {
    let at = T;
    return steps.map(([step, rttUs]) => {
      at = Math.max(0, at + step);
      return { at, rttUs };
    });
  });
