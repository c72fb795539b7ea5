/** What the rest of the code sees of the database: contract types only. */
import type {
  ConnectAttempt,
  Event,
  ObserverView,
  OverviewSnapshot,
  PhaseInterval,
  Recorded,
  Sample,
  TargetKey,
  TargetSnapshot,
  TargetState,
} from '#contract';

/** What the recorder writes in one transaction. */
export interface Commit {
  /** Already numbered, consecutive from the store's last seq + 1. */
  events: readonly Recorded[];
  /** Current state of every target that the events touched, after them. */
  states: readonly TargetState[];
  /** The observer was alive at this time; moves the run's liveness row. */
  aliveAt: number;
}

/** A run of the worker: `aliveAt` is the last second at which it was surely measuring. */
export interface ObserverRun {
  runId: string;
  observerId: string;
  startedAt: number;
  aliveAt: number;
  endedAt: number | null;
}

export interface RecorderStore {
  /** Identity of the database, made at its first migration. */
  epoch(): Promise<string>;
  lastSeq(): Promise<number>;
  /** All current-state rows, archived ones included. */
  targetStates(): Promise<TargetState[]>;
  /** The most recent run of this observer before the present one. */
  previousRun(observerId: string): Promise<ObserverRun | null>;
  beginRun(run: ObserverRun): Promise<void>;
  endRun(runId: string, endedAt: number): Promise<void>;
  /** Events, samples, connects, current state and liveness in one transaction. Throws `StoreError` and then has written nothing. */
  commit(commit: Commit): Promise<void>;
  close(): Promise<void>;
}

export interface ReadStore {
  /** State, samples of the last `windowMs` and lastSeq in one read transaction. */
  overviewSnapshot(at: number, windowMs: number): Promise<OverviewSnapshot>;
  /** null = no such target. */
  targetSnapshot(key: TargetKey, at: number, windowMs: number): Promise<TargetSnapshot | null>;
  samplesBetween(key: TargetKey, from: number, to: number): Promise<Sample[]>;
  intervalsBetween(key: TargetKey, from: number, to: number): Promise<PhaseInterval[]>;
  latestConnects(key: TargetKey, limit: number): Promise<ConnectAttempt[]>;
  /** Events in order of seq, for replays and tests. */
  eventsAfter(seq: number, limit: number): Promise<Recorded<Event>[]>;
  observer(): Promise<ObserverView | null>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
