/** What happened, read from the evidence: an agent's states one after the other, and connections on each side coming and going. */
import type { Certainty, EpochMs, EvidenceFeed, FinesseSide } from '#contract';
import type { Capabilities } from './capabilities';
import {
  type AgentEvidence,
  type ConnectionEvidence,
  type Feeds,
  freshSpan,
  happenedAt,
  type ListedEvidence,
  type PresenceEvidence,
  type StateEvidence,
} from './evidence';

/** A state that lasted, and the latest that was told of it. */
export interface StateStay {
  /** When it began, our clock. */
  at: EpochMs;
  first: StateEvidence;
  /** Latest by arrival: `pendingState` changes within a state. */
  latest: StateEvidence;
  /** Since when `latest.pendingState` was told; null = there is none. */
  pendingAt: EpochMs | null;
}

const nothing = (code: number | null): boolean => code === null || code === -1;

/** Told again, or told with less: after a failover codes and stamps may be lost (FINESSE §1.3). */
function isSame(before: StateEvidence, e: StateEvidence): boolean {
  if (before.state !== e.state) return false;
  if (before.code === e.code) return true;
  return nothing(e.code) && (nothing(before.code) || e.serverAt === null);
}

/** In order of time; the same state told by both sides, or again, is one stay. */
export function staysOf(agent: AgentEvidence): StateStay[] {
  const stays: StateStay[] = [];
  for (const e of agent.states) {
    const stay = stays.at(-1);
    if (stay === undefined || !isSame(stay.first, e)) {
      const pendingAt = e.pendingState === null ? null : e.at;
      stays.push({ at: happenedAt(e), first: e, latest: e, pendingAt });
    } else addToStay(stay, e);
  }
  return stays;
}

function addToStay(stay: StateStay, e: StateEvidence): void {
  if (e.at < stay.latest.at) {
    if (e.pendingState !== null && e.pendingState === stay.latest.pendingState && stay.pendingAt !== null)
      stay.pendingAt = Math.min(stay.pendingAt, e.at);
    return;
  }
  if (e.pendingState === null) stay.pendingAt = null;
  else if (e.pendingState !== stay.latest.pendingState) stay.pendingAt = e.at;
  stay.latest = e;
}

/** From one change of a connection to the next, on one side as one feed tells it. */
export interface ConnectionRun {
  available: boolean;
  /** When it began: not before, not after. */
  from: EpochMs;
  to: EpochMs;
  /** The last that confirmed it. */
  lastAt: EpochMs;
  /** The run before ended while we did not look, or there was none. */
  unseen: boolean;
}

/** From the change to its arrival, at most, where presence is pushed. */
const TRANSIT_MS = 1_500;

/** @param freshSince of the present stretch: what was told before it only says what was known before a gap; null = no stretch */
export function runsOf(list: readonly ConnectionEvidence[], freshSince: EpochMs | null): ConnectionRun[] {
  const runs: ConnectionRun[] = [];
  const jids = new Set<string>();
  let before: ConnectionEvidence | null = null;
  for (const e of list) {
    const gap = before !== null && freshSince !== null && before.at < freshSince && e.at >= freshSince;
    // whoever went during the gap was not told to
    if (gap) jids.clear();
    const available = e.kind === 'presence' ? anyAvailable(jids, e) : e.available;
    const run = runs.at(-1);
    if (run !== undefined && run.available === available && !gap) run.lastAt = e.at;
    else runs.push({ available, ...beginning(before, e), lastAt: e.at, unseen: before === null || gap });
    before = e;
  }
  return runs;
}

/** Full JIDs that are connected now, as far as presence was told since then. */
export function availableJids(list: readonly ConnectionEvidence[], freshSince: EpochMs): ReadonlySet<string> {
  const jids = new Set<string>();
  for (const e of list) if (e.kind === 'presence' && e.at >= freshSince) anyAvailable(jids, e);
  return jids;
}

function anyAvailable(jids: Set<string>, e: PresenceEvidence): boolean {
  if (e.available) jids.add(e.jid);
  else if (e.pushed) jids.delete(e.jid);
  // the answer to a look tells of the user, whatever the resource
  else jids.clear();
  return jids.size > 0;
}

function beginning(before: ConnectionEvidence | null, e: ConnectionEvidence): { from: EpochMs; to: EpochMs } {
  if (e.kind === 'listed') {
    const to = e.at - e.ageMs.least;
    const from = before === null ? to : before.at - (before.kind === 'listed' ? before.ageMs.most : 0);
    return { from: Math.min(from, to), to };
  }
  if (before === null) return { from: e.at, to: e.at };
  return { from: e.pushed ? Math.max(before.at, e.at - TRANSIT_MS) : before.at, to: e.at };
}

