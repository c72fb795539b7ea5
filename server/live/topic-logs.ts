/** All topics' streams together: takes commits, says which batches are due, and answers a page that wants to join. Knows no clock and no socket. */
import {
  type Batch,
  type EpochMs,
  mayPass,
  type Recorded,
  type SubscribeRequest,
  type Topic,
  topicsOf,
} from '#contract';
import { createTopicLog, type RingLimits, type TopicLog } from './topic-log';

export interface LogLimits {
  perTopic: RingLimits;
  /** Of a topic that carries every agent of a cluster. */
  perCluster: RingLimits;
  /** Over all topics; an event that two topics carry counts twice. */
  totalBytes: number;
}

/**
 * Of 5,000 agents: a page that missed more than its snapshot weighs (3 MB, half a minute at 200 events/s) had better fetch that; and
 * what it missed must not by itself look like the backlog of a page that does not read (`maxBacklogBytes` of the gateway).
 */
export const defaultLimits: LogLimits = {
  perTopic: { events: 5_000, bytes: 2 * 2 ** 20 },
  perCluster: { events: 10_000, bytes: 3 * 2 ** 20 },
  totalBytes: 48 * 2 ** 20,
};

/** What the database has of the numbers in (after, base], without passing events. */
export interface Remembered {
  after: number;
  events: readonly Recorded[];
}

/** `through`: the page misses nothing up to here; `missed` is what it folds next, before any batch of the room. */
export type Joined = { status: 'ok'; through: number; missed: Batch | null } | { status: 'resync' };

export interface TopicLogs {
  /** One commit: consecutive events in order of seq. */
  take(events: readonly Recorded[]): void;
  /** The batches that may go out at `at`; they count as sent. */
  due(at: EpochMs): Batch[];
  /** When `due` will next have something; null when nothing waits. */
  nextDueAt(): EpochMs | null;
  /** Whether and how a page at `lastSeq` continues in the topic's stream, from this moment on. */
  join(request: SubscribeRequest): Joined;
  /** What all rings hold, about. */
  bytes(): number;
}

/**
 * @param base the recorder's last seq when the gateway began to listen
 * @param remembered what was told before then; topics that may carry passing events begin at `base` all the same, because of
 * those nobody knows which there were
 */
export function createTopicLogs(
  epoch: string,
  base: number,
  limits: LogLimits = defaultLimits,
  remembered: Remembered = { after: base, events: [] },
): TopicLogs {
  const logs = new Map<Topic, TopicLog>();
  const waiting = new Map<Topic, TopicLog>();
  let committed = base;
  let forgotten = remembered.after;
  remember();

  /** The last seq that the topic's ring does not reach. */
  function baseOf(topic: Topic): number {
    return mayPass(topic) ? base : remembered.after;
  }

  function logOf(topic: Topic): TopicLog {
    const known = logs.get(topic);
    if (known !== undefined) return known;
    const log = createTopicLog(baseOf(topic), topic.startsWith('agents:') ? limits.perCluster : limits.perTopic);
    logs.set(topic, log);
    return log;
  }

  function remember(): void {
    for (const event of remembered.events) {
      const bytes = JSON.stringify(event).length;
      for (const topic of topicsOf(event)) if (!mayPass(topic)) logOf(topic).add(event, bytes);
    }
    for (const log of logs.values()) log.flush(0, base);
    keepWithinTotal();
  }

  function totalBytes(): number {
    let sum = 0;
    for (const log of logs.values()) sum += log.bytes();
    return sum;
  }

  /** Halves the span of seq that is remembered until it fits: the oldest go first, whatever their topic. */
  function keepWithinTotal(): void {
    while (forgotten < committed && totalBytes() > limits.totalBytes) {
      forgotten = Math.ceil((forgotten + committed) / 2);
      for (const log of logs.values()) log.forgetThrough(forgotten);
    }
  }

  return {
    take(events) {
      for (const event of events) {
        if (event.seq <= committed) continue;
        committed = event.seq;
        const bytes = JSON.stringify(event).length;
        for (const topic of topicsOf(event)) {
          const log = logOf(topic);
          log.add(event, bytes);
          waiting.set(topic, log);
        }
      }
    },
    due(at) {
      const batches: Batch[] = [];
      for (const [topic, log] of waiting) {
        if ((log.dueAt() ?? at) > at) continue;
        waiting.delete(topic);
        const { after, through, events } = log.flush(at, committed);
        batches.push({ topic, epoch, after, through, events: [...events] });
      }
      if (batches.length > 0) keepWithinTotal();
      return batches;
    },
    nextDueAt() {
      let next: EpochMs | null = null;
      for (const log of waiting.values()) {
        const at = log.dueAt();
        if (at !== null && (next === null || at < next)) next = at;
      }
      return next;
    },
    join({ topic, lastSeq, epoch: pageEpoch }) {
      // A page that is ahead of us has read a database that we have not: restored, or committed a moment ago.
      if (pageEpoch !== epoch || lastSeq > committed) return { status: 'resync' };
      const log = logs.get(topic);
      const missed = log === undefined ? (lastSeq < baseOf(topic) ? null : []) : log.since(lastSeq);
      if (missed === null) return { status: 'resync' };
      if (missed.length === 0) return { status: 'ok', through: committed, missed: null };
      return {
        status: 'ok',
        through: lastSeq,
        missed: { topic, epoch, after: lastSeq, through: committed, events: missed },
      };
    },
    bytes: totalBytes,
  };
}
