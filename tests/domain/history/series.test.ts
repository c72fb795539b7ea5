/** What a chart is given: enough points and no more, with every spike in them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverOf, finestKept } from '../../../server/domain/history/cover';
import { defaultRetention, horizonsOf } from '../../../server/domain/history/retention';
import {
  coarsen,
  DAY_MS,
  mergeSummaries,
  pyramidOf,
  quantileOf,
  resolutionMs,
  resolutions,
  rollUp,
  summaryOf,
} from '../../../server/domain/history/rollup';
import { POINTS, resolutionFor, seriesOf, slotsOf } from '../../../server/domain/history/series';
import { plausibleSamples, T } from './material';

const HOUR = 3_600_000;
const now = T + 400 * DAY_MS;
const planned = (lengthMs: number, endAgoMs = 0) =>
  resolutionFor(
    { from: now - endAgoMs - lengthMs, to: now - endAgoMs },
    POINTS,
    horizonsOf(defaultRetention, now),
    10_000,
  );

describe('the resolution', () => {
  it('is the finest that has no more points than asked for', () => {
    expect(planned(15 * 60_000)).toEqual({ source: 'samples', stepMs: null });
    expect(planned(HOUR)).toEqual({ source: 'samples', stepMs: null });
    expect(planned(3 * HOUR)).toEqual({ source: 'samples', stepMs: 30_000 });
    expect(planned(8 * HOUR)).toEqual({ source: '1m', stepMs: 60_000 });
    expect(planned(DAY_MS)).toEqual({ source: '1m', stepMs: 180_000 });
    expect(planned(7 * DAY_MS)).toEqual({ source: '10m', stepMs: 1_200_000 });
    expect(planned(30 * DAY_MS)).toEqual({ source: '1h', stepMs: 7_200_000 });
    expect(planned(365 * DAY_MS)).toEqual({ source: '1h', stepMs: DAY_MS });
    expect(planned(1_095 * DAY_MS)).toEqual({ source: '1h', stepMs: 2 * DAY_MS });
  });

  it('is no finer than what is still kept of that time', () => {
    expect(planned(HOUR, 40 * DAY_MS)).toEqual({ source: '10m', stepMs: 600_000 });
    expect(planned(HOUR, 200 * DAY_MS)).toEqual({ source: '1h', stepMs: HOUR });
  });

  it('never has more points than asked for, whatever the range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_090 * DAY_MS }),
        fc.integer({ min: 0, max: 1_090 * DAY_MS }),
        (length, ago) => {
          const from = Math.max(0, now - ago - length);
          const range = { from, to: from + length };
          const { stepMs, source } = resolutionFor(range, POINTS, horizonsOf(defaultRetention, now), 10_000);
          if (stepMs === null) {
            expect(length / 10_000).toBeLessThanOrEqual(POINTS);
            return;
          }
          if (source !== 'samples') expect(stepMs % resolutionMs[source]).toBe(0);
          expect(slotsOf(range, stepMs, 'Europe/Berlin').length).toBeLessThanOrEqual(POINTS + 2);
        },
      ),
    );
  });
});

describe('a series', () => {
  const samples = plausibleSamples(3 * 8_640, T).map((s, i) => (i === 12_345 ? { ...s, rttUs: 7_654_321 } : s));
  const range = { from: T, to: T + 3 * DAY_MS };

  it('keeps the spike and counts every ping once, at every step', () => {
    const pyramid = pyramidOf(samples);
    for (const stepMs of [60_000, 180_000, 600_000, 1_200_000, HOUR, 6 * HOUR, DAY_MS]) {
      const source = [...resolutions].reverse().find((r) => r !== '1d' && stepMs % resolutionMs[r] === 0) ?? '1m';
      const points = seriesOf(pyramid[source], slotsOf({ ...range, to: range.to + HOUR }, stepMs, 'Europe/Berlin'));
      expect(Math.max(...points.map((p) => p.maxUs ?? 0))).toBe(7_654_321);
      expect(points.reduce((sum, p) => sum + p.count, 0)).toBe(samples.length);
      expect(points.reduce((sum, p) => sum + p.misses, 0)).toBe(samples.filter((s) => s.rttUs === null).length);
    }
  });

  it('has its days at the midnights of the zone', () => {
    const slots = slotsOf({ from: T, to: T + 2 * DAY_MS }, DAY_MS, 'Europe/Berlin');
    expect(slots.map((s) => new Date(s.from).toISOString().slice(0, 16))).toEqual([
      '2023-11-14T23:00',
      '2023-11-15T23:00',
      '2023-11-16T23:00',
    ]);
  });
});

describe('a cover', () => {
  const samples = plausibleSamples(4 * 8_640, T);
  const pyramid = pyramidOf(samples);
  const minute = fc.integer({ min: 0, max: 5 * 1_440 }).map((m) => T + m * 60_000);

  it('of a range has exactly the pings of the range', () => {
    fc.assert(
      fc.property(minute, minute, (a, b) => {
        const at = { from: Math.min(a, b), to: Math.max(a, b) };
        const pieces = coverOf(at, () => '1m');
        const rollups = pieces.flatMap((p) => pyramid[p.resolution].filter((r) => r.from >= p.from && r.from < p.to));
        const truth = summaryOf(samples.filter((s) => s.at >= at.from && s.at < at.to));
        expect(mergeSummaries(rollups)).toEqual(truth);
        expect(quantileOf(mergeSummaries(rollups), 0.95)).toEqual(quantileOf(truth, 0.95));
      }),
      { numRuns: 50 },
    );
  });

  it('takes few pieces, and of a month 30 days and the hours at its edges', () => {
    const from = Date.parse('2026-04-30T22:00:00Z');
    const pieces = coverOf({ from, to: from + 31 * DAY_MS }, () => '1m');
    expect(pieces.map((p) => [p.resolution, (p.to - p.from) / resolutionMs[p.resolution]])).toEqual([
      ['1h', 2],
      ['1d', 30],
      ['1h', 22],
    ]);
  });

  it('of ranges that touch has every ping once, also where only hours are kept', () => {
    const kept = finestKept({ samples: 0, '1m': T + 3 * DAY_MS, '10m': T + 2 * DAY_MS, '1h': 0, '1d': 0 });
    fc.assert(
      fc.property(fc.array(minute, { minLength: 2, maxLength: 6 }), (at) => {
        const edges = [...at].sort((a, b) => a - b);
        const count = (from: number, to: number) =>
          coverOf({ from, to }, kept)
            .flatMap((p) => pyramid[p.resolution].filter((r) => r.from >= p.from && r.from < p.to))
            .reduce((sum, r) => sum + r.count, 0);
        const parts = edges.slice(1).map((to, i) => count(edges[i] ?? to, to));
        expect(parts.reduce((a, b) => a + b, 0)).toBe(count(edges[0] ?? 0, edges.at(-1) ?? 0));
      }),
      { numRuns: 50 },
    );
  });
});

it('rolling up the same rollups again changes nothing', () => {
  const minutes = rollUp(plausibleSamples(2_000), 60_000);
  expect(coarsen(minutes, 60_000)).toEqual(minutes);
});
