/** A target's charts go on by themselves: pings, states and marks that were heard since the last answer, as history would tell them. */
import { expect, test } from 'vitest';
import type { Sample, TargetSeries } from '#contract';
import { liveSeries } from '../../../components/target/live-series';
import type { TargetModel } from '../../../components/target/model';
import { madeUp, refused, wrongPassword } from '../made-up';

const S = 1_000;
const MIN = 60 * S;
const from = 59_666_666 * 30 * S;
const to = from + 15 * MIN;

const nothing = { minMs: null, maxMs: null, meanMs: null, p50Ms: null, p95Ms: null };

function fetched(change: Partial<TargetSeries> = {}): TargetSeries {
  return {
    ...{ target: 'lab/prosody/tcp', from, to, zone: 'UTC', source: 'samples', stepMs: null },
    points: [],
    whole: { from, to, count: 0, misses: 0, ...nothing },
    statuses: [{ from, to, status: 'unknown' }],
    tally: { upMs: 0, degradedMs: 0, downMs: 0, unknownMs: to - from, maintainedMs: 0 },
    ...{ marks: [], notes: [], connects: [] },
    ...change,
  };
}

function heard(change: Partial<TargetModel> = {}): TargetModel {
  return {
    state: madeUp('tcp'),
    ...{ samples: [], connects: [], marks: [], accepted: [] },
    intervals: [{ phase: 'online', from: from - MIN, to: null, failure: null }],
    ...change,
  };
}

const told = (series: TargetSeries, start = from) =>
  series.statuses.map((s) => `${s.status} ${(s.from - start) / S}-${(s.to - start) / S}`);

test('pings are appended as they come, what left the range goes, and the figures follow', () => {
  const samples: Sample[] = [0, 10, 20, 30].map((s) => ({ at: to + s * S, rttMs: s === 20 ? null : 5 + s }));
  const old = { from: from + S, to: from + S, count: 1, misses: 0, ...nothing, minMs: 9, maxMs: 9, p50Ms: 9, p95Ms: 9 };
  const span = { from: from + 30 * S, to: to + 30 * S };
  const live = liveSeries(fetched({ points: [old] }), heard({ samples }), span, null);
  expect(live.points.map((p) => p.p50Ms)).toEqual([5, 15, null, 35]);
  expect(live.whole).toMatchObject({ count: 4, misses: 1, p50Ms: 15, maxMs: 35 });
});

test('where pings come faster than there is room for, the last quarter of an hour is told by itself in slots', () => {
  const samples = [0, 1, 2, 3].map((s) => ({ at: to + s * S, rttMs: s === 3 ? null : 5 + s }));
  const span = { from: from + 10 * S, to: to + 10 * S };
  const live = liveSeries(fetched({ stepMs: 2 * S }), heard({ samples }), span, null);
  expect(live.points.map((p) => [p.from - to, p.count, p.misses, p.maxMs])).toEqual([
    [0, 2, 0, 6],
    [2 * S, 2, 1, 7],
  ]);
  expect(live.whole).toMatchObject({ count: 4, misses: 1, p50Ms: 6 });
});

test('states are told as history tells them: a missed ping degrades, a loss is down, a refusal too, a pause is unknown', () => {
  const at = (s: number) => from + s * S;
  const interval = (phase: 'online' | 'backoff' | 'connecting' | 'stopped', start: number, end: number | null) => ({
    ...{ phase, from: at(start), to: end === null ? null : at(end), failure: null },
  });
  const intervals = [
    interval('connecting', 0, 5),
    interval('online', 5, 100),
    interval('connecting', 100, 104),
    interval('backoff', 104, 110),
    interval('connecting', 110, 112),
    interval('online', 112, 200),
    interval('stopped', 200, 260),
    { ...interval('stopped', 260, null), failure: wrongPassword },
  ];
  const samples = [{ at: at(50), rttMs: null }];
  const live = liveSeries(fetched(), heard({ intervals, samples }), { from, to: at(300) }, null);
  expect(told(live)).toEqual([
    ...['unknown 0-5', 'up 5-50', 'degraded 50-60', 'up 60-100', 'down 100-112', 'up 112-200'],
    ...['unknown 200-260', 'down 260-300'],
  ]);
  expect(live.tally).toEqual({ upMs: 173 * S, degradedMs: 10 * S, downMs: 52 * S, unknownMs: 65 * S, maintainedMs: 0 });
});

test('what nobody measures is unknown; planned maintenance stays what it is', () => {
  const maintained = fetched({ statuses: [{ from: from + 60 * S, to: from + 90 * S, status: 'maintained' }] });
  const live = liveSeries(maintained, heard(), { from, to }, from + 120 * S);
  expect(told(live)).toEqual(['up 0-60', 'maintained 60-90', 'up 90-120', 'unknown 120-900']);
});

test('of a longer range, what came since is in slots of the same length, and what goes on goes on', () => {
  const hour = fetched({ from: to - 60 * MIN, stepMs: 30 * S, source: '1m', statuses: [] });
  const samples = [5, 15, 25, 35].map((s) => ({ at: to + s * S, rttMs: s }));
  const goesOn = { kind: 'incident' as const, from: to - MIN, to, goesOn: true, text: 'Down', severity: null };
  const notes = [{ ...goesOn, incidentId: 'i', count: 1 }];
  const mark = { kind: 'lost' as const, count: 1, failure: refused, what: null };
  const marks = [
    { ...mark, at: to - S },
    { ...mark, at: to + S },
  ];
  const span = { from: to - 59 * MIN, to: to + 40 * S };
  const live = liveSeries({ ...hour, notes }, heard({ samples, marks }), span, null);
  expect(live.points.map((p) => [p.from - to, p.count, p.maxMs])).toEqual([
    [0, 3, 25],
    [30 * S, 1, 35],
  ]);
  expect(live.whole).toMatchObject({ count: 4, maxMs: 35 });
  expect(live.notes[0]?.to).toBe(span.to);
  // What was heard before the answer is in it already.
  expect(live.marks.map((m) => m.at - to)).toEqual([S]);
});
