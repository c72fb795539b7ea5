/** Whatever is done to a world, in whatever order: rules that always hold. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../../server/simulator/finesse/model';
import type { ActionInput, WorldEvent } from '../../../../server/simulator/finesse/world/port';
import { begin, type Story } from './story';

/** By number: login ids differ by deployment. */
const who = fc.nat(7).map((n) => ({ loginId: String(n) }));
const side = fc.constantFrom('A' as const, 'B' as const);
const forS = fc.integer({ min: 1, max: 200 });
const anything: fc.Arbitrary<ActionInput> = fc.oneof(
  fc.record({ do: fc.constant('close' as const), who }),
  fc.record({ do: fc.constant('kill' as const), who }),
  fc.record({ do: fc.constant('open' as const), who, side }),
  fc.record({ do: fc.constant('sleep' as const), who, forS }),
  fc.record({
    do: fc.constant('unplug' as const),
    who,
    forS,
    how: fc.constantFrom('vanish' as const, 'reset' as const),
  }),
  fc.record({ do: fc.constant('reload' as const), who }),
  fc.record({ do: fc.constant('call' as const), who, talkS: forS }),
  fc.record({ do: fc.constant('sign-out' as const), who }),
  fc.record({ do: fc.constant('sign-in' as const), who }),
  fc.record({ do: fc.constant('move' as const), who, to: side }),
  fc.record({ do: fc.constant('supervisor-logout' as const), who }),
  fc.record({ do: fc.constant('cut-site' as const), site: fc.constantFrom('One', 'Two'), side, forS }),
  fc.record({
    ...{ do: fc.constant('stop' as const), side, forS },
    part: fc.constantFrom('host' as const, 'tomcat' as const, 'notification' as const, 'cti' as const),
  }),
  fc.record({ do: fc.constant('publish-delay' as const), side, delayS: fc.integer({ min: 0, max: 20 }), forS }),
  fc.record({ do: fc.constant('maintenance' as const), side, on: fc.boolean() }),
  fc.record({ do: fc.constant('calm' as const) }),
);
const deployments: Deployment[] = [
  { type: 'UCCE', load: 0 },
  { type: 'UCCE', load: 1 },
  { type: 'UCCX', standby: false },
  { type: 'UCCX', standby: true },
];

interface Play {
  deployment: Deployment;
  raceActs: boolean;
  seed: number;
  steps: readonly (readonly [gapS: number, action: ActionInput])[];
}

const plays: fc.Arbitrary<Play> = fc.record({
  deployment: fc.constantFrom(...deployments),
  raceActs: fc.boolean(),
  seed: fc.integer(),
  steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), anything), { maxLength: 25 }),
});

function play({ deployment, raceActs, seed, steps }: Play): Story {
  const story = begin({
    ...{ agents: 8, teamSize: 4, shareOnA: 0.6, rhythm: true, boshShare: 0.4, seed, deployment, callS: 40 },
    ...{ sites: [{ name: 'One' }, { name: 'Two' }], switches: { raceActs } },
  });
  let at = 0;
  for (const [gapS, action] of steps) {
    at += gapS;
    story.until(at);
    story.world.act(named(action, story));
  }
  story.until(at + 400);
  return story;
}

function named(action: ActionInput, { world }: Story): ActionInput {
  if (!('who' in action)) return action;
  return { ...action, who: { loginId: world.agents()[Number(action.who.loginId)]?.loginId ?? '' } };
}

const codes: Record<string, readonly number[]> = {
  'forced-logout': [255],
  'forced-not-ready': [50002],
  self: [-1],
  supervisor: [999, 22],
};

