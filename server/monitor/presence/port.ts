/** Between those who hear of agents (a Finesse server's feeds and REST, an XMPP service's presence) and the one who judges. */
import type { AgentProfile, EpochMs, EvidenceFeed, FactSource, FinesseSide } from '#contract';
import type { Installation } from '../../domain/presence/capabilities';
import type { Evidence } from '../../domain/presence/evidence';

/** Whoever is in a directory. */
export interface DirectoryEntry {
  loginId: string;
  profile: AgentProfile;
}

/**
 * Judges every agent of one cluster over both sides, and publishes what changes: listings, health, states, disconnects, groups, counts and the
 * record of warnings. On an XMPP service the one node is side A.
 */
export interface AgentWatch {
  /** What is known of the installation now; again whenever more is. */
  learn(installation: Installation): void;
  /**
   * Who is there. `complete`: whoever is missing has left; false: only adds and updates, as for a user first met in an event.
   * Monitor accounts must not be in it.
   */
  listed(entries: readonly DirectoryEntry[], complete: boolean): void;
  unlisted(loginId: string): void;
  /** A piece of evidence; of somebody unknown it is kept until a listing comes. `source` is recorded with what it leads to. */
  tell(loginId: string, evidence: Evidence, source: FactSource): void;
  /** What was told of this one means nothing any more, as after a grant was taken back; the listing stays. */
  forget(loginId: string): void;
  /** Where the connection came through, by the list of connected users. */
  connectedHost(loginId: string, host: string | null): void;
  /** A feed of a side begins to tell everything from `since` on. Evidence of the snapshot is told right after it, then `until` is moved by `proven`. */
  fresh(side: FinesseSide, feed: EvidenceFeed, since: EpochMs, until: EpochMs): void;
  /** Nothing is missing up to now, and it counts as fresh until then. */
  proven(side: FinesseSide, feed: EvidenceFeed, until: EpochMs): void;
  /** It no longer tells: from `at` on nothing is known by it. */
  stale(side: FinesseSide, feed: EvidenceFeed, at: EpochMs): void;
  /** Finesse here counts no grace (out of service, `finesse@` gone, maintenance), from now on or no more. */
  deaf(side: FinesseSide, isDeaf: boolean, at: EpochMs): void;
  /** The observer itself did not run in that time: whatever was believed then is unknown, and the feeds begin anew. */
  blind(from: EpochMs, to: EpochMs): void;
  /** Everybody's last full JID of this side, lower-case user part; for answering «whose presence is this?». */
  loginIds(): readonly string[];
  /** Publishes what a last look says and sets no more alarms. */
  stop(): void;
}
