/** Agents over time as charts and words: connected with its spread, trouble at its most, and time in which nobody counted. */
import { expect, test } from 'vitest';
import type { AgentCountsSeries, CountPoint } from '#contract';
import {
  connectedWords,
  countCharts,
  countWords,
  gapsOf,
  troubleWords,
} from '../../../components/agents-over-time/count-data';

const MIN = 60_000;
const flat = (n: number) => ({ min: n, mean: n, max: n });

const point = (slot: number, change: Partial<CountPoint> = {}): CountPoint => ({
  ...{ from: slot * MIN, to: (slot + 1) * MIN, minutes: 1, connected: flat(100), unstable: flat(2) },
  ...{ atRisk: flat(0), forcedOut: flat(0), loggedOut: flat(5), unknown: flat(0), ...change },
});

const series = (points: CountPoint[]): AgentCountsSeries => ({
  ...{ clusterKey: 'cc', teams: null, from: 0, to: 10 * MIN, zone: 'UTC', source: 'minutes', stepMs: MIN, exact: true },
  points,
  whole: point(0, { connected: { min: 80, mean: 95, max: 110 }, atRisk: { min: 0, mean: 1, max: 14 } }),
});

const all = series(
  [0, 1, 2, 6, 7, 8, 9].map((slot) => point(slot, slot === 7 ? { atRisk: { min: 0, mean: 7, max: 14 } } : {})),
);

test('a line breaks where nobody counted, and that time is hatched', () => {
  expect(gapsOf(all)).toEqual([{ from: 3 * MIN, to: 6 * MIN }]);
  const { connected, trouble } = countCharts({ from: 0, to: 10 * MIN, zone: 'UTC' }, all, null, null);
  expect(connected.lines[2]?.values.map((v) => v.y)).toEqual([102, 102, 102, Number.NaN, 102, 102, 102, 102]);
  expect(connected.gaps).toEqual([{ from: 3 * MIN, to: 6 * MIN }]);
  expect([connected.top >= 102, trouble.top >= 14]).toEqual([true, true]);
});

test('a week before lies over it', () => {
  const week = 7 * 86_400_000;
  const before = { ...all, from: -week, to: 10 * MIN - week };
  before.points = all.points.map((p) => ({ ...p, from: p.from - week, to: p.to - week }));
  const { trouble } = countCharts({ from: 0, to: 10 * MIN, zone: 'UTC' }, all, before, null);
  expect(trouble.lines[2]?.values).toEqual(trouble.lines[0]?.values);
});

test('in words: least, most, the worst moment', () => {
  expect(connectedWords(all)).toBe('82 to 112, 97 on average');
  expect(troubleWords(all, 'UTC', 10 * MIN)).toMatch(/^At most 14 at risk at 00:07:00, nobody forced out$/);
  expect(countWords(point(7, { unknown: flat(3) }))).toBe('102 connected, 0 at risk, 0 forced out, 3 unknown');
});
