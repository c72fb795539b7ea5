/** The verdict on an agent's connection: a pure function of the evidence, the freshness of our feeds and the time (DESIGN §5). */
import {
  type BlamedFeed,
  type EpochMs,
  type FinesseSide,
  finesseSides,
  otherFinesseSide,
  type PresenceHealth,
  type UnknownWhy,
} from '#contract';
import type { Capabilities } from './capabilities';
import { type Clock, clockOf, deadlineOf, deadlineShown, isOnCall, willOf } from './clock';
import { actedAt, actingClock, allRuns, outcomeOfStay } from './ends';
import { type AgentEvidence, type Feeds, freshSpan, polledOf } from './evidence';
import { reconnectsOf, type SideView, type StateStay, staysOf, viewOf } from './timeline';
import { xmppHealthOf } from './xmpp-health';

/** Reconnects within ten minutes that make a connection unstable. */
const UNSTABLE_RECONNECTS = 3;
/** From the latest deadline to the news of what Finesse did, besides the delay of events. */
export const NEWS_MS = 2_000;
/** This much after the deadline nobody will act any more. */
export const OVERDUE_MS = 30_000;

type Views = Record<FinesseSide, SideView>;

interface Case {
  agent: AgentEvidence;
  feeds: Feeds;
  at: EpochMs;
  c: Capabilities;
  views: Views;
  stays: readonly StateStay[];
}

/**
 * Health of one agent over both sides at `at`.
 *
 * @param feeds how fresh each feed of each side is, and when a side counted no grace
 */
export function healthOf(agent: AgentEvidence, feeds: Feeds, at: EpochMs, c: Capabilities): PresenceHealth {
  const views = { A: viewOf(agent, feeds, 'A', at, c), B: viewOf(agent, feeds, 'B', at, c) };
  if (c.service === 'xmpp') return xmppHealthOf(agent, feeds, views, at);
  const stays = staysOf(agent);
  const now: Case = { agent, feeds, at, c, views, stays };
  const stay = stays.at(-1);
  if (stay === undefined || !isStateFresh(now)) return withoutState(now);
  const outcome = outcomeOfStay(agent, stays, stays.length - 1, feeds, c);
  if (stay.first.state === 'LOGOUT') {
    if (outcome !== 'forced-logout') return { kind: 'logged-out', outcome: outcome ?? 'unknown', at: stay.at };
    return forcedOut(now, stay, outcome);
  }
  if (outcome === 'forced-not-ready' && !isBackSince(now, stay.at)) return forcedOut(now, stay, outcome);
  return signedIn(now, stay);
}

function forcedOut(now: Case, stay: StateStay, outcome: 'forced-logout' | 'forced-not-ready'): PresenceHealth {
  const clock = actingClock(now.agent, actedAt(now.stays, now.stays.length - 1), now.stays, now.feeds, now.c);
  const side = clock?.side ?? null;
  const on = presentSide(now.views);
  return {
    kind: 'forced-out',
    outcome,
    at: stay.at,
    side,
    connectedOn: on !== null && isSeen(now.views[on]) ? on : null,
  };
}

/** A fresh feed of either side, by which this agent's state was told in the present stretch; or an answer that still holds. */
function isStateFresh(now: Case): boolean {
  const { agent, feeds, at } = now;
  if (holds(now)) return true;
  return finesseSides.some((side) =>
    (['team-feed', 'user-feed', 'rest'] as const).some((feed) => {
      const span = freshSpan(feeds, side, feed, at);
      return span !== null && agent.states.some((e) => e.side === side && e.at >= span.since);
    }),
  );
}

/** The last answer by REST is believed, but not about what a loss that it does not know of yet has led to. */
function holds({ agent, views, at, c }: Case): boolean {
  const last = polledOf(agent);
  if (last === null || (last.holdsUntil ?? 0) < at) return false;
  return finesseSides.every((side) => {
    const view = views[side];
    if (view.kind !== 'absent') return true;
    const actedBy = deadlineOf(view.run, c.graceMs).latest + NEWS_MS;
    return view.run.to <= last.at && (at <= actedBy || actedBy <= last.at);
  });
}

