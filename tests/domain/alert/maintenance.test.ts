/** Planned windows across changes of the clocks, service hours, and what a window does to a rule that is pending. */
import { describe, expect, test } from 'vitest';
import type { Event, Silence } from '#contract';
import { isCron, type MaintenanceWindow, spansOf, windowAt } from '../../../server/domain/alert/maintenance';
import { isInServiceHours } from '../../../server/domain/alert/service-hours';
import { windowPreviewOf } from '../../../server/domain/alert/window-preview';
import { opening, outageOf } from '../../alert/facts';
import { replay } from '../../alert/replay';

const at = (iso: string): number => Date.parse(iso);
const nightly: MaintenanceWindow = {
  ...{ id: 'nightly', name: 'nightly', clusterKey: null, nodeKey: null },
  when: { kind: 'recurring', cron: '30 1 * * *', zone: 'Europe/Paris', lastsMs: 2 * 3_600_000 },
};
const inside = (iso: string): boolean => windowAt(nightly, at(iso)) !== null;

describe('a window every night from 01:30 for two hours, in Paris', () => {
  test('on a usual night', () => {
    expect(inside('2026-02-10T01:29:59+01:00')).toBe(false);
    expect(inside('2026-02-10T01:30:00+01:00')).toBe(true);
    expect(inside('2026-02-10T03:29:59+01:00')).toBe(true);
    expect(inside('2026-02-10T03:30:00+01:00')).toBe(false);
  });

  test('in the night that loses an hour it still lasts two hours', () => {
    // 2026-03-29: at 02:00 it is 03:00.
    expect(inside('2026-03-29T01:30:00+01:00')).toBe(true);
    expect(inside('2026-03-29T04:29:59+02:00')).toBe(true);
    expect(inside('2026-03-29T04:30:00+02:00')).toBe(false);
  });

  test('in the night that has an hour twice it still lasts two hours', () => {
    // 2026-10-25: at 03:00 it is 02:00 again.
    expect(inside('2026-10-25T01:30:00+02:00')).toBe(true);
    expect(inside('2026-10-25T02:29:59+01:00')).toBe(true);
    expect(inside('2026-10-25T02:30:00+01:00')).toBe(false);
  });

  test('the clocks leave out its time: it comes as much later as they are put forward', () => {
    const when = { kind: 'recurring', cron: '30 2 * * *', zone: 'Europe/Paris', lastsMs: 3_600_000 } as const;
    const starts = (from: string, to: string) => spansOf(when, at(from), at(to), 9).map((s) => s.from);
    expect(starts('2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      at('2026-03-29T03:30:00+02:00'),
      at('2026-03-30T02:30:00+02:00'),
    ]);
    // 2026-10-25: 02:30 comes twice, and it begins at the first; whoever asks in between finds it all the same.
    expect(starts('2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      at('2026-10-25T02:30:00+02:00'),
      at('2026-10-26T02:30:00+01:00'),
    ]);
    for (const minute of ['02:30:00+02:00', '02:59:00+02:00', '02:00:00+01:00', '02:29:59+01:00'])
      expect(windowAt({ when }, at(`2026-10-25T${minute}`)), minute).toEqual({
        ...{ from: at('2026-10-25T02:30:00+02:00'), to: at('2026-10-25T02:30:00+01:00') },
      });
    expect(windowAt({ when }, at('2026-10-25T02:30:00+01:00'))).toBeNull();
  });

  test('a pattern of every hour goes by the hours that there are', () => {
    const when = { kind: 'recurring', cron: '0 * * * *', zone: 'Europe/Paris', lastsMs: 60_000 } as const;
    const starts = (from: string, hours: number) => spansOf(when, at(from), at(from) + hours * 3_600_000, 99).length;
    expect([starts('2026-03-28T23:00Z', 23), starts('2026-10-24T22:00Z', 25)]).toEqual([23, 25]);
  });

  test('a window that lasts longer than it takes to come again is always in force, and is found at once', () => {
    const when = { kind: 'recurring', cron: '* * * * *', zone: 'Europe/Paris', lastsMs: 7 * 86_400_000 } as const;
    const now = at('2026-11-20T12:00:30Z');
    expect(windowAt({ when }, now)).toMatchObject({ from: at('2026-11-20T12:00:00Z') });
  });

  test('whoever plans it is told what the clocks do to it', () => {
    const notes = (cron: string, iso: string) => {
      const preview = windowPreviewOf({ kind: 'recurring', cron, zone: 'Europe/Paris', lastsMs: 7_200_000 }, at(iso));
      return preview.ok ? preview.next.slice(0, 3).map((s) => s.note) : preview.message;
    };
    expect(notes('30 1 * * *', '2026-03-27T12:00Z')).toEqual([
      null,
      'The clocks are put forward while it lasts: it ends at 04:30.',
      'After a change of the clocks.',
    ]);
    expect(notes('30 1 * * *', '2026-10-23T12:00Z')).toEqual([
      null,
      'The clocks are put back while it lasts: it ends at 02:30.',
      'After a change of the clocks.',
    ]);
    expect(notes('30 2 * * *', '2026-03-27T12:00Z')[1]).toBe(
      'The clocks leave out the time at which it begins: it begins at 03:30.',
    );
    expect(notes('at night', '2026-03-27T12:00Z')).toMatch(/cannot be read/);
  });

  test('what is no pattern is told', () => {
    expect([isCron('30 1 * * *', 'Europe/Paris'), isCron('at night', 'Europe/Paris')]).toEqual([true, false]);
  });
});

