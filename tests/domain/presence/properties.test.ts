/** Any order, repetition, loss or delay of evidence leads to the same health once the feeds are fresh again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PresenceHealth } from '../../../server/contract';
import { capabilitiesOf } from '../../../server/domain/presence/capabilities';
import {
  type AgentEvidence,
  type Evidence,
  type Feeds,
  noEvidence,
  type PresenceEvidence,
  type StateEvidence,
} from '../../../server/domain/presence/evidence';
import { foldEvidence } from '../../../server/domain/presence/fold';
import { healthOf } from '../../../server/domain/presence/health';
import { nextLookAt } from '../../../server/domain/presence/next-look';

const T0 = Date.UTC(2026, 10, 3, 9);
const fold = (list: readonly Evidence[]) => list.reduce<AgentEvidence>(foldEvidence, noEvidence);
const c = capabilitiesOf({
  ...{ service: 'finesse', release: '12.6', sso: false, deployment: { type: 'UCCE', load: 0 } },
  ...{ granted: { presence: true, agentFeeds: true, connectedUsers: true }, listMeaning: 'leaves-with-connection' },
});
const feedsFrom = (since: number): Feeds => {
  const span = { since, until: T0 + 10_000_000 };
  const feeds = { 'team-feed': span, rest: span, presence: span };
  return { A: { feeds, deaf: [] }, B: { feeds, deaf: [] } };
};

/** One true life of an agent on A, told as the feeds tell it: comes, goes, and is acted on after a minute. */
const life = fc
  .array(fc.record({ goesAfterS: fc.integer({ min: 5, max: 60 }), backAfterS: fc.integer({ min: 2, max: 75 }) }), {
    maxLength: 4,
  })
  .map((losses) => {
    const told: Evidence[] = [state(0, 'READY', -1), presence(0, true)];
    let s = 1;
    for (const { goesAfterS, backAfterS } of losses) {
      s += goesAfterS;
      told.push(presence(s, false));
      if (backAfterS > 60) told.push(state(s + 60, 'NOT_READY', 50002));
      s += backAfterS;
      told.push(presence(s, true));
      if (backAfterS > 60) told.push(state(s + 3, 'READY', -1));
      s += 4;
    }
    return { told, endS: s };
  });

function state(s: number, name: string, code: number): StateEvidence {
  const at = T0 + s * 1000 + 40;
  return {
    ...{ kind: 'state', feed: 'team-feed', side: 'A', at, state: name, pendingState: null, code, extension: '1' },
    ...{
      label: code === 50002 ? 'Connection Failure' : null,
      systemCode: code > 0,
      serverAt: at - 33,
      clockOffsetMs: 7,
    },
  };
}

function presence(s: number, available: boolean, pushed = true): PresenceEvidence {
  const at = T0 + s * 1000;
  return { kind: 'presence', feed: 'presence', side: 'A', at, available, jid: '1001@a/desktop', pushed };
}

const shuffledWithRepeats = (told: readonly Evidence[]) =>
  fc
    .tuple(fc.shuffledSubarray([...told], { minLength: told.length, maxLength: told.length }), fc.subarray([...told]))
    .map(([all, again]) => [...all, ...again]);

test('order and repetition change nothing at all', () => {
  fc.assert(
    fc.property(
      life.chain((l) => fc.tuple(fc.constant(l), shuffledWithRepeats(l.told), fc.integer({ min: 0, max: 200 }))),
      ([{ told, endS }, mixed, laterS]) => {
        const at = T0 + (endS + laterS) * 1000;
        expect(fold(mixed)).toEqual(fold(told));
        expect(healthOf(fold(mixed), feedsFrom(T0), at, c)).toEqual(healthOf(fold(told), feedsFrom(T0), at, c));
      },
    ),
    { numRuns: 300 },
  );
});

