/** Keeps one page's model current: a snapshot, then batches in order, then a new snapshot whenever something was missed. Knows no React. */
import { type Batch, judgeBatch, type Recorded, type SubscribeReply, type Topic } from '#contract';
import type { BrowserTime } from './browser-time';
import type { Link } from './link';

/** What a page is made of. All functions are pure but `load`. */
export interface PageSpec<S extends Numbered, M> {
  model(snapshot: S): M;
  topics(snapshot: S): Topic[];
  fold(model: M, events: readonly Recorded[]): M;
  /** True when the model knows that a snapshot holds more than it does. */
  outdated(model: M): boolean;
  /** A fresh snapshot; null = could not be had now. */
  load(): Promise<S | null>;
}

export interface Numbered {
  epoch: string;
  lastSeq: number;
}

export interface LivePage<M> {
  model(): M;
  onChange(listener: () => void): () => void;
  /** Begins to listen; the answer ends it. */
  start(): () => void;
}

/** Readers are told at most this often; the first change after quiet at once. */
const COALESCE_MS = 100;
const RESYNC_JITTER_MS = 1_000;
const REJOIN_MS = 2_000;
const LOAD_RETRY_MS = 2_000;
const LOAD_RETRY_MAX_MS = 30_000;

export function createLivePage<S extends Numbered, M>(
  spec: PageSpec<S, M>,
  snapshot: S,
  link: Pick<Link, 'attach' | 'request' | 'leave'>,
  time: BrowserTime,
): LivePage<M> {
  let model = spec.model(snapshot);
  let epoch = snapshot.epoch;
  let positions = positionsOf(spec, snapshot);
  let cancelResync: (() => void) | null = null;
  let cancelRejoin: (() => void) | null = null;
  let running = false;
  /** What was folded last was not recorded: if the worker died since, its numbers are other events' now. */
  let ahead = false;
  const announcer = createAnnouncer(time);

  function resync(jitterMs: number, failures = 0): void {
    if (cancelResync !== null || !running) return;
    cancelResync = time.after(time.random() * jitterMs, () => void reload(failures));
  }

  async function reload(failures: number): Promise<void> {
    const fresh = await spec.load();
    if (!running) return;
    cancelResync = null;
    if (fresh === null) {
      resync(Math.min(LOAD_RETRY_MAX_MS, LOAD_RETRY_MS * 2 ** failures), failures + 1);
      return;
    }
    take(fresh);
    join();
  }

  function take(fresh: S): void {
    const topics = positionsOf(spec, fresh);
    for (const topic of positions.keys()) if (!topics.has(topic)) link.leave(topic);
    model = spec.model(fresh);
    ahead = false;
    epoch = fresh.epoch;
    positions = topics;
    announcer.announce();
  }

  function opened(): void {
    if (ahead) resync(RESYNC_JITTER_MS);
    else join();
  }

  function join(): void {
    for (const [topic, lastSeq] of positions) {
      const asked = positions;
      void link.request({ topic, lastSeq, epoch }).then((reply) => {
        if (running && asked === positions) answered(topic, reply);
      });
    }
  }

  function answered(topic: Topic, reply: SubscribeReply | null): void {
    if (reply === null) cancelRejoin ??= time.after(REJOIN_MS, rejoin);
    else if (reply.status === 'resync') resync(reply.jitterMs);
    else if (reply.status === 'ok') positions.set(topic, Math.max(positions.get(topic) ?? 0, reply.through));
  }

  /** Without an answer nobody knows whether the stream reaches us: the page would look live and stand still. */
  function rejoin(): void {
    cancelRejoin = null;
    if (running) join();
  }

  function onBatch(batch: Batch): void {
    const lastSeq = positions.get(batch.topic);
    if (lastSeq === undefined || cancelResync !== null) return;
    switch (judgeBatch({ lastSeq, epoch }, batch)) {
      case 'known':
        return;
      case 'resync':
        resync(RESYNC_JITTER_MS);
        return;
      case 'fold':
        // A snapshot may end in the middle of a batch.
        model = spec.fold(
          model,
          batch.events.filter((e) => e.seq > lastSeq),
        );
        positions.set(batch.topic, batch.through);
        ahead = batch.ahead === true;
        announcer.announce();
        if (spec.outdated(model)) resync(RESYNC_JITTER_MS);
    }
  }

  return {
    model: () => model,
    onChange: announcer.onChange,
    start() {
      running = true;
      const detach = link.attach({ opened, batch: onBatch });
      return () => {
        running = false;
        cancelResync?.();
        cancelResync = null;
        cancelRejoin?.();
        cancelRejoin = null;
        announcer.stop();
        detach();
        for (const topic of positions.keys()) link.leave(topic);
      };
    },
  };
}

function positionsOf<S extends Numbered, M>(spec: PageSpec<S, M>, snapshot: S): Map<Topic, number> {
  return new Map(spec.topics(snapshot).map((topic) => [topic, snapshot.lastSeq]));
}

/** Tells readers at once after quiet, then bundles what comes within the next moment. */
function createAnnouncer(time: BrowserTime) {
  const listeners = new Set<() => void>();
  let cancel: (() => void) | null = null;
  let pending = false;

  function announce(): void {
    if (cancel !== null) {
      pending = true;
      return;
    }
    for (const listener of listeners) listener();
    cancel = time.after(COALESCE_MS, () => {
      cancel = null;
      if (!pending) return;
      pending = false;
      announce();
    });
  }

  return {
    announce,
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}
