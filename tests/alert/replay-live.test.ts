/** A rule replayed over stored history says what it would have said live: the same facts, the same firings, to the second. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event, PresenceHealth, RuleCondition, RuleInput, ServerMinute } from '#contract';
import { answered, configured, missed, noAnswer, phase, stalled } from '../support/facts';
import { atRiskOn, clusterNamed, connectedOn, judged, listed, serverNamed } from '../support/presence-facts';
import { asEvent, outageOf } from './facts';
import { GRID_MS, type Line, live, type Range, readsOf, replayed, ruleOf } from './replay-live';

/** Some Wednesday, 14:50 UTC: an hour and a day's part pass in it. */
const FROM = 1_700_059_800_000;
const RANGE: Range = { from: FROM, to: FROM + 3_600_000 };
const MIN = 60_000;

/** Pieces of time that follow each other, on the grid, each something else. */
const pieces = <T>(of: fc.Arbitrary<T>, longestS = 900) =>
  fc.array(fc.tuple(of, fc.integer({ min: 1, max: longestS / 5 })), { minLength: 2, maxLength: 14 });

function eachPiece<T>(all: readonly (readonly [T, number])[], take: (what: T, at: number, until: number) => void) {
  let at = FROM;
  for (const [what, steps] of all) {
    take(what, at, Math.min(RANGE.to, at + steps * GRID_MS));
    at += steps * GRID_MS;
    if (at >= RANGE.to) return;
  }
}

type Mood = 'quick' | 'slow' | 'mixed' | 'missing' | 'off' | 'paused' | 'asleep';

/** A target in changing moods; its pings every ten seconds, a little late. */
function pingFacts(moods: readonly (readonly [Mood, number])[], seed: number): Event[] {
  const events: Event[] = [configured(FROM), phase(FROM, 'connecting', 'online')];
  let on: 'online' | 'backoff' | 'stopped' = 'online';
  const goTo = (to: typeof on, at: number) => {
    if (to !== on) events.push(phase(at, on, to, to === 'backoff' ? noAnswer : null));
    on = to;
  };
  let n = seed;
  eachPiece(moods, (mood, at, until) => {
    goTo(mood === 'off' ? 'backoff' : mood === 'paused' ? 'stopped' : 'online', at);
    if (mood === 'asleep') events.push(stalled(at, until));
    if (on !== 'online' || mood === 'asleep') return;
    for (let sent = at + 1_234; sent < until; sent += 10_000) {
      n = (n * 1_103_515_245 + 12_345) % 2_147_483_648;
      const chance = n / 2_147_483_648;
      if (mood === 'missing' && chance < 0.5) events.push(missed(sent));
      else if (mood === 'slow' || (mood === 'mixed' && chance < 0.06)) events.push(answered(sent, 390 + chance * 900));
      else events.push(answered(sent, 5 + chance * 390));
    }
  });
  return events.filter((e) => e.at <= RANGE.to).sort((a, b) => a.at - b.at);
}

const seconds = fc.constantFrom(0, 5, 30, 60, 150, 300).map((s) => s * 1_000);
const times = fc.record({ forMs: seconds, recoverMs: seconds });
const hours = fc.constantFrom<RuleInput['schedule']>(null, null, {
  ...{ days: ['wed'], fromMin: 15 * 60, toMin: 15 * 60 + 20, zone: 'UTC' },
});
const moods = pieces(fc.constantFrom<Mood>('quick', 'slow', 'mixed', 'missing', 'off', 'paused', 'asleep'));
const seeds = fc.integer({ min: 1, max: 1e6 });
const windows = fc.constantFrom(1, 5, 10, 25);

async function same(events: readonly Event[], condition: RuleCondition, rest: Partial<RuleInput>): Promise<Line[]> {
  const rule = ruleOf(condition, rest);
  const told = live(events, rule, RANGE);
  expect(await replayed(readsOf(events), rule, RANGE)).toEqual(told);
  return told;
}

/** Holds for random facts, and says something in enough of them to mean it. */
async function holds<T>(facts: fc.Arbitrary<T>, check: (facts: T) => Promise<Line[]>, numRuns: number): Promise<void> {
  let fired = 0;
  const property = fc.asyncProperty(facts, async (f) => {
    fired += (await check(f)).length;
  });
  await fc.assert(property, { numRuns });
  expect(fired).toBeGreaterThan(numRuns / 10);
}