describe('any play', () => {
  test('ends every stay in a known way', () => {
    check(({ of }) => {
      for (const { outcome, reason } of of('outcome')) expect(codes[outcome]).toContain(reason?.code ?? -1);
    });
  });

  test('no side acts on who is on the other one, but for the race, and then it says so', () => {
    check((story, given) => {
      const present = availability(story);
      for (const outcome of story.of('outcome')) {
        if (outcome.by === null || outcome.afterCall) continue;
        const elsewhere = present(outcome.by === 'A' ? 'B' : 'A', outcome.loginId, outcome);
        if (outcome.race) expect(given.raceActs).toBe(true);
        // it may have arrived within the round trip to the CTI server
        if (elsewhere === 'for a while') expect(outcome.race).toBe(true);
      }
    });
  });

  test('no two sides act on one lost presence', () => {
    check((story) => {
      for (const loginId of new Set(story.of('outcome').map((o) => o.loginId))) {
        let acted = false;
        for (const event of story.events) {
          if (!('loginId' in event) || event.loginId !== loginId) continue;
          // between two of them the agent has done something, or was called
          if (event.type === 'agent-changed' && event.cause !== 'presence-lost') acted = false;
          if (event.type !== 'outcome' || event.by === null) continue;
          expect(acted).toBe(false);
          acted = true;
        }
      }
    });
  });

  test('a grace begins with unavailable, lasts a minute, and ends once', () => {
    check((story) => {
      const running = new Map<string, number>();
      for (const g of story.of('grace-changed')) {
        const key = `${g.side} ${g.loginId}`;
        if (g.change === 'started') {
          expect(running.has(key)).toBe(false);
          expect(g.until - g.at).toBe(60_000);
          running.set(key, g.until);
          continue;
        }
        expect(running.get(key)).toBe(g.until);
        if (g.change === 'acted') expect(g.at - g.until).toBe(1);
        else expect(g.at).toBeLessThanOrEqual(g.until + 1);
        running.delete(key);
      }
      expect(running.size).toBe(story.world.truth().graces.length);
    });
  });

  test('presence alternates, and a swept session was idle for too long', () => {
    check((story) => {
      const available = new Map<string, boolean>();
      for (const event of story.events) {
        if (event.type === 'presence-changed') {
          if (available.has(event.jid)) expect(event.available).toBe(!available.get(event.jid));
          available.set(event.jid, event.available);
        }
        if (event.type !== 'session-closed') continue;
        // the service that stops tells nobody
        if (event.how === 'shutdown') available.delete(event.jid);
        const idleMs = event.at - event.lastContactAt;
        if (event.how === 'idle-silent') expect(idleMs).toBeGreaterThan(event.transport === 'bosh' ? 60_000 : 90_000);
      }
    });
  });

  test('can be repeated', () => {
    check((story, given) => {
      const strip = (events: readonly WorldEvent[]) => events.map((e) => JSON.stringify(e));
      expect(strip(play(given).events)).toEqual(strip(story.events));
    }, 25);
  });

  test('time moves on, and calm brings everybody back', () => {
    check((story) => {
      let last = 0;
      for (const { at } of story.events) {
        expect(at).toBeGreaterThanOrEqual(last);
        last = at;
      }
      story.act({ do: 'calm' });
      story.time.advanceSync(900_000);
      const { connected, states } = story.world.truth();
      expect([connected.A + connected.B, states.LOGOUT ?? 0]).toEqual([8, 0]);
    }, 40);
  });
});

function check(rule: (story: Story, given: Play) => void, numRuns = 120): void {
  fc.assert(
    fc.property(plays, (given) => rule(play(given), given)),
    { numRuns },
  );
}

/** Who was available where at the moment of an event. */
function availability(story: Story) {
  return (where: 'A' | 'B', loginId: string, event: { at: number }): 'no' | 'just now' | 'for a while' => {
    let since: number | null = null;
    for (const e of story.events) {
      if (e.at > event.at) break;
      if (e.type === 'presence-changed' && e.side === where && e.user === loginId.toLowerCase())
        since = e.available ? e.at : null;
      if (e.type === 'session-closed' && e.side === where && e.how === 'shutdown') since = null;
    }
    if (since === null) return 'no';
    return event.at - since > 100 ? 'for a while' : 'just now';
  };
}