/** A connection that we see is one, whatever the state; nothing else can be said. */
function withoutState(now: Case): PresenceHealth {
  const on = presentSide(now.views);
  if (on !== null && isSeen(now.views[on])) return connected(now, on);
  const told = polledOf(now.agent) ?? now.agent.states.at(-1);
  return unknown('feed-stale', { feed: told?.feed ?? 'team-feed', side: null }, staleSince(now));
}

function staleSince({ agent, feeds, at }: Case): EpochMs | null {
  const ends = finesseSides.flatMap((side) =>
    (['team-feed', 'user-feed', 'rest'] as const).map((feed) => feeds[side].feeds[feed]?.until ?? 0),
  );
  const last = Math.min(at, Math.max(...ends, polledOf(agent)?.holdsUntil ?? 0));
  return last === 0 ? null : last;
}

const unknown = (why: UnknownWhy, blame: BlamedFeed, since: EpochMs | null): PresenceHealth => ({
  ...{ kind: 'unknown', why, blame, since },
});

/** The side with the surest connection, of those the one that we saw begin, of those the latest. */
function presentSide(views: Views): FinesseSide | null {
  const there = finesseSides.flatMap((side) => {
    const view = views[side];
    if (view.kind !== 'present') return [];
    return [{ side, seen: view.sure === 'seen' ? 1 : 0, begun: view.runs.at(-1)?.unseen ? 0 : 1, since: view.since }];
  });
  return there.sort((a, b) => b.seen - a.seen || b.begun - a.begun || b.since - a.since)[0]?.side ?? null;
}

const isSeen = (view: SideView): boolean => view.kind === 'present' && view.sure === 'seen';

/** A connection of after the action, gone again or not: who was there all the time has not come back. */
function isBackSince({ agent, feeds, c }: Case, at: EpochMs): boolean {
  return allRuns(agent, feeds)
    .filter(({ feed }) => (feed === 'presence' ? c.presence : c.list === 'leaves-with-connection'))
    .some(({ runs }) => runs.some((r, i) => r.available && r.to > at && runs.slice(0, i).some((x) => !x.available)));
}

function signedIn(now: Case, stay: StateStay): PresenceHealth {
  const { views, at, c } = now;
  const on = presentSide(views);
  const waiting = afterCall(now, stay, on);
  if (waiting !== null) return waiting;
  const clocks = runningClocks(now).filter((k) => !hasActed(now, k));
  const clock = clocks
    .filter((k) => isAwaited(k, on, stay, now))
    .sort((a, b) => a.deadline.earliest - b.deadline.earliest)[0];
  if (clock !== undefined) return atRisk(now, stay, clock, on);
  if (on !== null) return connected(now, on);
  const stale = finesseSides.map((side) => ({ side, view: views[side] }));
  for (const { side, view } of stale)
    if (view.kind === 'stale') return unknown('feed-stale', { feed: view.feed, side }, view.since);
  if (stale.every(({ view }) => view.kind === 'blind'))
    return { kind: 'connected', side: null, sure: 'inferred', since: stay.at };
  if (isNotListedYet(now)) return { kind: 'connected', side: null, sure: 'inferred', since: stay.at };
  return gone(now, clocks, c, at);
}

/** From a sign-in to the first look at a list that can name it: a look every 10 s at what is up to 5 s old. */
export const LISTED_WITHIN_MS = 15_000;

function isNotListedYet(now: Case): boolean {
  const { views, stays, at } = now;
  const lists = finesseSides.every((side) => {
    const view = views[side];
    return view.kind === 'blind' || ('feed' in view && view.feed === 'connected-users');
  });
  // who is back at work after Finesse acted is connected as well
  const ended = stays.findLastIndex((s, i) => s.first.state === 'LOGOUT' || isForced(now, i));
  const backAt = stays[ended + 1]?.at;
  return lists && ended >= 0 && backAt !== undefined && at <= backAt + LISTED_WITHIN_MS;
}

function isForced({ agent, stays, feeds, c }: Case, index: number): boolean {
  const outcome = outcomeOfStay(agent, stays, index, feeds, c);
  return outcome === 'forced-not-ready' || outcome === 'forced-logout';
}

/** A clock that Finesse has acted on is over, also where no feed tells yet of the connection after it. */
function hasActed(now: Case, { deadline }: Clock): boolean {
  return now.stays.some((stay, i) => stay.at >= deadline.earliest - NEWS_MS && isForced(now, i));
}

