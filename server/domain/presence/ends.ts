/** How stays ended: the outcome of each, the side that acted, and what was foreseen. */
import { type EpochMs, type FinesseSide, finesseSides, type PresenceOutcome } from '#contract';
import type { Capabilities } from './capabilities';
import { type Clock, clockOf, isOnCall } from './clock';
import type { AgentEvidence, Feeds } from './evidence';
import { type ConnectionBefore, outcomeOf } from './outcomes';
import { connectionsOf, runsOf, type StateStay, staysOf } from './timeline';

export interface End {
  outcome: PresenceOutcome;
  /** Our clock. */
  at: EpochMs;
  /** The side whose grace was over then; null: none that we saw. */
  side: FinesseSide | null;
  /** The state that it ended in. */
  state: string;
  serverAt: EpochMs | null;
  stateBefore: string | null;
  onCall: boolean;
  code: number | null;
  label: string | null;
  /** When the connection went, by the clock of `side`. */
  lost: { from: EpochMs; to: EpochMs } | null;
  /** What the clock of `side` had foretold. */
  predicted: { earliest: EpochMs; latest: EpochMs } | null;
}

/** Every end that the kept evidence tells, in order of time. */
export function endsOf(agent: AgentEvidence, feeds: Feeds, c: Capabilities): End[] {
  const stays = staysOf(agent);
  return stays.flatMap((stay, i) => {
    const outcome = outcomeOfStay(agent, stays, i, feeds, c);
    if (outcome === null) return [];
    const before = stays[i - 1]?.first.state ?? null;
    // a logout that was told without what was before is an old story
    if (before === null && outcome !== 'forced-logout' && outcome !== 'forced-not-ready') return [];
    const clock = actingClock(agent, actedAt(stays, i), stays, feeds, c);
    const { code, label, state, serverAt } = stay.first;
    return [
      {
        ...{ outcome, at: stay.at, side: clock?.side ?? null, state, serverAt, stateBefore: before, code, label },
        lost: clock?.lost ?? null,
        ...{ onCall: before !== null && isOnCall(before), predicted: clock?.deadline ?? null },
      },
    ];
  });
}

/** When Finesse acted: on a call it says what it wants at once, and has it when the call is over. */
export function actedAt(stays: readonly StateStay[], index: number): EpochMs {
  const [before, stay] = [stays[index - 1], stays[index]];
  if (before !== undefined && before.pendingAt !== null && isOnCall(before.latest.state)) return before.pendingAt;
  return stay?.at ?? 0;
}

export function outcomeOfStay(
  agent: AgentEvidence,
  stays: readonly StateStay[],
  index: number,
  feeds: Feeds,
  c: Capabilities,
): PresenceOutcome | null {
  const stay = stays[index];
  if (stay === undefined) return null;
  return outcomeOf(c.deployment, stay.first, connectionBefore(agent, stay.at, feeds), c.sso);
}

/** Sides and feeds agree on nothing but this: was there a connection when the state changed? */
function connectionBefore(agent: AgentEvidence, at: EpochMs, feeds: Feeds): ConnectionBefore {
  let before: ConnectionBefore = 'not-known';
  for (const { runs } of allRuns(agent, feeds)) {
    const run = runs.findLast((r) => r.to <= at - 2_000);
    if (run?.available) return 'present';
    if (run !== undefined) before = 'lost';
  }
  return before;
}

/** Of every side and feed, fresh or not. */
export function allRuns(agent: AgentEvidence, feeds: Feeds) {
  return finesseSides.flatMap((side) =>
    (['presence', 'connected-users'] as const).map((feed) => {
      const since = feeds[side].feeds[feed]?.since ?? null;
      return { side, feed, runs: runsOf(connectionsOf(agent, side, feed), since) };
    }),
  );
}

/** How far an action may lie from its foretold time: clock error of the stamp before, the news of it after. */
const EARLY_MS = 1_000;
const LATE_MS = 5_000;

/** The clock that was over at `at`: presence before lists; null: none that we saw. */
export function actingClock(
  agent: AgentEvidence,
  at: EpochMs,
  stays: readonly StateStay[],
  feeds: Feeds,
  c: Capabilities,
): Clock | null {
  const ended = allRuns(agent, feeds).flatMap(({ side, feed, runs }) =>
    runs.flatMap((run) => {
      if (feed === 'connected-users' && c.list === 'leaves-with-logout') return [];
      const clock = clockOf(side, run, stays.slice(0, staysBefore(stays, at)), feeds[side], at, c.graceMs);
      if (clock === null || clock === 'deaf') return [];
      const late = clock.deadline.latest + LATE_MS + c.eventDelayMs[side];
      return clock.deadline.earliest - EARLY_MS <= at && at <= late ? [{ feed, clock }] : [];
    }),
  );
  return ended.find((e) => e.feed === 'presence')?.clock ?? ended[0]?.clock ?? null;
}

const staysBefore = (stays: readonly StateStay[], at: EpochMs): number => {
  const next = stays.findIndex((s) => s.at >= at);
  return next < 0 ? stays.length : next;
};
