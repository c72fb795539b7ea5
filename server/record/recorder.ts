/** Writes what happens: batches the bus's events, numbers them at the commit, and tells the rest only what is committed. */
import type { EpochMs, Event, Recorded, TargetKey, TargetState } from '#contract';
import type { Log } from '../config/log';
import { gapSince } from '../domain/gap';
import type { EventBus } from '../events/bus';
import type { RecorderStore } from '../store/port';
import { StoreError } from '../store/store-error';
import { createAlarm, type Time, wallNow } from '../time/time';
import { createDocumentBook, type Documents } from './documents';
import { type Batch, prepareBatch } from './prepare';
import { createEventQueue, defaultLimits, type QueueLimits } from './queue';

/** The first event of a batch waits this long for company: with the write itself a commit comes within 50 ms. */
export const BATCH_WAIT_MS = 30;
/** A batch of this size is written at once; more would hold the measuring thread for too long. */
export const BATCH_SIZE = 1_000;
/** The run's liveness row moves this often, also when nothing happens. */
export const LIVENESS_MS = 1_000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

export interface RecorderOptions {
  store: RecorderStore;
  bus: EventBus;
  time: Time;
  observerId: string;
  log: Log;
  /** Told in `observer-started`. */
  version?: string;
  limits?: QueueLimits;
}

export interface Recorder {
  readonly runId: string;
  /** Records the gap since the last run and this start; resolves when both are stored. To be called once. Throws `StoreError`. */
  start(): Promise<void>;
  /** Writes what waits and says goodbye; when the database refuses, the log says how much is lost, and the next start finds a crash. */
  stop(): Promise<void>;
  /** Writes everything that waits, now. Throws `StoreError`, and then what waits still waits. */
  flush(): Promise<void>;
  queued(): number;
  /** When the database last took something. */
  lastCommitAt(): EpochMs | null;
  /** False while the database refuses. */
  healthy(): boolean;
  lastSeq(): number;
  /** Calls back after each commit with its events, in order of seq; returns how to stop that. */
  onCommitted(listener: (events: readonly Recorded[]) => void): () => void;
  /** Current state as committed. */
  state(key: TargetKey): TargetState | undefined;
  /** Agents, servers and clusters as committed. */
  documents(): Documents;
}

