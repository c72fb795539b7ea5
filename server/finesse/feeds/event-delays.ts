/** Remembers of one server's feeds what measuring its events' delay needs. */
import type { EpochMs } from '#contract';
import type { ClockOffset } from '../../domain/clock-offset';
import { type DelayVerdict, measureDelay, type StampedEvent } from '../../domain/event-delay';

export interface EventDelays {
  /** After a subscribe or a reconnect: each agent's next event is a first one. */
  subscribed(): void;
  /** The server is back in service. */
  returned(at: EpochMs): void;
  measure(loginId: string, event: StampedEvent, offset: ClockOffset | null): DelayVerdict;
}

export function createEventDelays(): EventDelays {
  const lastStamps = new Map<string, EpochMs | null>();
  let returnedAt: EpochMs | null = null;
  return {
    subscribed: () => lastStamps.clear(),
    returned(at) {
      returnedAt = at;
    },
    measure(loginId, event, offset) {
      const context = { lastStampMs: lastStamps.get(loginId), returnedAt, offset };
      const { lastStampMs, verdict } = measureDelay(event, context);
      lastStamps.set(loginId, lastStampMs);
      return verdict;
    },
  };
}
