/** What a chart of any range draws: every spike, no line over what is not known, ticks where people's days begin. */
import { describe, expect, test } from 'vitest';
import type { HistoryPoint } from '#contract';
import { bandsOf, beyondTop, lossBars, middleOf, placedOn, topOfPoints } from '../../../components/charts/history-data';
import { timeTicks } from '../../../components/charts/time-axis';
import { rollUp } from '../../../server/domain/history/rollup';
import { resolutionFor, seriesOf, slotsOf } from '../../../server/domain/history/series';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const kept = { samples: 0, '1m': 0, '10m': 0, '1h': 0, '1d': 0 };

const point = (from: number, to: number, rtt: number | null, misses = 0): HistoryPoint => ({
  ...{ from, to, count: 10, misses, minMs: rtt, p50Ms: rtt, p95Ms: rtt, meanMs: rtt },
  maxMs: rtt,
});

describe('a spike of a year', () => {
  const end = 400 * DAY;
  const spikeAt = 377.4 * DAY;
  const pings = Array.from({ length: 365 * 144 }, (_, i) => ({
    at: end - 365 * DAY + i * 10 * MINUTE,
    rttUs: 12_000 + (i % 7) * 300,
  }));
  const struck = pings.map((p) => (Math.abs(p.at - spikeAt) < 5 * MINUTE ? { ...p, rttUs: 3_900_000 } : p));

  test.each([365 * DAY, 90 * DAY, 30 * DAY, 7 * DAY, DAY, 4 * HOUR, HOUR])(
    'is drawn or marked where it was when %i ms are shown',
    (length) => {
      const range = { from: spikeAt - length / 2, to: spikeAt + length / 2 };
      const { stepMs } = resolutionFor(range, 600, kept, 10 * MINUTE);
      const inside = struck.filter((p) => p.at >= range.from && p.at < range.to);
      const rollups = rollUp(inside, stepMs ?? 10 * MINUTE);
      const points = seriesOf(rollups, slotsOf(range, stepMs ?? 10 * MINUTE, 'UTC')).map((p) => ({
        ...point(p.from, p.to, 12),
        maxMs: (p.maxUs ?? 0) / 1_000,
      }));
      expect(points.length).toBeLessThanOrEqual(602);
      const top = topOfPoints(points);
      const highest = bandsOf(points, stepMs).max.filter(({ y }) => y > top);
      // Either the scale reaches up to it, or a mark says that it went beyond.
      const seen = top >= 3_900 ? points.filter((p) => p.maxMs === 3_900).map(middleOf) : beyondTop(points, top);
      expect(seen).toHaveLength(1);
      expect(Math.abs((seen[0] ?? 0) - spikeAt)).toBeLessThanOrEqual((stepMs ?? 10 * MINUTE) + 10 * MINUTE);
      expect(highest.length).toBe(top >= 3_900 ? 0 : 1);
    },
  );
});

test('the line breaks at a hole and where nothing was answered; a lonely point is a dot', () => {
  const bands = bandsOf(
    [point(0, 10, 5), point(10, 20, 6), point(40, 50, 7), point(50, 60, null, 10), point(60, 70, 8), point(70, 80, 9)],
    10,
  );
  expect(bands.p50.map((p) => p.y)).toEqual([5, 6, Number.NaN, 7, Number.NaN, 8, 9]);
  expect(bands.radii).toEqual([0, 0, 0, 1.75, 0, 0, 0]);
});

test('pings that were further apart than a point is long are still a line', () => {
  const minutes = Array.from({ length: 9 }, (_, i) => point(i * MINUTE, i * MINUTE + 30_000, 5));
  expect(bandsOf(minutes, 30_000).p50.every((p) => p.y === 5)).toBe(true);
  expect(bandsOf([...minutes, point(20 * MINUTE, 20 * MINUTE + 30_000, 5)], 30_000).p50).toHaveLength(11);
});

test('another range is laid over this one, end to end', () => {
  const place = placedOn({ from: 0, to: 100 }, { from: 1_000, to: 1_050 });
  expect([0, 50, 100].map(place)).toEqual([1_000, 1_025, 1_050]);
});

test('loss is the share of what was asked', () => {
  expect(lossBars([point(0, 10, 5), point(10, 20, 5, 1)])).toEqual([{ x: 15, y: 10 }]);
});

describe('ticks', () => {
  const iso = (ticks: ReturnType<typeof timeTicks>) => ticks.map((t) => new Date(t.at).toISOString().slice(5, 16));
  test('over the end of summer time are round for those who live there', () => {
    // 25 October 2026: Berlin has 02:00 twice.
    const from = Date.UTC(2026, 9, 24, 20);
    const ticks = timeTicks(from, from + 12 * HOUR, 5, 'Europe/Berlin');
    expect(ticks.map((t) => t.label)).toEqual(['25 Oct', '03:00', '06:00', '09:00']);
    expect(iso(ticks)).toEqual(['10-24T22:00', '10-25T02:00', '10-25T05:00', '10-25T08:00']);
  });
  test('of a year are months, with the year at January', () => {
    const ticks = timeTicks(Date.UTC(2025, 10, 20), Date.UTC(2026, 10, 20), 14, 'UTC');
    expect(ticks.map((t) => t.label).slice(0, 4)).toEqual(['Dec', '2026', 'Feb', 'Mar']);
    expect(ticks).toHaveLength(12);
  });
  test('of a month are days from midnight, and never more than have room', () => {
    for (const days of [2, 5, 12, 31, 90, 200, 365, 1_000]) {
      const ticks = timeTicks(Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 1) + days * DAY, 10, 'America/New_York');
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(12);
    }
  });
});
