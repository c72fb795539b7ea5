/** What waits to be recorded while the database is busy or refuses: bounded, and honest about what it could not keep. */
import type { EpochMs, Event } from '#contract';

/** Beyond the first limit pings are dropped, beyond the second everything: changes of phase are few and matter most. */
export interface QueueLimits {
  pings: number;
  all: number;
}
export const defaultLimits: QueueLimits = { pings: 200_000, all: 250_000 };

/** Time of which something was dropped. */
export interface DroppedSpan {
  fromMs: EpochMs;
  toMs: EpochMs;
  count: number;
}

export interface EventQueue {
  /** False = there was no room, and the event is gone. */
  push(event: Event): boolean;
  /** The oldest `count`, in order, of those after the first `from`; they stay until `drop`. */
  peek(count: number, from?: number): readonly Event[];
  at(index: number): Event | undefined;
  drop(count: number): void;
  size(): number;
  /** What was dropped since the last call, and forgets it; null = nothing. */
  takeDropped(): DroppedSpan | null;
}

/** Removing from the front of a long array is slow: the front is an index, cut off now and then. */
const CUT_FROM = 10_000;

export function createEventQueue(limits: QueueLimits = defaultLimits): EventQueue {
  let events: Event[] = [];
  let front = 0;
  let dropped: DroppedSpan | null = null;
  const size = () => events.length - front;

  return {
    push(event) {
      const isPing = event.type === 'ping-answered' || event.type === 'ping-missed';
      if (size() < (isPing ? limits.pings : limits.all)) {
        events.push(event);
        return true;
      }
      dropped = dropped === null ? { fromMs: event.at, toMs: event.at, count: 1 } : widened(dropped, event.at);
      return false;
    },
    peek: (count, from = 0) => events.slice(front + from, front + from + count),
    at: (index) => events[front + index],
    drop(count) {
      front = Math.min(events.length, front + count);
      if (front < CUT_FROM && front < events.length) return;
      events = events.slice(front);
      front = 0;
    },
    size,
    takeDropped() {
      const taken = dropped;
      dropped = null;
      return taken;
    },
  };
}

function widened(span: DroppedSpan, at: EpochMs): DroppedSpan {
  return { fromMs: Math.min(span.fromMs, at), toMs: Math.max(span.toMs, at), count: span.count + 1 };
}
