/** The ordered, typed, synchronous bus on which facts travel left to right. */
import type { Event, EventType, Fact } from '#contract';
import type { Time } from '../time/time';

export type Listener = (event: Event) => void;

export interface EventBus {
  /** Gives the fact its identity and hands it to every listener in the order of their subscription; a fact published by a listener waits its turn. */
  publish(fact: Fact): Event;
  subscribe(listener: Listener): () => void;
}

/** @param onListenerError a listener's bug reaches the log, never the publisher or the other listeners */
export function createEventBus(
  observerId: string,
  time: Time,
  onListenerError: (error: unknown, event: Event) => void,
): EventBus {
  const listeners = new Set<Listener>();
  const waiting: Event[] = [];
  let draining = false;

  function drain(): void {
    if (draining) return;
    draining = true;
    for (let e = waiting.shift(); e !== undefined; e = waiting.shift()) {
      for (const listener of listeners) {
        try {
          listener(e);
        } catch (error) {
          onListenerError(error, e);
        }
      }
    }
    draining = false;
  }

  return {
    publish(fact) {
      const event = { ...onWallClock(fact, time.wallOffsetMs()), observerId, eventId: time.uuid(), v: 1 } as Event;
      waiting.push(event);
      drain();
      return event;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Fields that hold a time of ours, wherever in a fact; a server's own stamps and certificates have other names. */
const TIMES = new Set([
  ...['at', 'sentAt', 'startedAt', 'retryAt', 'fromMs', 'toMs'],
  ...['since', 'from', 'to', 'first', 'last', 'earliest', 'latest'],
  ...['warnedAt', 'closedAt', 'readyAgainAt', 'unseenFrom', 'toldAt', 'checkedAt'],
]);

/** These carry records whose times are on the wall clock already: only when they were told is not. */
const RECORDS: ReadonlySet<EventType> = new Set([
  ...(['incident-changed', 'silence-changed', 'alerting-configured', 'delivery-changed'] as const),
]);

/** Facts are made on the steady clock; what is recorded follows the wall clock when that was set. */
function onWallClock(fact: Fact, offsetMs: number): Fact {
  if (offsetMs === 0) return fact;
  if (RECORDS.has(fact.type)) return { ...fact, at: fact.at + offsetMs };
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [
      key,
      TIMES.has(key) && typeof inner === 'number' ? inner + offsetMs : moved(inner),
    ]);
    return Object.fromEntries(entries);
  };
  return moved(fact) as Fact;
}
