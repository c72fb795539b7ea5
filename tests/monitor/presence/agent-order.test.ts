/** Any order, loss, duplication or delay of evidence leads to the same published views once the feeds are fresh again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Evidence } from '../../../server/domain/presence/evidence';
import { createAgentWatch } from '../../../server/monitor/presence/agent-watch';
import { createVirtualTime } from '../../../server/time/virtual-time';
import { keep, keeping, knownOf, telling } from './agent-play';

const START = Date.UTC(2026, 10, 3, 9);
const SECOND = 1_000;

interface Told {
  loginId: string;
  /** Seconds since the start. */
  s: number;
  e: Evidence;
}

const state = (loginId: string, s: number, name: string, code = -1): Told => ({
  ...{ loginId, s },
  e: {
    ...{ kind: 'state', feed: 'team-feed', side: 'A', at: 0, state: name, pendingState: null, code, extension: '1' },
    ...{ label: code === 50002 ? 'Connection Failure' : null, systemCode: code > 0 },
    ...{ serverAt: START + s * SECOND, clockOffsetMs: 0 },
  },
});
const presence = (loginId: string, s: number, available: boolean, pushed = true): Told => ({
  ...{ loginId, s },
  e: { kind: 'presence', feed: 'presence', side: 'A', at: 0, available, jid: `${loginId}@a/desktop`, pushed },
});

/** Three people who lose their connection now and then, are acted on after a minute, and come back. */
const lives = fc
  .array(
    fc.array(fc.record({ goesAfterS: fc.integer({ min: 5, max: 60 }), awayS: fc.integer({ min: 2, max: 90 }) }), {
      maxLength: 3,
    }),
    { minLength: 3, maxLength: 3 },
  )
  .map((people) => people.flatMap((losses, i) => lifeOf(`${1001 + i}`, losses)).sort((a, b) => a.s - b.s));

function lifeOf(loginId: string, losses: readonly { goesAfterS: number; awayS: number }[]): Told[] {
  const told = [state(loginId, 1, 'READY'), presence(loginId, 1, true)];
  let s = 2;
  for (const { goesAfterS, awayS } of losses) {
    s += goesAfterS;
    told.push(presence(loginId, s, false));
    if (awayS > 60) told.push(state(loginId, s + 60, 'NOT_READY', 50002));
    s += awayS;
    told.push(presence(loginId, s, true));
    if (awayS > 60) told.push(state(loginId, s + 3, 'READY'));
    s += 4;
  }
  return told;
}

/** Runs a watch over what it is told, each at the second of its telling, and then a gap, a snapshot and a look at everybody. */
function run(told: readonly Told[], truth: readonly Told[], restartS: number | null = null) {
  const time = createVirtualTime(START, 1);
  const kept = keeping();
  const begin = () => {
    const watch = createAgentWatch({
      ...{ clusterKey: 'lab', service: 'finesse', time, known: knownOf(kept) },
      publish: (fact) => keep(kept, fact),
    });
    watch.learn({
      ...{ service: 'finesse', release: '12.6', sso: false, deployment: { type: 'UCCE', load: 0 } },
      ...{ granted: { presence: true, agentFeeds: true, connectedUsers: false }, listMeaning: 'unproven' },
    });
    const profile = { firstName: null, lastName: null, teamId: '1', teamName: 'Billing', site: null };
    const people = ['1001', '1002', '1003'];
    watch.listed(
      people.map((loginId) => ({ loginId, profile: { ...profile, extension: null, userType: null } })),
      true,
    );
    for (const feed of ['team-feed', 'presence'] as const) watch.fresh('A', feed, time.now(), START + 10_000_000);
    return watch;
  };
  const until = (s: number) => time.advanceSync(Math.max(0, START + s * SECOND - time.now()));
  let watch = begin();
  let restarted = restartS === null;
  for (const { loginId, s, e } of told) {
    if (!restarted && restartS !== null && s >= restartS) {
      watch.stop();
      watch = begin();
      restarted = true;
    }
    until(s);
    telling(watch)(loginId, { ...e, at: time.now() });
  }
  const endS = Math.max(0, ...truth.map((t) => t.s)) + 400;
  until(endS);
  for (const feed of ['team-feed', 'presence'] as const) watch.stale('A', feed, time.now());
  until(endS + 10);
  for (const feed of ['team-feed', 'presence'] as const) watch.fresh('A', feed, time.now(), START + 10_000_000);
  for (const { loginId, e } of lastOfEach(truth)) {
    const again: Evidence = e.kind === 'presence' ? { ...e, pushed: false } : e;
    telling(watch)(loginId, { ...again, at: time.now() });
  }
  until(endS + 10 + 3 * 3600);
  watch.stop();
  return kept;
}

function lastOfEach(truth: readonly Told[]): Told[] {
  const last = new Map(truth.map((t) => [`${t.loginId} ${t.e.kind}`, t]));
  return [...last.values()];
}

/** What people see at the end. */
const views = (kept: ReturnType<typeof keeping>) =>
  [...kept.agents.values()]
    .map(({ loginId, health, state: name, onCall, removed }) => {
      const how = 'side' in health ? `${health.kind} ${health.side}` : health.kind;
      return `${loginId} ${how} ${name} ${onCall} ${removed}`;
    })
    .sort();

const lossy = (told: readonly Told[]) =>
  fc
    .tuple(
      fc.subarray([...told]),
      fc.subarray([...told]),
      fc.array(fc.integer({ min: 0, max: 120 }), { minLength: told.length * 2, maxLength: told.length * 2 }),
    )
    .map(([some, again, delays]) =>
      [...some, ...again].map((t, i) => ({ ...t, s: t.s + (delays[i] ?? 0) })).sort((a, b) => a.s - b.s),
    );

test('lost, repeated and late: the same views in the end, and no disconnect stays open for ever', () => {
  fc.assert(
    fc.property(
      lives.chain((l) => fc.tuple(fc.constant(l), lossy(l))),
      ([truth, told]) => {
        const [whole, less] = [run(truth, truth), run(told, truth)];
        expect(views(less)).toEqual(views(whole));
        expect([...less.disconnects.values()].filter((d) => d.closedAt === null)).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

test('restarted at any time: the same views in the end, and every record is closed once', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 300 }), (truth, restartS) => {
      const [whole, other] = [run(truth, truth), run(truth, truth, restartS)];
      expect(views(other)).toEqual(views(whole));
      expect([...other.disconnects.values()].filter((d) => d.closedAt === null)).toEqual([]);
      expect(other.disconnects.size).toBeLessThanOrEqual(whole.disconnects.size);
    }),
    { numRuns: 150 },
  );
});

test('told in order: one record per loss, each with what became of it', () => {
  fc.assert(
    fc.property(lives, (truth) => {
      const records = [...run(truth, truth).disconnects.values()];
      const losses = truth.filter(({ e }) => e.kind === 'presence' && !e.available);
      const acted = truth.filter(({ e }) => e.kind === 'state' && e.code === 50002);
      expect(records).toHaveLength(losses.length);
      expect(records.filter((d) => d.end?.outcome === 'forced-not-ready')).toHaveLength(acted.length);
      expect(
        records.every((d) => d.returned !== null && d.warnedAt !== null && d.warnedAt >= (d.lost?.from ?? 0)),
      ).toBe(true);
    }),
    { numRuns: 150 },
  );
});
