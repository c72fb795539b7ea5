/** Readiness and cause of a server's outage by signature, and groups with their scope, told of scenarios and by hand. */
import { describe, expect, test } from 'vitest';
import { causeOf } from '../../../server/domain/presence/cause';
import { type Disconnect, groupsOf, projectGroup, type RosterEntry } from '../../../server/domain/presence/groups';
import { type RungObservation, readinessOf } from '../../../server/domain/presence/readiness';
import { type Watched, watch } from './watch';

const see = (at: number, rung: RungObservation['rung'], result: RungObservation['result']): RungObservation => ({
  ...{ at: at * 1000, rung, result, via: 'test' },
});
const well = [
  see(0, 'system-info', 'good'),
  see(0, 'xmpp-session', 'good'),
  see(0, 'finesse-presence', 'good'),
  see(0, 'cti-heartbeat', 'good'),
];

describe('the cause, kept from its first evidence', () => {
  test.each([
    [
      'notification-service',
      [see(20, 'xmpp-session', 'bad'), see(25, 'system-info', 'good'), see(45, 'system-info', 'bad')],
    ],
    ['host-or-network', [see(20, 'xmpp-session', 'bad'), see(27, 'system-info', 'silent')]],
    ['web-application', [see(20, 'finesse-presence', 'bad'), see(27, 'system-info', 'silent')]],
    ['web-application', [see(20, 'system-info', 'silent'), see(22, 'finesse-presence', 'bad')]],
    ['cti-link', [see(20, 'system-info', 'bad'), see(20, 'cti-heartbeat', 'bad')]],
    ['undetermined', [see(20, 'xmpp-session', 'bad')]],
  ] as const)('%s', (cause, checks) => {
    const outage = causeOf([...checks].reverse().concat(well), 60_000);
    expect([outage?.cause, outage?.since]).toEqual([cause, 20_000]);
  });

  test('a later OUT_OF_SERVICE is a consequence, and a standby is out of service by design', () => {
    const outage = causeOf(
      [...well, see(20, 'xmpp-session', 'bad'), see(25, 'system-info', 'good'), see(45, 'system-info', 'bad')],
      60_000,
    );
    expect(outage).toMatchObject({
      cause: 'notification-service',
      consequences: [{ rung: 'system-info', at: 45_000 }],
    });
    expect(
      causeOf([see(0, 'system-info', 'bad'), see(0, 'cti-heartbeat', 'bad')], 1_000, { standby: true }),
    ).toBeNull();
    expect(causeOf([...well, see(20, 'xmpp-session', 'bad'), see(30, 'xmpp-session', 'good')], 40_000)).toBeNull();
  });

  test('an OUT_OF_SERVICE that is first heard when the session is back is no outage of its own; after all was well, it is', () => {
    const restart = [...well, see(20, 'xmpp-session', 'bad'), see(21, 'system-info', 'good')];
    const back = [...restart, see(36, 'xmpp-session', 'good')];
    expect(causeOf(back, 36_500)).toBeNull();
    const late = causeOf([...back, see(37, 'system-info', 'bad'), see(47, 'xmpp-session', 'good')], 50_000);
    expect([late?.cause, late?.since]).toEqual(['notification-service', 20_000]);
    const another = [see(37, 'system-info', 'good'), see(57, 'system-info', 'bad'), see(58, 'xmpp-session', 'good')];
    const own = causeOf([...back, ...another], 60_000);
    expect([own?.cause, own?.since]).toEqual(['cti-link', 57_000]);
  });

  test.each([
    ['cti-loss', 'cti-link', 60],
    ['notification-restart', 'notification-service', 60],
    ['failover-and-back', 'host-or-network', 90],
  ] as const)('%s: %s', (name, cause, lastsS) => {
    const w = watch(name, 'generous', { lastsS });
    expect(causeOf(w.checks.A, w.time.now())?.cause).toBe(cause);
    expect(causeOf(w.checks.B, w.time.now())).toBeNull();
  });
});

test('each rung with its status, since when, and how it was checked; old checks say nothing', () => {
  const checks = [...well, see(20, 'xmpp-session', 'bad'), see(40, 'system-info', 'good')];
  expect(readinessOf(checks, 41_000).map((r) => `${r.rung} ${r.status} ${r.since}`)).toEqual([
    'system-info good 0',
    'xmpp-session bad 20000',
    'finesse-presence good 0',
    'feed-events unknown null',
    'cti-heartbeat good 0',
  ]);
  expect(readinessOf(checks, 200_000).map((r) => r.status)).toEqual(Array(5).fill('unknown'));
});

describe('groups', () => {
  const lost = (w: Watched): Disconnect[] =>
    w
      .of('presence-changed')
      .filter((e) => !e.available)
      .map((e) => ({ loginId: e.user, at: e.at, side: e.side }));

  test.each([
    ['site-vpn-drops', 'site-or-path', 'Lyon', 90],
    ['site-proxy', 'site-or-path', 'Porto', 20],
    ['shift-end', 'client-side', null, 400],
  ] as const)('%s: %s', (name, scope, where, lastsS) => {
    const roster = rosterOf(watch(name, 'generous', { lastsS: 1 }));
    const w = watch(name, 'generous', { lastsS });
    const groups = groupsOf(lost(w), roster, w.time.now());
    expect(groups.map((g) => [g.scope, g.where])).toEqual([[scope, where]]);
  });

  test('all of a side, from everywhere: server side; a team sees only its own, and no names of others', () => {
    const w = watch('notification-restart', 'generous', { lastsS: 25 });
    const roster = rosterOf(watch('notification-restart', 'generous', { lastsS: 1 }));
    const ends = w.of('session-closed').map((e) => ({ loginId: e.jid.split('@')[0] ?? '', at: e.at, side: e.side }));
    const [group] = groupsOf(ends, roster, w.time.now());
    expect(group).toMatchObject({ scope: 'server-side', where: 'A', size: 128 });
    if (group === undefined) return;
    const team = roster[0]?.team ?? '';
    const part = projectGroup(group, roster, new Set([team]));
    expect(part?.evidence.map((e) => e.name)).toEqual([team]);
    expect(part?.size).toBe(roster.filter((r) => r.team === team && r.side === 'A').length);
    expect(projectGroup(group, roster, new Set(['nobody']))).toBeNull();
  });

  test('four are no group', () => {
    const four = ['1', '2', '3', '4'].map((loginId) => ({ loginId, at: 1_000, side: 'A' as const }));
    expect(groupsOf(four, [], 2_000)).toEqual([]);
  });
});

function rosterOf(w: Watched): RosterEntry[] {
  return w.world.agents().map((a) => {
    const on = (side: 'A' | 'B') => w.world.side(side).availableJids(`${a.loginId}@x`).length > 0;
    const side = on('A') ? 'A' : on('B') ? 'B' : null;
    return { loginId: a.loginId, team: a.teamName, site: a.site, transport: a.transport, side };
  });
}
