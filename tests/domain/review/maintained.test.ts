/** When a place was maintained: as it was planned then, on the clocks of the zone, and as Finesse said itself. */
import { describe, expect, it } from 'vitest';
import type { PlannedWindow } from '#contract';
import { maintainedOver, maintainedSpans, ownMaintenanceOf } from '../../../server/domain/review/maintained';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Saturday before the clocks of Berlin go back in the night. */
const T = Date.UTC(2026, 9, 24);

type Window = Pick<PlannedWindow, 'name' | 'clusterKey' | 'nodeKey' | 'when'>;
const nightly: Window = {
  ...{ name: 'nightly', clusterKey: 'cc', nodeKey: 'a' },
  when: { kind: 'recurring', cron: '0 2 * * *', zone: 'Europe/Berlin', lastsMs: 2 * HOUR },
};
const once = (name: string, from: number, to: number): Window => ({
  ...{ name, clusterKey: null, nodeKey: null, when: { kind: 'once', from, to } },
});
const words = (spans: readonly { name: string; from: number; to: number }[]) =>
  spans.map(({ name, from, to }) => `${name} ${(from - T) / HOUR}..${(to - T) / HOUR}`);

describe('maintained time', () => {
  it('follows the clocks of the zone, lasts as long as it says, and ends where the range does', () => {
    const range = { from: T + HOUR, to: T + 2 * DAY + HOUR + HOUR / 2 };
    expect(words(maintainedSpans([nightly], range, { clusterKey: 'cc', nodeKey: 'a' }))).toEqual([
      'nightly 1..2',
      'nightly 24..26',
      'nightly 49..49.5',
    ]);
  });

  it('is that of a place and of what it lies in, and of no other', () => {
    const windows = [nightly, once('all', T, T + HOUR), { ...once('cc', T, T + HOUR), clusterKey: 'cc' }];
    const at = (clusterKey: string, nodeKey: string | null) =>
      maintainedSpans(windows, { from: T, to: T + HOUR }, { clusterKey, nodeKey }).map((s) => s.name);
    expect(at('cc', 'a').sort()).toEqual(['all', 'cc', 'nightly']);
    expect(at('cc', 'b').sort()).toEqual(['all', 'cc']);
    expect(at('cc', null).sort()).toEqual(['all', 'cc']);
    expect(at('other', 'a')).toEqual(['all']);
  });

  it('is what was planned at that time: neither what was taken back nor what was planned afterwards', () => {
    const plans = [
      { from: T - DAY, windows: [nightly, once('move', T + 10 * HOUR, T + 14 * HOUR)] },
      { from: T + 12 * HOUR, windows: [once('excuse', T, T + DAY)] },
    ];
    const range = { from: T, to: T + 2 * DAY };
    const spans = maintainedOver({ plans, own: [] }, range)({ clusterKey: 'cc', nodeKey: 'a' });
    expect(words(spans)).toEqual(['nightly 0..2', 'move 10..12', 'excuse 12..24']);
  });

  it('is also what Finesse said itself: of that node, and of the agents of its cluster', () => {
    const facts = (finesseMaintenance: string | null, ctiMaintenance: string | null = null) => ({
      ...{ finesseMaintenance, ctiMaintenance },
    });
    const told = [
      { at: T, clusterKey: 'cc', nodeKey: 'a', facts: facts('IN_PROGRESS') },
      { at: T + HOUR, clusterKey: 'cc', nodeKey: 'a', facts: facts('IN_PROGRESS', 'IN_PROGRESS') },
      { at: T + 2 * HOUR, clusterKey: 'cc', nodeKey: 'b', facts: facts(null, 'IN_PROGRESS') },
      { at: T + 3 * HOUR, clusterKey: 'cc', nodeKey: 'a', facts: facts('NONE') },
      { at: T + 4 * HOUR, clusterKey: 'cc', nodeKey: 'b', facts: null },
      { at: T + 5 * HOUR, clusterKey: 'cc', nodeKey: 'a', facts: facts('in_progress') },
    ];
    const own = ownMaintenanceOf(told, T + 6 * HOUR);
    const of = maintainedOver({ plans: [], own }, { from: T + HOUR, to: T + DAY });
    const hours = (nodeKey: string | null) =>
      of({ clusterKey: 'cc', nodeKey }).map(({ from, to }) => [(from - T) / HOUR, (to - T) / HOUR]);
    expect(hours('a')).toEqual([
      [1, 3],
      [5, 6],
    ]);
    expect(hours('b')).toEqual([[2, 4]]);
    expect(hours(null)).toHaveLength(3);
    expect(of({ clusterKey: 'other', nodeKey: 'a' })).toEqual([]);
  });
});
