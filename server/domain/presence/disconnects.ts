/** One loss of a connection as a record: begun at the first sign, told more of, closed when nothing more is awaited. */
import {
  type AgentProfile,
  type Disconnect,
  type EpochMs,
  type FinesseSide,
  finesseSides,
  isForcedOut,
  type PresenceHealth,
} from '#contract';
import type { Capabilities } from './capabilities';
import { isOnCall } from './clock';
import type { End } from './ends';
import type { AgentEvidence, Feeds } from './evidence';
import { connectionsOf, runsOf, type StateStay, viewOf } from './timeline';

/** All that one look at an agent finds. */
export interface Look {
  at: EpochMs;
  health: PresenceHealth;
  agent: AgentEvidence;
  feeds: Feeds;
  c: Capabilities;
  stays: readonly StateStay[];
  ends: readonly End[];
}

/** What a record keeps of that moment besides the evidence. */
export interface Circumstances {
  clusterKey: string;
  loginId: string;
  profile: AgentProfile;
  jid: string | null;
  connectedHost: string | null;
  release: string | null;
  source: Disconnect['source'];
  groupId: string | null;
  /** Our own view had gone since then; null: we looked all the time. */
  unseenFrom: EpochMs | null;
}

/** Both sides and all clocks tell the same moment this exactly. */
const SAME_MS = 2_000;
/** So long a return, a way back to Ready or late news are awaited. */
export const AWAITED_MS = 900_000;
/** Set Not Ready and never seen again: given up after a working day. */
const GIVEN_UP_MS = 12 * 3_600_000;

const worksIn = [
  'READY',
  'RESERVED',
  'RESERVED_OUTBOUND',
  'RESERVED_OUTBOUND_PREVIEW',
  'TALKING',
  'HOLD',
  'WORK_READY',
];
const isActed = (e: Pick<End, 'outcome'>): boolean => e.outcome === 'forced-logout' || e.outcome === 'forced-not-ready';

/**
 * The record that begins with this look: a clock that runs, or an action of Finesse that nobody had seen coming.
 *
 * @param after ends up to then are known or were not ours to see
 */
export function beginning(look: Look, after: EpochMs, about: Circumstances): Omit<Disconnect, 'id'> | null {
  const { health, c, at } = look;
  const { profile, unseenFrom, source, groupId, ...who } = about;
  const begun = (part: Begun, moment: EpochMs): Omit<Disconnect, 'id'> => ({
    ...{ clusterKey: who.clusterKey, loginId: who.loginId, ...profile, jid: who.jid, connectedHost: who.connectedHost },
    ...part,
    signs: signsBefore(look, part.side, moment),
    profile: {
      ...{ graceMs: c.graceMs, deployment: c.deployment.type, release: who.release },
      load: c.deployment.type === 'UCCE' ? c.deployment.load : null,
    },
    before: stateBefore(look.stays, moment),
    ...{ end: null, returned: null, readyAgainAt: null, groupId, unseenFrom, closedAt: null, source },
  });
  if (health.kind === 'at-risk') {
    const { side, lost, sure, deadline, will } = health;
    return begun({ side, lost, sure, deadline, will, warnedAt: at }, lost.to);
  }
  const end = look.ends.findLast((e) => isActed(e) && e.at > after);
  if (end === undefined) return null;
  const side = end.side ?? lastSide(look.agent, end.at);
  const nothing = { sure: null, deadline: null, will: null, warnedAt: null };
  return { ...begun({ ...nothing, side, lost: end.lost }, end.at - 1), end: keptEnd(end) };
}

type Begun = Pick<Disconnect, 'side' | 'lost' | 'sure' | 'deadline' | 'will' | 'warnedAt'>;

function signsBefore({ agent }: Look, side: FinesseSide | null, moment: EpochMs): Disconnect['signs'] {
  const sides = side === null ? finesseSides : [side];
  return (['presence', 'connected-users'] as const).flatMap((feed) => {
    const runs = sides.flatMap((s) => runsOf(connectionsOf(agent, s, feed), null));
    const run = runs.filter((r) => r.available && r.to <= moment).sort((a, b) => b.lastAt - a.lastAt)[0];
    return run === undefined ? [] : [{ feed, first: run.to, last: run.lastAt }];
  });
}

function stateBefore(stays: readonly StateStay[], moment: EpochMs): Disconnect['before'] {
  const stay = stays.findLast((s) => s.at <= moment);
  if (stay === undefined) return { state: null, pendingState: null, onCall: false };
  const { state, pendingState } = stay.latest;
  const isPending = stay.pendingAt !== null && stay.pendingAt <= moment;
  return { state, pendingState: isPending ? pendingState : null, onCall: isOnCall(state) };
}

/** The last side on which a connection was told, by whatever feed. */
function lastSide(agent: AgentEvidence, before: EpochMs): FinesseSide | null {
  return agent.connections.findLast((e) => e.available && e.at <= before)?.side ?? null;
}

