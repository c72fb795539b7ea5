/** What the rest of the code sees of the database: contract types only. */
import type {
  AgentSnapshot,
  AgentView,
  BoardSnapshot,
  ClusterView,
  ConnectAttempt,
  Disconnect,
  Event,
  GroupRecord,
  ObserverView,
  OverviewSnapshot,
  PhaseInterval,
  Recorded,
  Sample,
  Scope,
  ServerView,
  TargetKey,
  TargetSnapshot,
  TargetState,
} from '#contract';

/** Current state that is folded from events, one row each. */
export interface DocumentViews {
  agent: AgentView;
  server: ServerView;
  cluster: ClusterView;
}
export type DocumentKind = keyof DocumentViews;

/** A row of the contract's `documentOf` as a commit leaves it; disconnects and groups are replaced as a whole. */
export type ChangedDocument =
  | { kind: 'agent'; key: string; view: AgentView }
  | { kind: 'server'; key: string; view: ServerView }
  | { kind: 'cluster'; key: string; view: ClusterView }
  | { kind: 'disconnect'; key: string; view: Disconnect }
  | { kind: 'group'; key: string; view: GroupRecord };

/** What the watches of agents and servers start from after a restart. Throws `StoreError`. */
export interface KnownPresence {
  /** Those that are no longer configured or listed included (`removed`). `clusterKey` null = of all clusters. */
  documents<K extends DocumentKind>(kind: K, clusterKey: string | null): Promise<DocumentViews[K][]>;
  /** Disconnects of which something is still awaited, oldest first. */
  openDisconnects(clusterKey: string): Promise<Disconnect[]>;
  /** Disconnects that began at `since` or later, open or not, oldest first. */
  disconnectsSince(clusterKey: string, since: number): Promise<Disconnect[]>;
  /** Group disconnects that still grew at `since` or later: whole ones and the teams' shares, oldest first. */
  groupsSince(clusterKey: string, since: number): Promise<GroupRecord[]>;
}

export interface BoardQuery {
  /** null = all clusters. */
  clusterKey: string | null;
  teams: Scope;
  at: number;
}

/** Snapshots of agents, servers and clusters, each read in one transaction. Throws `StoreError`. */
export interface PresenceReads {
  /** Whoever was removed is left out. A cluster that is not there, or teams of none, give an empty board. */
  boardSnapshot(query: BoardQuery): Promise<BoardSnapshot>;
  /** null = no such agent. `windowMs`: how far back the spans go. */
  agentSnapshot(clusterKey: string, loginId: string, at: number, windowMs: number): Promise<AgentSnapshot | null>;
  /** Those that are there, of all clusters. */
  servers(): Promise<ServerView[]>;
}

/** What the recorder writes in one transaction. */
export interface Commit {
  /** Already numbered, consecutive from the store's last seq + 1. */
  events: readonly Recorded[];
  /** Current state of every target that the events touched, after them. */
  states: readonly TargetState[];
  /** Everything else that the events changed, after them. */
  documents: readonly ChangedDocument[];
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

/** Stored events with a number in (after, through], in order; passing ones are missing. `through` is the last number given. */
export interface LatestEvents {
  after: number;
  through: number;
  events: readonly Recorded[];
}

export interface RecorderStore extends KnownPresence {
  /** Identity of the database, made at its first migration. */
  epoch(): Promise<string>;
  lastSeq(): Promise<number>;
  /** All current-state rows, archived ones included. */
  targetStates(): Promise<TargetState[]>;
  /** The most recent run of this observer before the present one. */
  previousRun(observerId: string): Promise<ObserverRun | null>;
  beginRun(run: ObserverRun): Promise<void>;
  endRun(runId: string, endedAt: number): Promise<void>;
  /** Events, samples, counts, current state and liveness in one transaction. Throws `StoreError` and then has written nothing. */
  commit(commit: Commit): Promise<void>;
  close(): Promise<void>;
}

export interface ReadStore extends PresenceReads {
  /** State, samples of the last `windowMs` and lastSeq in one read transaction. */
  overviewSnapshot(at: number, windowMs: number): Promise<OverviewSnapshot>;
  /** null = no such target. */
  targetSnapshot(key: TargetKey, at: number, windowMs: number): Promise<TargetSnapshot | null>;
  samplesBetween(key: TargetKey, from: number, to: number): Promise<Sample[]>;
  intervalsBetween(key: TargetKey, from: number, to: number): Promise<PhaseInterval[]>;
  latestConnects(key: TargetKey, limit: number): Promise<ConnectAttempt[]>;
  /** Events in order of seq, for replays and tests. Passing ones (`isPassing`) were never stored: their numbers are missing. */
  eventsAfter(seq: number, limit: number): Promise<Recorded<Event>[]>;
  /** What is stored of the last `count` numbers, and which numbers those are. */
  latestEvents(count: number): Promise<LatestEvents>;
  observer(): Promise<ObserverView | null>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
