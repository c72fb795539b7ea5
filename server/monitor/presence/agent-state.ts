/** What the watch keeps of one agent. */
import type {
  AgentProfile,
  AgentView,
  Disconnect,
  EpochMs,
  FactSource,
  FinesseSide,
  HealthKind,
  PresenceHealth,
  StateSpan,
} from '#contract';
import type { End } from '../../domain/presence/ends';
import { type AgentEvidence, type Evidence, noEvidence } from '../../domain/presence/evidence';
import type { ShownState } from '../../domain/presence/shown-state';

/** As last published. */
export interface Published {
  health: PresenceHealth;
  since: EpochMs;
  disconnectId: string | null;
  groupId: string | null;
}

export interface WatchedAgent {
  readonly loginId: string;
  /** null: evidence came, and no listing yet. */
  profile: AgentProfile | null;
  evidence: AgentEvidence;
  /** Of the evidence since the last look; null: none. */
  source: FactSource | null;
  published: Published;
  state: ShownState | null;
  /** Last full JID that was seen connected. */
  jid: string | null;
  host: string | null;
  /** Until then nobody is said to be unknown: those who tell are only just beginning to. */
  settlesAt: EpochMs;
  /** The states that `ends` were read from. */
  judged: AgentEvidence['states'];
  ends: readonly End[];
  /** Ends up to then are known, or were not ours to see. */
  endsKnownTo: EpochMs;
  /** The one that is going on, or the last. */
  disconnect: Disconnect | null;
  /** How a former run knew the connection, for each feed that tells of connections again; empty: it knew of none. */
  former: readonly Evidence[];
  /** States that were recorded for it. */
  recorded: Pick<StateSpan, 'state' | 'from'>[];
}

/** After a beginning, a gap of our own or a new listing. */
export const SETTLES_MS = 5_000;

/** As `foldAgent` has whoever is new. */
const nothingKnown: PresenceHealth = {
  ...{ kind: 'unknown', why: 'never-seen', blame: { feed: 'rest', side: null }, since: null },
};

export function newAgent(loginId: string, at: EpochMs): WatchedAgent {
  return {
    ...{ loginId, profile: null, evidence: noEvidence, source: null, state: null, jid: null, host: null },
    published: { health: nothingKnown, since: at, disconnectId: null, groupId: null },
    ...{ settlesAt: at + SETTLES_MS, judged: noEvidence.states, ends: [], endsKnownTo: at },
    ...{ disconnect: null, former: [], recorded: [] },
  };
}

/** A verdict of a former run stands since then: ends up to it are told, with clocks compared to the second. */
const TOLD_BY_MS = 1_000;

interface NewRun {
  at: EpochMs;
  /** When the former run last saw anything; null: not known. */
  seenUntil: EpochMs | null;
}

/** As a former run left it; what is still open went on unseen. */
export function agentOf(view: AgentView, open: Disconnect | null, { at, seenUntil }: NewRun): WatchedAgent {
  const { firstName, lastName, teamId, teamName, site, extension, userType } = view;
  const { health, healthSince: since, disconnectId, groupId, state } = view;
  const shown: ShownState | null =
    state === null ? null : { state, since: view.stateSince, pendingState: view.pendingState, onCall: view.onCall };
  return {
    ...newAgent(view.loginId, at),
    profile: view.removed ? null : { firstName, lastName, teamId, teamName, site, extension, userType },
    ...{ published: { health, since, disconnectId, groupId }, state: shown, jid: view.jid },
    endsKnownTo: Math.max(since, open?.end?.at ?? 0) + TOLD_BY_MS,
    former: formerConnection(view, open),
    // what the former run recorded of the state that still lasts
    recorded: state === null || view.stateSince === null ? [] : [{ state, from: view.stateSince }],
    disconnect: open === null ? null : { ...open, unseenFrom: open.unseenFrom ?? seenUntil ?? at },
  };
}

/** So that who is gone after a restart is known to have been there; a gap lies after it, and no clock starts from it. */
function formerConnection({ health, healthSince, jid }: AgentView, open: Disconnect | null): Evidence[] {
  if (jid === null) return [];
  const told = (side: FinesseSide, at: EpochMs, available: boolean): Evidence[] => [
    { kind: 'presence', feed: 'presence', side, at, available, jid, pushed: true },
    {
      ...{ kind: 'listed', feed: 'connected-users', side, at, available, jid },
      ...{ durationS: null, ageMs: { least: 0, most: 0 } },
    },
  ];
  if (open !== null && open.lost !== null && open.side !== null) {
    const { side, lost } = open;
    return [...told(side, lost.from - 1, true), ...told(side, lost.to, false)];
  }
  const isThere = (health.kind === 'connected' || health.kind === 'unstable') && health.side !== null;
  return isThere && health.side !== null ? told(health.side, healthSince, true) : [];
}

/** What was known of this side by this feed, once; told just before the first that a new run hears of it. */
export function takeFormer(agent: WatchedAgent, e: Evidence): readonly Evidence[] {
  const isOf = (x: Evidence) => x.feed === e.feed && x.side === e.side;
  const taken = agent.former.filter(isOf);
  if (taken.length > 0) agent.former = agent.former.filter((x) => !isOf(x));
  return taken.filter((x) => x.at < e.at);
}

/** Whose verdict matters first: a clock may run, or people see trouble. */
export function isInQuestion(agent: WatchedAgent): boolean {
  const quiet: readonly HealthKind[] = ['connected', 'logged-out', 'unknown'];
  return !quiet.includes(agent.published.health.kind) || agent.disconnect?.closedAt === null;
}
