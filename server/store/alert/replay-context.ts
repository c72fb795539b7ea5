/** What the parts of a replay share. */
import type { AlertRule, EpochMs } from '#contract';
import type { Track } from '../../domain/alert/replay/track';
import type { ReplayReads } from './replay-reads';

/** What every part of a replay is given. */
export interface ReplayContext {
  reads: ReplayReads;
  rule: AlertRule;
  range: { from: EpochMs; to: EpochMs };
  marks: ReadonlyMap<string, EpochMs>;
  unobserved: readonly { from: EpochMs; to: EpochMs }[];
  places: Awaited<ReturnType<ReplayReads['replayPlaces']>>;
  /** Of the clusters whose agents are counted. */
  connected: (clusterKey: string, at: EpochMs) => number;
  /** @param endsAt what fires then is over for this track */
  track(rule: AlertRule, endsAt?: EpochMs): Track;
}
