/** One topic's stream: what waits for the next batch, and a bounded ring of what was sent, for pages that come back. Knows no clock. */
import type { EpochMs, Recorded } from '#contract';

/** The first change after quiet goes at once, then at most one batch in this time. */
export const BATCH_INTERVAL_MS = 250;

/** Per topic; when one of them is passed the oldest batches leave the ring. Bytes are those of the JSON, about. */
export interface RingLimits {
  events: number;
  bytes: number;
}

/** The part of a batch that the topic's stream decides. */
export interface Slice {
  after: number;
  through: number;
  events: readonly Recorded[];
}

export interface TopicLog {
  /** Puts a committed event in the waiting batch; events come in order of seq. */
  add(event: Recorded, bytes: number): void;
  /** When the waiting batch may go out; null when nothing waits. */
  dueAt(): EpochMs | null;
  /** The waiting batch, which now belongs to the ring. `through` is the last seq committed on any topic. */
  flush(at: EpochMs, through: number): Slice;
  /** Everything after `lastSeq`, waiting events included; null when the ring no longer reaches back that far. */
  since(lastSeq: number): Recorded[] | null;
  /** Drops batches whose events all have a seq up to `seq`. */
  forgetThrough(seq: number): void;
  /** What the ring and the waiting batch hold. */
  bytes(): number;
}

interface Sent {
  events: readonly Recorded[];
  bytes: number;
  lastSeq: number;
}

/** @param base the last seq that was committed before this log began: a page that is at least there misses nothing older */
export function createTopicLog(base: number, limits: RingLimits): TopicLog {
  let floor = base;
  let sentThrough = base;
  let mayGoAt: EpochMs = 0;
  let waiting: Recorded[] = [];
  let waitingBytes = 0;
  const ring: Sent[] = [];
  let ringEvents = 0;
  let ringBytes = 0;

  function dropOldest(): void {
    const oldest = ring.shift();
    if (oldest === undefined) return;
    floor = oldest.lastSeq;
    ringEvents -= oldest.events.length;
    ringBytes -= oldest.bytes;
  }

  function keep(sent: Sent): void {
    ring.push(sent);
    ringEvents += sent.events.length;
    ringBytes += sent.bytes;
    while (ringEvents > limits.events || ringBytes > limits.bytes) dropOldest();
  }

  return {
    add(event, bytes) {
      waiting.push(event);
      waitingBytes += bytes;
    },
    dueAt: () => (waiting.length === 0 ? null : mayGoAt),
    flush(at, through) {
      const slice = { after: sentThrough, through, events: waiting };
      const last = waiting.at(-1);
      if (last !== undefined) keep({ events: waiting, bytes: waitingBytes, lastSeq: last.seq });
      sentThrough = through;
      mayGoAt = at + BATCH_INTERVAL_MS;
      waiting = [];
      waitingBytes = 0;
      return slice;
    },
    since(lastSeq) {
      if (lastSeq < floor) return null;
      const from = ring.findIndex((s) => s.lastSeq > lastSeq);
      const sent = from < 0 ? [] : ring.slice(from).flatMap((s) => s.events);
      return [...sent, ...waiting].filter((e) => e.seq > lastSeq);
    },
    forgetThrough(seq) {
      for (let oldest = ring[0]; oldest !== undefined && oldest.lastSeq <= seq; oldest = ring[0]) dropOldest();
    },
    bytes: () => ringBytes + waitingBytes,
  };
}
