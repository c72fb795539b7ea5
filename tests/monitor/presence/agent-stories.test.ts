/** What the watch of agents publishes over whole scenarios, read as sentences. */
import { describe, expect, test } from 'vitest';
import type { Disconnect, Event, Fact } from '../../../server/contract';
import { event, topicsOf } from '../../../server/contract';
import { type Play, play } from './agent-play';

const forced = (p: Play) => [
  ...new Set(p.only('agent-health-changed').flatMap((f) => (f.health.kind === 'forced-out' ? [f.loginId] : []))),
];
const shaped = (p: Play, shape: RegExp) => p.world.agents().filter((a) => shape.test(p.tale(a.loginId).join(' | ')));
const recordsOf = (p: Play): Disconnect[] => [...p.kept.disconnects.values()];
const wholeGroups = (p: Play) => [...p.kept.groups.values()].filter((g) => g.teamId === null);
const after = (p: Play, at: number, loginId: string) => p.tale(loginId).filter((l) => Number.parseFloat(l) >= at);

describe('one agent', () => {
  test('a laptop sleeps: at risk a minute before, set Not Ready inside the interval, back on A, the warning counted', () => {
    const p = play('laptop-asleep', 'generous');
    const [sleeper = ''] = forced(p);
    expect(p.tale(sleeper)).toEqual([
      '0 connected A seen',
      '97 disconnect on A: lost 95.5-97, was READY',
      '97 at-risk A seen not-ready 155.5-157.5',
      '157 ended: forced-not-ready 50002 by A at 157',
      '157 forced-out forced-not-ready by A',
      '628.7 returned on A at 628.7',
      '628.7 connected A seen',
    ]);
    const [d] = recordsOf(p);
    expect(d).toMatchObject({
      ...{ side: 'A', sure: 'seen', will: 'not-ready', groupId: null, unseenFrom: null, closedAt: null },
      before: { state: 'READY', pendingState: null, onCall: false },
      profile: { graceMs: 60_000, deployment: 'UCCE', load: 0 },
      end: { state: 'NOT_READY', code: 50002, label: 'Connection Failure' },
      source: { feed: 'presence', nodeKey: 'fin-a' },
    });
    expect(p.kept.record).toMatchObject({ forcedOuts: 1, warnedFirst: 1, recovered: 0 });
    expect(p.kept.record?.leadMs?.least).toBeGreaterThan(59_000);
  });

  test('nothing tells early: forced out when it happens, without a warning, and nothing is invented', () => {
    const p = play('laptop-asleep', 'pessimistic');
    const [sleeper = ''] = forced(p);
    expect(after(p, 10, sleeper)).toEqual([
      '187 disconnect on A: lost unseen, was READY, not warned',
      '187 ended: forced-not-ready 50002 by - at 187',
      '187 forced-out forced-not-ready by -',
    ]);
    expect(p.kept.record).toEqual({ forcedOuts: 1, warnedFirst: 0, leadMs: null, recovered: 0 });
  });

  test('back in time: the record closes at once, and counts as recovered', () => {
    const p = play('reload-half-team', 'generous');
    const one =
      /connected ([AB]) seen \| [\d.]+ disconnect on \1: .*at-risk \1 seen .*returned on \1 at ([\d.]+) \| \2 closed \| \2 connected \1 seen$/;
    expect(shaped(p, one)).toHaveLength(10);
    expect(recordsOf(p).every((d) => d.closedAt !== null && d.end === null)).toBe(true);
    expect(p.kept.record).toEqual({ forcedOuts: 0, warnedFirst: 0, leadMs: null, recovered: 10 });
  });

  test('set Not Ready, back, Ready again: each with its time, and the record closes', () => {
    const p = play('demo', 'generous', { lastsS: 195 });
    const [one] = recordsOf(p).filter((d) => d.readyAgainAt !== null);
    expect(one).toBeDefined();
    const told = p.tale(one?.loginId ?? '').map((l) => l.replace(/[\d.]+/g, '#'));
    expect(told.filter((l) => /ended|returned|ready again|closed/.test(l))).toEqual([
      '# ended: forced-not-ready # by A at #',
      '# returned on A at #',
      '# ready again at #',
      '# closed',
    ]);
  });

  test.each([true, false])('connected on B while A may still act, and A acts: %s', (raceActs) => {
    const p = play('glitch-to-a', 'generous', { switches: { raceActs } });
    const race = /returned on B at [\d.]+ \| .*at-risk A seen not-ready 155.5-157.5, connected on B/;
    expect(shaped(p, race)).toHaveLength(21);
    expect(forced(p)).toHaveLength(raceActs ? 21 : 0);
    const ends = recordsOf(p).map((d) => `${d.end?.outcome ?? 'nothing'}, back on ${d.returned?.side}`);
    expect(new Set(ends)).toEqual(new Set([`${raceActs ? 'forced-not-ready' : 'nothing'}, back on B`]));
  });

  test('on a call: Finesse waits for its end, and acts although the agent is back', () => {
    const p = play('demo', 'generous', { lastsS: 119 });
    const waited = recordsOf(p).filter((d) => d.will === 'after-call' && d.end !== null);
    expect(waited).toHaveLength(2);
    for (const d of waited)
      expect([d.before.onCall, d.end?.outcome, d.deadline?.latest]).toEqual([true, 'forced-not-ready', null]);
  });
});

