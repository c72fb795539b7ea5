/** Writes what happens: batches the bus's events, numbers them at the commit, and tells the rest only what is committed. */
import type { EpochMs, Event, Recorded, RecordingState, TargetKey, TargetState } from '#contract';
import type { Log } from '../config/log';
import { gapSince } from '../domain/gap';
import type { EventBus } from '../events/bus';
import type { RecorderStore } from '../store/port';
import { StoreError, type StoreErrorKind } from '../store/store-error';
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
/** Shorter refusals are nobody's business: another process had the lock. */
const TOLD_AFTER_MS = 2_000;

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
  /** What `recording-changed` told last; `since` on the wall clock. */
  recording(): RecordingState;
  lastSeq(): number;
  /**
   * Calls back after each commit with its events, in order of seq; returns how to stop that. While the database refuses for longer, events
   * are told with the numbers that they will have: the stream goes on, and nothing is told twice.
   */
  onCommitted(listener: (events: readonly Recorded[]) => void): () => void;
  /** Current state as committed. */
  state(key: TargetKey): TargetState | undefined;
  /** Agents, servers and clusters as committed. */
  documents(): Documents;
}

/** The database refuses. */
interface Refusal {
  /** How often in a row. */
  count: number;
  since: EpochMs;
  kind: StoreErrorKind;
  retryAt: EpochMs;
  told: boolean;
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
  let refusal: Refusal | null = null;
  /** So many at the front of the queue were told although they are not recorded. */
  let toldAhead = 0;
  let aheadAt: EpochMs | null = null;

  function enqueue(event: Event): void {
    if (!queue.push(event)) return;
    oldestQueuedAt ??= time.now();
    const ahead = refusal?.told === true && aheadAt === null;
    if (ahead) aheadAt = time.now() + BATCH_WAIT_MS;
    // Most events find the alarm set already: by the first of their batch.
    if (ahead || queue.size() === 1 || queue.size() === BATCH_SIZE) rearm();
  }

  function rearm(): void {
    alarm.set(running && inFlight === null ? nextCommitAt() : null);
  }

  function nextCommitAt(): EpochMs {
    if (refusal !== null) return Math.min(refusal.retryAt, aheadAt ?? refusal.retryAt);
    const liveness = (lastCommitAt ?? 0) + LIVENESS_MS;
    if (oldestQueuedAt === null) return liveness;
    const batch = queue.size() >= BATCH_SIZE ? oldestQueuedAt : oldestQueuedAt + BATCH_WAIT_MS;
    return Math.min(batch, liveness);
  }

  function wake(): void {
    if (refusal !== null && time.now() < refusal.retryAt) {
      tellAhead();
      rearm();
      return;
    }
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
    const untold = batch.events.slice(toldAhead);
    toldAhead = Math.max(0, toldAhead - batch.events.length);
    if (untold.length > 0) announce(untold);
  }

  function tellAhead(): void {
    if (refusal?.told !== true) return;
    const events = queue.peek(BATCH_SIZE, toldAhead);
    const first = lastSeq + 1 + toldAhead;
    toldAhead += events.length;
    aheadAt = toldAhead < queue.size() ? time.now() + BATCH_WAIT_MS : null;
    if (events.length > 0) announce(events.map((e, i) => ({ ...e, seq: first + i })));
  }

  function refused(error: unknown): void {
    const at = time.now();
    const kind = error instanceof StoreError ? error.kind : 'other';
    const { count, since, told } = refusal ?? { count: 0, since: at, told: false };
    const retryAt = at + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** count);
    refusal = { count: count + 1, since, kind, retryAt, told: told || at - since >= TOLD_AFTER_MS };
    const seldom = refusal.count === 1 || refusal.count % 12 === 0;
    if (seldom)
      log.error(
        { err: error, kind, refusals: refusal.count, queued: queue.size() },
        'the database refuses; events wait in memory',
      );
    if (!refusal.told || told) return;
    aheadAt = at;
    bus.publish({ type: 'recording-changed', at, recording: { state: 'refused', kind, since } });
  }

  function accepted(): void {
    const at = time.now();
    if (refusal !== null) log.warn({ refusals: refusal.count, queued: queue.size() }, 'the database accepts again');
    if (refusal?.told === true) bus.publish({ type: 'recording-changed', at, recording: { state: 'ok' } });
    refusal = null;
    aheadAt = null;
    const dropped = queue.takeDropped();
    if (dropped === null) return;
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
    healthy: () => refusal === null,
    recording: () =>
      refusal?.told === true
        ? { state: 'refused', kind: refusal.kind, since: refusal.since + time.wallOffsetMs() }
        : { state: 'ok' },
    lastSeq: () => lastSeq,
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: (key) => states.get(key),
    documents: () => documents,
  };
}