test('an agent is never worse for evidence that was lost; once the feeds are fresh again, kind and outcome are the same', () => {
  fc.assert(
    fc.property(
      life.chain((l) => fc.tuple(fc.constant(l), fc.subarray(l.told), fc.integer({ min: 61, max: 300 }))),
      ([{ told, endS }, kept, gapS]) => {
        // a gap, and then a snapshot and a look at everybody: the truth at that time, with its own stamps
        const freshS = endS + gapS;
        const last = told.findLast((e): e is StateEvidence => e.kind === 'state') ?? state(0, 'READY', -1);
        const there = told.findLast((e): e is PresenceEvidence => e.kind === 'presence')?.available ?? true;
        const round: Evidence[] = [
          { ...last, feed: 'rest', at: T0 + freshS * 1000 + 200 },
          presence(freshS, there, false),
        ];
        const feeds = feedsFrom(T0 + freshS * 1000);
        const at = T0 + (freshS + 1) * 1000;
        const [whole, less] = [fold([...told, ...round]), fold([...kept, ...round])];
        expect(verdict(healthOf(less, feeds, at, c))).toEqual(verdict(healthOf(whole, feeds, at, c)));
        expect(healthOf(less, feeds, at, c).kind).not.toBe('at-risk');
      },
    ),
    { numRuns: 300 },
  );
});

test('at any time stale feeds make it unknown, never at risk or forced out', () => {
  fc.assert(
    fc.property(life, fc.integer({ min: 0, max: 400 }), ({ told }, s) => {
      const span = { since: T0, until: T0 + s * 1000 - 1 };
      const stale: Feeds = {
        A: { feeds: { 'team-feed': span, presence: span }, deaf: [] },
        B: { feeds: { 'team-feed': span, presence: span }, deaf: [] },
      };
      expect(healthOf(fold(told), stale, T0 + s * 1000, c).kind).toBe('unknown');
    }),
  );
});

test('where states are stale and connections are not: a connection that is seen, or unknown', () => {
  fc.assert(
    fc.property(life, fc.integer({ min: 1, max: 400 }), ({ told }, s) => {
      const at = T0 + s * 1000;
      const old = { since: T0, until: at - 1 };
      const feeds = { 'team-feed': old, rest: old, presence: { since: T0, until: at + 1 } };
      const known = fold(told.filter((e) => e.at <= at));
      const health = healthOf(known, { A: { feeds, deaf: [] }, B: { feeds, deaf: [] } }, at, c);
      expect(['connected', 'unstable', 'unknown']).toContain(health.kind);
    }),
  );
});

test('seen losses have deadlines of two seconds that contain what Finesse did', () => {
  fc.assert(
    fc.property(life, ({ told }) => {
      for (const acted of told.filter((e) => e.kind === 'state' && e.code === 50002)) {
        const before = fold(told.filter((e) => e.at < acted.at));
        const health = healthOf(before, feedsFrom(T0), acted.at - 1, c);
        expect(health.kind).toBe('at-risk');
        if (health.kind !== 'at-risk') return;
        expect((health.deadline.latest ?? 0) - health.deadline.earliest).toBeLessThanOrEqual(2_000);
        expect(health.deadline.earliest).toBeLessThanOrEqual(acted.at);
        expect(health.deadline.latest).toBeGreaterThanOrEqual(acted.at);
      }
    }),
  );
});

test('until the next look the verdict stays as it is', () => {
  fc.assert(
    fc.property(
      life,
      fc.integer({ min: 0, max: 400 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      ({ told }, s, part) => {
        const at = T0 + s * 1000;
        const known = fold(told.filter((e) => e.at <= at));
        const next = nextLookAt(known, at, c) ?? at + 5_000_000;
        const between = Math.floor(at + (next - 1 - at) * part);
        expect(healthOf(known, feedsFrom(T0), between, c)).toEqual(healthOf(known, feedsFrom(T0), at, c));
      },
    ),
    { numRuns: 500 },
  );
});

function verdict(h: PresenceHealth) {
  switch (h.kind) {
    case 'connected':
    case 'unstable':
      // how often it went is known only to who saw it
      return { kind: 'connected', side: h.side };
    case 'forced-out':
      return { kind: h.kind, outcome: h.outcome };
    case 'logged-out':
      return { kind: h.kind, outcome: h.outcome };
    case 'at-risk':
    case 'unknown':
      return { kind: h.kind };
  }
}
