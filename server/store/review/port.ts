/** What reviews read besides history itself: single facts about targets and disconnects of a range. */
import type { Disconnect, EventOf, EventType, Incident, Recorded, Silence, TargetKey, TargetState } from '#contract';
import type { Span } from '../../domain/history/timeline';

/** A cluster with the teams that anybody was ever in; those that are watched no longer have a past, too. */
export interface KnownCluster {
  key: string;
  name: string;
  removed: boolean;
  teams: { teamId: string; teamName: string }[];
}

export interface ReviewReads {
  /** Every target that ever was, archived ones included, in order of key. */
  targetsKnown(): Promise<TargetState[]>;
  clustersKnown(): Promise<KnownCluster[]>;
  /** The newest `limit` facts of these types about these targets in [from, to), oldest first. */
  factsBetween<T extends EventType>(
    keys: readonly TargetKey[],
    types: readonly T[],
    span: Span,
    limit: number,
  ): Promise<Recorded<EventOf<T>>[]>;
  /** What was told of a target's configuration last before the time; none = nothing. */
  configuredBefore(key: TargetKey, at: number): Promise<Recorded<EventOf<'target-configured'>>[]>;
  /** Facts about the observer itself of these types in [from, to), oldest first. */
  observerFactsBetween<T extends EventType>(
    types: readonly T[],
    span: Span,
    limit: number,
  ): Promise<Recorded<EventOf<T>>[]>;
  /** Disconnects of a cluster that began in [from, to), oldest first. */
  disconnectsBetween(clusterKey: string, span: Span): Promise<Disconnect[]>;
  /** Incidents that were open at some time of the span, of a cluster and of the observer itself: the newest `limit`, newest first. */
  incidentsBetween(clusterKey: string, span: Span, limit: number): Promise<Incident[]>;
  /** Silences that were in force at some time of the span: the newest `limit`. */
  silencesBetween(span: Span, limit: number): Promise<Silence[]>;
}
