/** The ordered, typed, synchronous bus on which facts travel left to right. */
import type { Event, Fact } from '#contract';
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

const TIMES = ['at', 'sentAt', 'startedAt', 'retryAt', 'fromMs', 'toMs'] as const;

/** Facts are made on the steady clock; what is recorded follows the wall clock when that was set. */
function onWallClock(fact: Fact, offsetMs: number): Fact {
  if (offsetMs === 0) return fact;
  const moved: Record<string, unknown> = { ...fact };
  for (const key of TIMES) {
    const value = moved[key];
    if (typeof value === 'number') moved[key] = value + offsetMs;
  }
  return moved as Fact;
}