test('service hours follow the clocks of their zone, also past midnight', () => {
  const late = { days: ['fri'] as const, fromMin: 22 * 60, toMin: 2 * 60, zone: 'America/New_York' };
  expect(isInServiceHours(late, at('2026-11-20T22:00-05:00'))).toBe(true);
  expect(isInServiceHours(late, at('2026-11-21T01:59-05:00'))).toBe(true);
  expect(isInServiceHours(late, at('2026-11-21T02:00-05:00'))).toBe(false);
  expect(isInServiceHours(late, at('2026-11-20T01:00-05:00'))).toBe(false);
});

describe('an outage of A from second 10', () => {
  const T = 1_800_000_000_000;
  const end = (s: number) => ({ ...opening(T + s * 1000, 0)[0], at: T + s * 1000 }) as Event;
  const events = (lastsS: number) =>
    [...opening(T, 20), outageOf(T + 10_000, 'A', 'cti-link') as Event, end(lastsS)].map((e) => ({ ...e }));
  const window = (fromS: number, toS: number): MaintenanceWindow => ({
    ...{ id: 'patches', name: 'patches', clusterKey: 'cc', nodeKey: 'a' },
    when: { kind: 'once', from: T + fromS * 1000, to: T + toS * 1000 },
  });

  test('nobody is told during a window; what is still broken when it ends is told then', () => {
    const r = replay(events(400), T, { settings: { windows: [window(0, 300)] } });
    expect(r.log.map((line) => line.split(':')[0])).toEqual(['20 server-outage ticket']);
    expect(r.told).toEqual(['300 pager opened server-outage page', '300 tickets opened server-outage page']);
    expect(r.incidents[0]?.timeline.map((t) => t.kind)).toEqual([
      'first-sign',
      'fired',
      'muted',
      'fired',
      'unmuted',
      'told',
      'told',
    ]);
  });

  test('a window that ends while the rule is pending changes nothing of when it fires', () => {
    const r = replay(events(400), T, { settings: { windows: [window(0, 100)] } });
    expect(r.told).toEqual([
      '100 tickets opened server-outage ticket',
      '190 pager opened server-outage page',
      '190 tickets opened server-outage page',
    ]);
  });

  test('of two silences that overlap, the later one to end counts', () => {
    const silence = (id: string, fromS: number, toS: number): Silence => ({
      ...{ id, matchers: [{ field: 'node', is: 'equal', value: 'a' }], author: 'kim', reason: 'known' },
      ...{ startsAt: T + fromS * 1000, expiresAt: T + toS * 1000 },
    });
    const r = replay(events(400), T, { silences: [silence('s1', 0, 200), silence('s2', 150, 320)] });
    expect(r.told).toEqual(['320 pager opened server-outage page', '320 tickets opened server-outage page']);
    const mutes = r.incidents[0]?.timeline.filter((t) => t.kind === 'muted').length;
    expect(mutes).toBe(2);
  });

  test("Finesse's own maintenance mode mutes without being asked", () => {
    const facts = {
      ...{ status: 'OUT_OF_SERVICE', statusReason: null, deployment: null, authMode: null, release: null },
      ...{ xmppDomain: null, pubsubDomain: null, ctiHeartbeat: null, ctiServers: [], ctiMaintenance: null },
      ...{ finesseMaintenance: 'IN_PROGRESS', httpStatus: 200 },
    };
    const told = { clusterKey: 'cc', nodeKey: 'a', side: 'A', changed: [], via: 'rest', serverAt: null };
    const mode = {
      ...{ type: 'server-facts-changed', at: T + 5_000, ...told, facts, offsetMs: null, offsetErrorMs: null },
      ...{ observerId: 'local', eventId: 'm', v: 1 },
    } as Event;
    const all = events(400);
    const r = replay([...all.slice(0, -2), mode, ...all.slice(-2)], T);
    expect(r.told).toEqual([]);
    expect(r.incidents[0]?.mutedBy?.text).toBe("fin-A is in Finesse's own maintenance mode");
  });
});