/** No connection on any side, all feeds fresh, and no clock that we await. */
function gone(now: Case, clocks: readonly Clock[], c: Capabilities, at: EpochMs): PresenceHealth {
  const absent = finesseSides.flatMap((side) => {
    const view = now.views[side];
    return view.kind === 'absent' ? [{ side, view }] : [];
  });
  const last = absent.sort((a, b) => b.view.run.to - a.view.run.to)[0];
  if (last === undefined) {
    const view = finesseSides.map((side) => now.views[side]).find((v) => v.kind === 'never');
    return unknown('never-seen', { feed: view?.kind === 'never' ? view.feed : 'presence', side: null }, null);
  }
  const blame = { feed: last.view.feed, side: last.side };
  const { run } = last.view;
  if (clocks.length > 0) return unknown('not-acted', blame, run.to);
  const why = clockOf(last.side, run, now.stays, now.feeds[last.side], at, c.graceMs) === 'deaf';
  return unknown(why ? 'side-out-of-service' : 'lost-unseen', blame, run.to);
}

function runningClocks({ views, stays, feeds, at, c }: Case): Clock[] {
  return finesseSides.flatMap((side) => {
    const view = views[side];
    if (view.kind !== 'absent') return [];
    // absence from a list may be a logout whose event is late
    if (view.sure === 'inferred' && (c.list === 'leaves-with-logout' || at < view.run.to + c.eventDelayMs[side]))
      return [];
    const clock = clockOf(side, view.run, stays, feeds[side], at, c.graceMs);
    return clock === null || clock === 'deaf' ? [] : [clock];
  });
}

/** Whether Finesse may still act. */
function isAwaited(clock: Clock, on: FinesseSide | null, stay: StateStay, { at, c }: Case): boolean {
  const news = clock.deadline.latest + NEWS_MS + c.eventDelayMs[clock.side];
  if (at <= news) return true;
  if (on !== null) return false;
  return at <= news + OVERDUE_MS || (isOnCall(stay.first.state) && willOf(c, stay.first.state) === 'after-call');
}

function atRisk({ c, views }: Case, stay: StateStay, clock: Clock, on: FinesseSide | null): PresenceHealth {
  const view = views[clock.side];
  const will = willOf(c, stay.first.state);
  return {
    ...{ kind: 'at-risk', side: clock.side, will, lost: clock.lost, deadline: deadlineShown(clock, will) },
    sure: view.kind === 'absent' ? view.sure : 'inferred',
    connectedOn: on === otherFinesseSide(clock.side) ? on : null,
  };
}

/** The grace is over and the end of a call is awaited: being back does not help any more (FINESSE §1.3, §6). */
function afterCall(now: Case, stay: StateStay, on: FinesseSide | null): PresenceHealth | null {
  const { pendingAt, latest } = stay;
  if (pendingAt === null || !isOnCall(latest.state)) return null;
  if (latest.pendingState !== 'LOGOUT' && latest.pendingState !== 'NOT_READY') return null;
  const clock = actingClock(now.agent, pendingAt, now.stays, now.feeds, now.c);
  const failover = now.c.deployment.type === 'UCCX' && latest.pendingState === 'LOGOUT';
  if (clock === null && !failover) return null;
  return {
    ...{
      kind: 'at-risk',
      // FINESSE §7: on CCX one side serves; the one that tells of the failover is not the one that was lost
      side: clock?.side ?? otherFinesseSide(latest.side),
      will: 'after-call',
      sure: clock === null ? 'inferred' : 'seen',
    },
    deadline: { earliest: pendingAt, latest: null },
    lost: clock?.lost ?? { from: pendingAt - now.c.graceMs, to: pendingAt },
    connectedOn: on,
  };
}

function connected({ agent, views, at }: Case, side: FinesseSide): PresenceHealth {
  const view = views[side];
  const since = view.kind === 'present' ? view.since : at;
  const reconnects = reconnectsOf(agent, at);
  if (reconnects >= UNSTABLE_RECONNECTS) return { kind: 'unstable', side, reconnects, missed: 0, since };
  return { kind: 'connected', side, sure: isSeen(view) ? 'seen' : 'inferred', since };
}