describe('groups', () => {
  test('a site drops: one group with its scope, told to each team by its own numbers, never by names', () => {
    const p = play('site-vpn-drops', 'generous');
    const [group, ...others] = wholeGroups(p);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ scope: 'site-or-path', where: 'Lyon', size: 39, back: 39, forcedOut: 0 });
    expect(new Set(recordsOf(p).map((d) => d.groupId))).toEqual(new Set([group?.id]));
    const shares = [...p.kept.groups.values()].filter((g) => g.teamId !== null);
    expect(shares.reduce((sum, g) => sum + g.size, 0)).toBe(39);
    for (const share of shares) expect(new Set(share.evidence.map((e) => e.of))).toEqual(new Set(['team']));
    const names = p.world.agents().flatMap((a) => [a.loginId, a.lastName]);
    const told = JSON.stringify(p.only('group-changed').map((f) => f.group));
    expect(names.filter((n) => told.includes(`"${n}"`))).toEqual([]);
    for (const d of recordsOf(p)) expect(p.kept.agents.get(d.loginId)?.groupId).toBe(group?.id);
  });

  test('single ends of a shift are on the client side; four together are no group', () => {
    const p = play('shift-end', 'generous');
    expect(new Set(wholeGroups(p).map((g) => g.scope))).toEqual(new Set(['client-side']));
    expect(wholeGroups(play('laptop-asleep', 'generous'))).toEqual([]);
  });
});

