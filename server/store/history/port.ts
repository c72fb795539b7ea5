/** What the rest of the code sees of history: packing and pruning for the worker, series and timelines for everybody. */
import type { EpochMs, Sample, TargetKey } from '#contract';
import type { StatusSpan } from '../../domain/history/availability';
import type { PseudonymOf } from '../../domain/history/forget';
import type { ForgottenKind, PrunedKind } from '../../domain/history/retention';
import type { Summary } from '../../domain/history/rollup';
import type { Plan, SeriesPoint } from '../../domain/history/series';
import type { Span } from '../../domain/history/timeline';

/** A target whose oldest row is ripe for packing. */
export interface Ripe {
  targetId: number;
  /** When its oldest ping that is still a row was sent. */
  oldest: EpochMs;
}

/** Writes; each call is one transaction, all or nothing. Throws `StoreError`. */
export interface HistoryStore {
  /** How long a chunk is. */
  readonly chunkMs: number;
  /** Targets that have rows sent before `before`, those with the oldest first. */
  ripe(before: EpochMs, limit: number): Promise<Ripe[]>;
  /**
   * Moves a target's rows that were sent in the span, a day at most, into chunks and rollups; of many only those of its first chunks.
   * Returns how many were moved.
   */
  pack(targetId: number, span: Span): Promise<number>;
  /**
   * Takes up to `limit` minutes of counts into their rollups, once the oldest that is in none is from before `before`; returns how many
   * there were.
   */
  sumUpCounts(before: EpochMs, now: EpochMs, limit: number): Promise<number>;
  /** Throws away up to `limit` rows of what lies wholly before `before`; returns how many there were. */
  prune(kind: PrunedKind, before: EpochMs, limit: number): Promise<number>;
  /** Takes the names, or the pseudonyms, out of up to about `limit` facts of before; returns how many there were. */
  forget(kind: ForgottenKind, before: EpochMs, limit: number, pseudonymOf: PseudonymOf): Promise<number>;
  /** Gives up to so many pages of freed space back to the file system; returns how many are left. 0 where the database does that itself. */
  giveBack(pages: number): Promise<number>;
  /**
   * Leaves nothing of what was changed or deleted beside the database: on SQLite pages of before stand in the write-ahead log until it is
   * emptied. False: somebody reads there, so try again later.
   */
  sweep(): Promise<boolean>;
}

export interface SeriesQuery extends Span {
  key: TargetKey;
  /** How many there may be at most. */
  points: number;
  /** IANA name: points of a day and more begin at its midnights. */
  zone: string;
}

export interface Series extends Plan {
  points: SeriesPoint[];
}

/** Every call reads one moment of the database. Throws `StoreError`. */
export interface HistoryReads {
  /** Samples in [from, to) in order of time, whether they are rows or in chunks. */
  samplesBetween(key: TargetKey, from: EpochMs, to: EpochMs): Promise<Sample[]>;
  /** null = no such target. */
  seriesBetween(query: SeriesQuery): Promise<Series | null>;
  /** One summary per span, e.g. per month; spans in order. null = no such target. */
  summariesOf(key: TargetKey, spans: readonly Span[]): Promise<Summary[] | null>;
  /**
   * What each of the targets was over the range, up to now; keys that there are none of are left out.
   *
   * @param maintained per target: planned windows
   */
  statusesBetween(
    keys: readonly TargetKey[],
    range: Span,
    now: EpochMs,
    maintained?: ReadonlyMap<TargetKey, readonly Span[]>,
  ): Promise<Map<TargetKey, StatusSpan[]>>;
}