/** Whether this look tells of a loss that the record is not about: the agent had come back in between. */
export function isAnother(d: Disconnect, { health, ends }: Look): boolean {
  const last = Math.max(d.end?.at ?? 0, d.returned?.at ?? 0);
  if (health.kind === 'at-risk') return last > 0 && health.lost.to > last;
  return d.end !== null && ends.some((e) => isActed(e) && e.at > last + SAME_MS);
}

/** The record with what this look adds; the very same object where that is nothing. */
export function follow(d: Disconnect, look: Look): Disconnect {
  if (d.closedAt !== null) return d;
  const seen = withReturn(withEnd(withRisk(d, look), look), look);
  const closesAt = closingTime(seen, look.health);
  return closesAt !== null && closesAt <= look.at ? { ...seen, closedAt: look.at } : seen;
}

function withRisk(d: Disconnect, { health, at }: Look): Disconnect {
  if (health.kind === 'unknown' && health.why === 'feed-stale' && d.unseenFrom === null)
    return { ...d, unseenFrom: Math.min(at, health.since ?? at) };
  return d;
}

function withEnd(d: Disconnect, { ends }: Look): Disconnect {
  if (d.end !== null) return d;
  const from = (d.lost?.from ?? d.warnedAt ?? 0) - SAME_MS;
  const end = ends.find((e) => e.at >= from && (isActed(e) || e.state === 'LOGOUT'));
  return end === undefined ? d : { ...d, end: keptEnd(end) };
}

/** A reason of the agent's own choice is never kept. */
function keptEnd({ at, outcome, side, state, code, label, serverAt }: End): Disconnect['end'] {
  const own = outcome === 'self' || outcome === 'unknown';
  return { at, outcome, side, state, code: own ? null : code, label: own ? null : label, serverAt };
}

function withReturn(d: Disconnect, look: Look): Disconnect {
  const returned = d.returned ?? returnOf(d, look);
  const readyAgainAt = d.readyAgainAt ?? readyAgain(d, look.stays);
  return returned === d.returned && readyAgainAt === d.readyAgainAt ? d : { ...d, returned, readyAgainAt };
}

function returnOf(d: Disconnect, look: Look): Disconnect['returned'] {
  const { health, stays, at } = look;
  const gone = Math.max(d.lost?.to ?? 0, d.lost === null ? (d.end?.at ?? 0) : 0);
  if (health.kind === 'connected' || health.kind === 'unstable') {
    const signedIn = stays.at(-1)?.at ?? at;
    const began = [health.since ?? 0, signedIn].find((t) => t > gone) ?? at;
    return { at: Math.min(at, began), side: health.side };
  }
  if ((health.kind !== 'at-risk' && health.kind !== 'forced-out') || health.connectedOn === null) return null;
  const view = viewOf(look.agent, look.feeds, health.connectedOn, at, look.c);
  const since = view.kind === 'present' ? view.since : at;
  return { at: Math.max(since, gone), side: health.connectedOn };
}

function readyAgain(d: Disconnect, stays: readonly StateStay[]): EpochMs | null {
  const { end } = d;
  if (end === null) return null;
  return stays.find((s) => s.at > end.at && worksIn.includes(s.first.state))?.at ?? null;
}

/**
 * When nothing more is awaited, as far as this health tells: by now, or by time alone; null = there is no such time.
 * Back in time; back and Ready, or 15 minutes back; signed out for 15 minutes; Finesse did nothing for 15 minutes.
 */
export function closingTime(d: Disconnect, health: PresenceHealth): EpochMs | null {
  const { end, returned } = d;
  if (end === null) {
    if (health.kind === 'at-risk') return null;
    if (returned !== null) return returned.at;
    const due = Math.max(d.deadline?.latest ?? d.deadline?.earliest ?? 0, d.lost?.to ?? 0);
    return due + (health.kind === 'unknown' && health.why === 'feed-stale' ? GIVEN_UP_MS : AWAITED_MS);
  }
  if (returned !== null) return d.readyAgainAt ?? Math.max(returned.at, end.at) + AWAITED_MS;
  if (end.state === 'LOGOUT') return end.at + AWAITED_MS;
  if (health.kind === 'logged-out') return health.at + AWAITED_MS;
  return end.at + GIVEN_UP_MS;
}

/** When a connection went, for grouping: where nobody saw it go, by the grace that was over when Finesse acted. */
export function wentAt(d: Disconnect): EpochMs {
  if (d.lost !== null) return d.lost.to;
  // FINESSE §1.3: after a failover of CCX who talked goes when the call is over, without any grace
  if (d.end !== null && d.profile.deployment === 'UCCX' && d.before.onCall) return d.end.at;
  if (d.end !== null && isForcedOut(d)) return d.end.at - d.profile.graceMs;
  return d.end?.at ?? d.warnedAt ?? 0;
}

/** Whether the record takes part in a group: connections that went by themselves, not sign-outs. */
export const isLoss = (d: Disconnect): boolean => d.lost !== null || isForcedOut(d);