describe('our own outage', () => {
  test.each(['pessimistic', 'generous'] as const)(
    'cut off in the middle (%s): unknown, no disconnect, and back',
    (profile) => {
      const p = play('site-vpn-drops', profile, { blind: [60, 200] });
      expect(recordsOf(p)).toEqual([]);
      expect(shaped(p, /unknown feed-stale/)).toHaveLength(160);
      for (const { loginId } of p.world.agents()) expect(p.tale(loginId).at(-1)).toMatch(/connected|logged-out/);
    },
  );

  test('the connection goes and Finesse acts while we are cut off: told afterwards, as unseen and not warned', () => {
    const p = play('laptop-asleep', 'generous', { blind: [80, 240] });
    const [sleeper = ''] = forced(p);
    const told = after(p, 80, sleeper).map((l) => l.replace(/^[\d.]+ /, ''));
    expect(told).toEqual([
      'unknown feed-stale rest -',
      'disconnect on A: lost unseen, was READY, not warned',
      expect.stringMatching(/^unseen from/),
      'ended: forced-not-ready 50002 by - at 157',
      'forced-out forced-not-ready by -',
      'returned on A at 628.7',
      'connected A seen',
    ]);
  });

  test('the worker is killed while clocks run: the next one continues the records, calls nobody at risk, and closes them', () => {
    const p = play('site-vpn-drops', 'generous', { restart: [90, 105] });
    const later = p.only('agent-health-changed').filter((f) => p.second(f.at) >= 105);
    expect(later.filter((f) => f.health.kind === 'at-risk' || f.health.kind === 'forced-out')).toEqual([]);
    const continued = recordsOf(p).filter((d) => d.unseenFrom !== null);
    expect(continued).toHaveLength(13);
    expect(continued.every((d) => d.returned !== null && d.closedAt !== null && d.warnedAt !== null)).toBe(true);
    expect(wholeGroups(p)).toMatchObject([{ size: 13, back: 13, where: 'Lyon' }]);
    // who went while nobody looked is known to be gone, not called a stranger
    expect(shaped(p, /110 unknown lost-unseen presence A/)).toHaveLength(26);
    expect(p.kept.record).toMatchObject({ recovered: 13 });
  });

  test('a restart in a calm hour: nobody is said to be unknown, and what did not change is not told again', () => {
    const p = play('laptop-asleep', 'generous', { restart: [40, 43], lastsS: 80 });
    expect(p.only('agent-listed')).toHaveLength(40);
    expect(p.only('agent-health-changed').filter((f) => p.second(f.at) > 30)).toEqual([]);
  });
});

describe('respect', () => {
  test.each(['demo', 'shift-end'])('%s: no reason of an agent’s own choice ever leaves', (name) => {
    const p = play(name, 'generous');
    const own = new Set(p.world.reasonCodes().map((r) => r.label));
    expect(own.size).toBeGreaterThan(3);
    const texts = p.facts.map((f) => JSON.stringify(f));
    expect(texts.filter((t) => [...own].some((label) => t.includes(`"label":"${label}"`)))).toEqual([]);
  });

  test('states are recorded from five minutes before a disconnect to a quarter of an hour after, for nobody else', () => {
    const p = play('demo', 'generous');
    const lost = new Map(recordsOf(p).map((d) => [d.id, d]));
    const kept = p.only('agent-state-recorded');
    expect(kept.length).toBeGreaterThan(20);
    for (const f of kept) {
      const d = lost.get(f.disconnectId ?? '');
      expect(d?.loginId).toBe(f.loginId);
      expect(f.since).toBeLessThanOrEqual((d?.end?.at ?? d?.lost?.to ?? 0) + 900_000);
    }
  });

  test.each([
    ['demo', 'generous', {}],
    ['demo', 'pessimistic', {}],
    ['site-vpn-drops', 'generous', { restart: [90, 105] }],
    ['pg-reset', 'generous', { switches: { agentPresence: 'refused' } }],
  ] as const)('%s (%s): all that is published is as agreed', (name, profile, options) => {
    for (const f of play(name, profile, options).facts)
      expect(event.safeParse({ ...f, observerId: 'local', eventId: 'e', v: 1 }).error).toBeUndefined();
  });

  test('every fact of an agent goes to the topic of its team', () => {
    const p = play('reload-half-team', 'generous');
    const teams = new Map(p.world.agents().map((a) => [a.loginId, a.teamId]));
    const isOfAgent = (f: Fact): f is Extract<Fact, { loginId: string; teamId: string }> =>
      'loginId' in f && 'teamId' in f;
    for (const f of p.facts.filter(isOfAgent))
      expect(topicsOf({ ...f, observerId: '', eventId: '', v: 1 } as Event)).toEqual([
        'agents:lab',
        `team:lab/${teams.get(f.loginId)}`,
      ]);
  });
});