describe('replayed as live', () => {
  const pings = fc.record({ moods, seed: seeds, window: windows, times, schedule: hours });

  test('the round trip of a window', async () => {
    const quantiles = fc.constantFrom(0.5, 0.95, 0.99) as fc.Arbitrary<0.5 | 0.95 | 0.99>;
    await holds(
      fc.tuple(pings, quantiles),
      ([p, quantile]) => {
        const condition = { of: 'round-trip', quantile, overMs: 400, windowMin: p.window } as const;
        return same(pingFacts(p.moods, p.seed), condition, { ...p.times, schedule: p.schedule });
      },
      30,
    );
  });

  test('missed pings of a window', async () => {
    const condition = (windowMin: number) => ({ of: 'missed-pings', misses: 4, windowMin }) as const;
    const check = (p: typeof pings extends fc.Arbitrary<infer T> ? T : never) =>
      same(pingFacts(p.moods, p.seed), condition(p.window), { ...p.times, schedule: p.schedule });
    await holds(pings, check, 30);
  });

  test('nothing measured', async () => {
    const check = (p: typeof pings extends fc.Arbitrary<infer T> ? T : never) =>
      same(pingFacts(p.moods, p.seed), { of: 'no-data', windowMin: p.window }, { ...p.times, schedule: p.schedule });
    await holds(pings, check, 30);
  });

  test('a session that is lost', async () => {
    const facts = fc.record({ moods, times, schedule: hours });
    const check = (p: typeof facts extends fc.Arbitrary<infer T> ? T : never) =>
      same(pingFacts(p.moods, 1), { of: 'session-down' }, { ...p.times, schedule: p.schedule });
    await holds(facts, check, 30);
  });
});

const servers = [clusterNamed(FROM), serverNamed(FROM, 'A'), serverNamed(FROM, 'B')];

describe('replayed as live, of a contact centre', () => {
  const sides = fc.tuple(
    pieces(fc.constantFrom('host-or-network' as const, 'notification-service' as const, null)),
    pieces(fc.constantFrom('cti-link' as const, 'undetermined' as const, 'notification-service' as const, null)),
  );
  const conditions: RuleCondition[] = [
    { of: 'outage' },
    { of: 'not-in-service', per: 'server', leastAgents: 0 },
    { of: 'not-in-service', per: 'cluster', leastAgents: 0 },
    { of: 'observer', what: 'unreached' },
  ];

  test('outages of servers', async () => {
    await holds(
      fc.tuple(sides, times, hours, fc.constantFrom(...conditions)),
      ([[a, b], usual, schedule, condition]) => {
        const events: Event[] = [...servers];
        eachPiece(a, (cause, at) => events.push(asEvent(outageOf(at, 'A', cause))));
        eachPiece(b, (cause, at) => events.push(asEvent(outageOf(at, 'B', cause))));
        return same(
          events.sort((x, y) => x.at - y.at),
          condition,
          { ...usual, schedule },
        );
      },
      40,
    );
  });

  test('what servers are counted to do by the minute', async () => {
    const levels = pieces(fc.integer({ min: 0, max: 3 }));
    const condition = fc.constantFrom<RuleCondition>(
      { of: 'queued-tasks', over: 10 },
      { of: 'event-delay', overMs: 2_000, leastEvents: 10 },
      { of: 'crowded-side', over: 15 },
    );
    await holds(
      fc.tuple(levels, times, condition),
      ([all, usual, of]) => {
        const events: Event[] = [...servers];
        eachPiece(all, (level, at, until) => {
          for (let from = Math.ceil(at / MIN) * MIN; from < until; from += MIN)
            events.push(asEvent({ ...minuteAt(from, level * 8), at: from + MIN }));
        });
        return same(events, of, usual);
      },
      30,
    );
  });

  test('agents who are out, of a team, a site and a cluster', async () => {
    const agents = ['1', '2', '3', '4', '5', '6'];
    const lives = fc.tuple(...agents.map(() => pieces(fc.constantFrom('here', 'risk', 'forced', 'gone'), 1_500)));
    const per = fc.constantFrom('team', 'site', 'cluster') as fc.Arbitrary<'team' | 'site' | 'cluster'>;
    await holds(
      fc.tuple(lives, times, per, fc.constantFrom(0, 0.5)),
      ([all, usual, unit, share]) => {
        const teamOf = (login: string) => (Number(login) % 3 === 0 ? '8' : '7');
        const events: Event[] = [...servers, ...agents.map((login) => listed(FROM, login, teamOf(login)))];
        for (const [i, life] of all.entries()) {
          const login = agents[i] ?? '';
          // A millisecond early, so that what is over after ten minutes is over when somebody looks.
          eachPiece(life, (what, at) => events.push(judged(at, login, teamOf(login), healthOf(what, at), at - 1)));
        }
        const condition = { of: 'agents', health: 'out', per: unit, atLeast: 2, share } as const;
        return same(
          events.sort((x, y) => x.at - y.at),
          condition,
          usual,
        );
      },
      30,
    );
  });
});

function healthOf(what: string, at: number): PresenceHealth {
  if (what === 'here') return connectedOn('A', at);
  if (what === 'risk') return atRiskOn('A', at);
  if (what === 'forced') return { kind: 'forced-out', outcome: 'forced-logout', side: 'A', at, connectedOn: null };
  return { kind: 'logged-out', outcome: 'self', at };
}

function minuteAt(from: number, level: number) {
  const minute: ServerMinute = {
    ...{ from, requests: [], connectedUsers: null, offset: null },
    performance: { queuedTasks: level, cpu: null, activeAgents: level },
    eventDelay: { count: level, p50Ms: 10, p95Ms: level * 150, maxMs: 4_000, errorMs: 1 },
  };
  return { type: 'server-minute-counted', at: from, clusterKey: 'cc', nodeKey: 'a', side: 'A', minute } as const;
}
