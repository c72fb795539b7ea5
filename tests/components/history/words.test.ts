/** Charts in words: digits that the coverage earns, and never a hundred that is none. */
import { expect, test } from 'vitest';
import type { StatusTally } from '#contract';
import { heightsOf } from '../../../components/availability/parts-bar';
import { availabilityText, digitsFor, shareText } from '../../../components/history/availability-words';
import { percentOf, pointAt, pointWords, stepWords } from '../../../components/history/words';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const tally = (change: Partial<StatusTally>): StatusTally => ({
  ...{ upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintainedMs: 0, ...change },
});

test('a percentage says over what, and how much was seen', () => {
  const day = tally({ upMs: 20 * HOUR, degradedMs: HOUR, downMs: 60_000, unknownMs: 3 * HOUR - 60_000 });
  expect(availabilityText(day)).toEqual({
    percent: '99 %',
    of: 'of 21 h 01 min',
    coverage: '87.5 % observed',
    sentence: 'Available 99 % of 21 h 01 min, 87.5 % observed; 1 h 00 min degraded, 1:00 down, 2 h 59 min unknown',
  });
  expect(availabilityText(tally({ unknownMs: DAY })).sentence).toBe('Nothing is known of these 24 h 00 min.');
});

test('digits grow with what was observed, and shrink with what was not', () => {
  expect([HOUR, DAY, 30 * DAY, 365 * DAY].map((ms) => digitsFor(ms, 1))).toEqual([0, 1, 3, 3]);
  expect([0.95, 0.8, 0.3].map((coverage) => digitsFor(30 * DAY, coverage))).toEqual([3, 2, 1]);
});

test('what is not all is not rounded to all, what is not nothing not to nothing', () => {
  expect([1, 0.999_999, 0.5, 0, 0.000_001].map((share) => shareText(share, 2))).toEqual([
    '100.00',
    '99.99',
    '50.00',
    '0.00',
    '< 0.01',
  ]);
  expect([0.000_05, 0.0025, 0.02, 0.3].map(percentOf)).toEqual(['< 0.01 %', '0.25 %', '2.0 %', '30 %']);
});

test('under the cursor is the point that the moment lies in, or of single pings the nearest', () => {
  const ping = (at: number, rtt: number | null) => ({
    ...{ from: at, to: at, count: 1, misses: rtt === null ? 1 : 0, minMs: rtt, maxMs: rtt, meanMs: rtt },
    ...{ p50Ms: rtt, p95Ms: rtt },
  });
  const points = [ping(10_000, 5), ping(20_000, null), ping(90_000, 7)];
  const span = { from: 0, to: 100_000 };
  expect(pointAt(points, 19_000, span)?.from).toBe(20_000);
  expect(pointAt(points, 50_000, span)).toBeNull();
  expect(points.map(pointWords)).toEqual(['5.0 ms', 'missed', '7.0 ms']);
});

test('how long a point is', () => {
  const step = (stepMs: number | null) => stepWords({ stepMs, points: [{ ...nothing }] });
  const nothing = {
    from: 0,
    to: 1,
    count: 1,
    misses: 1,
    minMs: null,
    maxMs: null,
    meanMs: null,
    p50Ms: null,
    p95Ms: null,
  };
  expect([null, 30_000, 300_000, 7_200_000, 86_400_000].map(step)).toEqual([
    ...['every ping', 'a point is 30 s', 'a point is 5 min', 'a point is 2 h', 'a point is 1 day'],
  ]);
});

test('a part of a bar shows a minute of trouble in a day, and fills its height', () => {
  const heights = heightsOf(tally({ upMs: DAY - 60_000, downMs: 60_000 }));
  expect(heights.map((h) => h.status)).toEqual(['down', 'up']);
  expect(heights[0]?.height).toBeGreaterThan(2);
  expect(heights.reduce((sum, h) => sum + h.height, 0)).toBeCloseTo(22, 5);
});