/** How an agent's connection to one side stands. */
export type SideView =
  /** No feed tells of connections here. */
  | { kind: 'blind' }
  /** A feed could tell, and is not fresh or has not told of this agent since it is. */
  | { kind: 'stale'; feed: EvidenceFeed; since: EpochMs | null; wasPresent: boolean }
  /** A fresh feed, and it has never told of this agent. */
  | { kind: 'never'; feed: EvidenceFeed }
  | { kind: 'present'; feed: EvidenceFeed; since: EpochMs; sure: Certainty; runs: readonly ConnectionRun[] }
  | { kind: 'absent'; feed: EvidenceFeed; run: ConnectionRun; sure: Certainty; runs: readonly ConnectionRun[] };

const connectionFeeds = ['presence', 'connected-users'] as const;

const isGranted = (c: Capabilities, feed: (typeof connectionFeeds)[number]): boolean =>
  feed === 'presence' ? c.presence : c.list !== null;

/** Presence before lists, as long as it is fresh. */
export function viewOf(agent: AgentEvidence, feeds: Feeds, side: FinesseSide, at: EpochMs, c: Capabilities): SideView {
  let stale: SideView | null = null;
  for (const feed of connectionFeeds) {
    if (!isGranted(c, feed)) continue;
    const list = connectionsOf(agent, side, feed);
    const span = freshSpan(feeds, side, feed, at);
    const last = list.at(-1);
    const tells = span !== null && (last === undefined || last.at >= span.since);
    if (tells && !(stale?.kind === 'stale' && isOutdated(last, connectionsOf(agent, side, stale.feed))))
      return freshView(list, span.since, feed, c);
    const wasPresent = last?.available ?? false;
    stale ??= { kind: 'stale', feed, since: feeds[side].feeds[feed]?.until ?? null, wasPresent };
  }
  return stale ?? { kind: 'blind' };
}

/** Whether a look at a list is older than what presence told before it went stale, and says otherwise: the next look will tell. */
function isOutdated(look: ConnectionEvidence | undefined, presences: readonly ConnectionEvidence[]): boolean {
  const [told, run] = [presences.at(-1), runsOf(presences, null).at(-1)];
  if (look?.kind !== 'listed' || told === undefined || run === undefined) return false;
  return told.at > look.at - look.ageMs.most && run.available !== look.available;
}

export function connectionsOf(agent: AgentEvidence, side: FinesseSide, feed: EvidenceFeed): ConnectionEvidence[] {
  return agent.connections.filter((e) => e.side === side && e.feed === feed);
}

function freshView(
  list: readonly ConnectionEvidence[],
  since: EpochMs,
  feed: 'presence' | 'connected-users',
  c: Capabilities,
): SideView {
  const runs = runsOf(list, since);
  const run = runs.at(-1);
  if (run === undefined) return { kind: 'never', feed };
  const seen = feed === 'presence';
  if (!run.available)
    return runs.some((r) => r.available)
      ? { kind: 'absent', feed, run, sure: seen ? 'seen' : 'inferred', runs }
      : { kind: 'never', feed };
  // a list that names people until their logout proves no connection
  const sure = seen || c.list === 'leaves-with-connection' ? 'seen' : 'inferred';
  return { kind: 'present', feed, since: run.to, sure, runs };
}

export const RECONNECT_WINDOW_MS = 600_000;

/** Reconnects lately: back after an absence, a new session over an old one, or a duration that began anew. */
export function reconnectsOf(agent: AgentEvidence, at: EpochMs): number {
  const since = at - RECONNECT_WINDOW_MS;
  const perFeed = (['A', 'B'] as const).flatMap((side) =>
    connectionFeeds.map((feed) => ({ side, feed, list: connectionsOf(agent, side, feed) })),
  );
  const counts = perFeed.map(({ list }) => list.filter((e, i) => e.at >= since && isReconnect(list[i - 1], e)).length);
  return Math.max(0, ...counts);
}

function isReconnect(before: ConnectionEvidence | undefined, e: ConnectionEvidence): boolean {
  if (before === undefined || !e.available) return false;
  if (e.kind === 'listed') return !before.available || durationFell(before, e);
  return e.pushed && (!before.available || (before.at < e.at && before.kind === 'presence' && before.jid === e.jid));
}

/** A session that is younger than at the look before is another one. */
export function durationFell(before: ConnectionEvidence, e: ListedEvidence): boolean {
  return (
    before.kind === 'listed' && before.durationS !== null && e.durationS !== null && e.durationS < before.durationS
  );
}