export function createRecorder({ store, bus, time, observerId, log, ...options }: RecorderOptions): Recorder {
  const runId = time.uuid();
  const queue = createEventQueue(options.limits ?? defaultLimits);
  const states = new Map<TargetKey, TargetState>();
  const documents = createDocumentBook();
  const listeners = new Set<(events: readonly Recorded[]) => void>();
  const alarm = createAlarm(time, wake);
  let unsubscribe: () => void = () => undefined;
  let running = false;
  let lastSeq = 0;
  let lastCommitAt: EpochMs | null = null;
  let oldestQueuedAt: EpochMs | null = null;
  /** Sent to the database, not known to be stored: only this very batch may be tried next. */
  let inDoubt: Batch | null = null;
  let inFlight: Promise<void> | null = null;
  let refusals = 0;
  let retryAt: EpochMs | null = null;

  function enqueue(event: Event): void {
    if (!queue.push(event)) return;
    oldestQueuedAt ??= time.now();
    // Most events find the alarm set already: by the first of their batch.
    if (queue.size() === 1 || queue.size() === BATCH_SIZE) rearm();
  }

  function rearm(): void {
    alarm.set(running && inFlight === null ? nextCommitAt() : null);
  }

  function nextCommitAt(): EpochMs {
    if (retryAt !== null) return retryAt;
    const liveness = (lastCommitAt ?? 0) + LIVENESS_MS;
    if (oldestQueuedAt === null) return liveness;
    const batch = queue.size() >= BATCH_SIZE ? oldestQueuedAt : oldestQueuedAt + BATCH_WAIT_MS;
    return Math.min(batch, liveness);
  }

  function wake(): void {
    // A refusal is counted and logged where it happens, and tried again.
    attempt().catch(() => undefined);
  }

  /** One commit at a time; whoever asks meanwhile waits for the one under way. */
  function attempt(): Promise<void> {
    inFlight ??= commitNext().finally(() => {
      inFlight = null;
      rearm();
    });
    return inFlight;
  }

  async function commitNext(): Promise<void> {
    const now = time.now();
    const current = { lastSeq, states, documents };
    inDoubt ??= prepareBatch(queue.peek(BATCH_SIZE), queue.at(BATCH_SIZE), current, wallNow(time));
    const batch = inDoubt;
    try {
      await store.commit(batch);
    } catch (error) {
      // Without events nothing is in doubt: the next sign of life may say a later time.
      if (batch.events.length === 0) inDoubt = null;
      refused(error);
      throw error;
    }
    inDoubt = null;
    queue.drop(batch.events.length);
    oldestQueuedAt = queue.size() === 0 ? null : now;
    lastSeq = batch.events.at(-1)?.seq ?? lastSeq;
    lastCommitAt = time.now();
    for (const state of batch.states) states.set(state.key, state);
    documents.apply(batch.documents);
    accepted();
    if (batch.events.length > 0) announce(batch.events);
  }

  function refused(error: unknown): void {
    refusals += 1;
    retryAt = time.now() + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (refusals - 1));
    const kind = error instanceof StoreError ? error.kind : 'bug';
    const seldom = refusals === 1 || refusals % 12 === 0;
    if (seldom)
      log.error({ err: error, kind, refusals, queued: queue.size() }, 'the database refuses; events wait in memory');
  }

  function accepted(): void {
    if (refusals > 0) log.warn({ refusals, queued: queue.size() }, 'the database accepts again');
    refusals = 0;
    retryAt = null;
    const dropped = queue.takeDropped();
    if (dropped === null) return;
    const at = time.now();
    log.error({ ...dropped }, 'events were dropped while the database refused: that time is unknown');
    bus.publish({
      type: 'observer-gap',
      at,
      fromMs: dropped.fromMs,
      toMs: Math.max(at, dropped.toMs),
      reason: 'disk-full',
    });
  }

  function announce(events: readonly Recorded[]): void {
    for (const listener of listeners) {
      try {
        listener(events);
      } catch (error) {
        log.error({ err: error }, 'a listener of commits failed');
      }
    }
  }

  async function flush(): Promise<void> {
    if (inFlight !== null) await inFlight.catch(() => undefined);
    while (queue.size() > 0 || inDoubt !== null) await attempt();
  }

  async function loadAndIntroduce(): Promise<void> {
    lastSeq = await store.lastSeq();
    for (const state of await store.targetStates()) states.set(state.key, state);
    await documents.load(store);
    const previous = await store.previousRun(observerId);
    const at = time.now();
    const gap = gapSince(previous, at);
    if (gap !== null) bus.publish({ type: 'observer-gap', at, ...gap });
    bus.publish({ type: 'observer-started', at, runId, version: options.version ?? 'unknown' });
    // The run begins once its gap is stored: a crash in between finds the old run's end again, not an end without a gap.
    await flush();
    await store.beginRun({ runId, observerId, startedAt: at, aliveAt: at, endedAt: null });
  }

  return {
    runId,
    async start() {
      unsubscribe = bus.subscribe(enqueue);
      try {
        await loadAndIntroduce();
      } catch (error) {
        unsubscribe();
        throw error;
      }
      running = true;
      rearm();
    },
    async stop() {
      running = false;
      alarm.set(null);
      try {
        await flush();
        unsubscribe();
        await store.commit({ events: [], states: [], documents: [], aliveAt: wallNow(time) });
        await store.endRun(runId, wallNow(time));
      } catch (error) {
        unsubscribe();
        log.error({ err: error, lost: queue.size() }, 'stopped without writing what waited');
      }
    },
    flush,
    queued: () => queue.size(),
    lastCommitAt: () => lastCommitAt,
    healthy: () => refusals === 0,
    lastSeq: () => lastSeq,
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: (key) => states.get(key),
    documents: () => documents,
  };
}
