/** What each feed can tell about an agent, and how it is kept: as a set in which order and repetition do not matter. */
import type { EpochMs, EvidenceFeed, FinesseSide } from '#contract';

interface Told {
  side: FinesseSide;
  /** Our time of arrival. */
  at: EpochMs;
}

/** A User or Team event, or the REST snapshot of a user (FINESSE §1.3, §3.2). */
export interface StateEvidence extends Told {
  kind: 'state';
  feed: 'user-feed' | 'team-feed' | 'rest';
  /** As Finesse spells it; open, because every release may add some. */
  state: string;
  pendingState: string | null;
  /** -1 and null: none, or not recoverable. */
  code: number | null;
  label: string | null;
  /** A reason that CCE or CCX made itself; null: not told. */
  systemCode: boolean | null;
  /** '' after a logout that the agent chose (FINESSE §3.2); null: not told. */
  extension: string | null;
  /** `stateChangeTime` as the server has it; null: empty, as before the first event and on UCCX after a failover. */
  serverAt: EpochMs | null;
  /** The server's clock minus ours, ms. */
  clockOffsetMs: number;
  /** Asked for in rounds because no feed tells: it is believed until then. */
  holdsUntil?: EpochMs;
}

/** XMPP presence of one full JID. */
export interface PresenceEvidence extends Told {
  kind: 'presence';
  feed: 'presence';
  available: boolean;
  jid: string;
  /** Told the moment it changed; false: the answer to a look, as after a reconnect. */
  pushed: boolean;
}

/** One look at ConnectedUsersInfo (FINESSE §1.6). */
export interface ListedEvidence extends Told {
  kind: 'listed';
  feed: 'connected-users';
  available: boolean;
  /** Full JID; null when absent. */
  jid: string | null;
  durationS: number | null;
  /** How old the answer was when we had it, ms: at least, at most. The server's cache is up to 5 s old. */
  ageMs: { least: number; most: number };
}

/** XEP-0199 ping to the agent's own full JID, on XMPP services only. */
export interface AnswerEvidence extends Told {
  kind: 'answer';
  feed: 'ping';
  /** Whom we asked; full. */
  jid: string;
  answered: boolean;
}

export type Evidence = StateEvidence | PresenceEvidence | ListedEvidence | AnswerEvidence;
export type ConnectionEvidence = PresenceEvidence | ListedEvidence;

/** All that is known of one agent (cluster, loginId) over both sides. */
export interface AgentEvidence {
  readonly states: readonly StateEvidence[];
  readonly connections: readonly ConnectionEvidence[];
  readonly answers: readonly AnswerEvidence[];
}

export const noEvidence: AgentEvidence = { states: [], connections: [], answers: [] };

/** A stretch in which a feed told us everything without a gap. */
export interface FreshSpan {
  /** Our time at which it began: what was told before says nothing about now. */
  since: EpochMs;
  /** Counts as fresh until then, unless proven again. */
  until: EpochMs;
}

export interface SideFeeds {
  feeds: Partial<Record<EvidenceFeed, FreshSpan>>;
  /** Times in which Finesse here counted no grace: out of service, `finesse@` gone, in maintenance (FINESSE §6, §7). */
  deaf: readonly { from: EpochMs; to: EpochMs | null }[];
}

export type Feeds = Readonly<Record<FinesseSide, SideFeeds>>;

/** @returns the stretch that is fresh at `at`, or null */
export function freshSpan(feeds: Feeds, side: FinesseSide, feed: EvidenceFeed, at: EpochMs): FreshSpan | null {
  const span = feeds[side].feeds[feed];
  return span !== undefined && span.since <= at && at <= span.until ? span : null;
}

/** The latest answer of rounds; null: a feed tells, or is to tell, of this agent. */
export function polledOf(agent: AgentEvidence): StateEvidence | null {
  let last: StateEvidence | null = null;
  for (const e of agent.states) if (last === null || e.at >= last.at) last = e;
  return last?.holdsUntil === undefined ? null : last;
}

/** When it happened, by our clock: the server's stamp with the offset taken out, or else the arrival. */
export function happenedAt(e: StateEvidence): EpochMs {
  // a stamp ahead of its own arrival is the clock's error
  return e.serverAt === null ? e.at : Math.min(e.at, Math.round(e.serverAt - e.clockOffsetMs));
}
