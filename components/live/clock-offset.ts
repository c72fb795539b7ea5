/** How far the server's clock is ahead of the browser's, from what the server says on arrival. */
import type { EpochMs } from '#contract';

const KEPT = 60;

export interface ClockOffset {
  /** A server time that arrived at the local time. */
  heard(serverAt: EpochMs, localAt: EpochMs): void;
  /** Add to local time to get server time; 0 until something was heard. */
  ms(): number;
}

/** A message is always late, never early: the largest difference of the last minute is the nearest to the truth. */
export function createClockOffset(): ClockOffset {
  const differences: number[] = [];
  let best = 0;
  return {
    heard(serverAt, localAt) {
      differences.push(serverAt - localAt);
      if (differences.length > KEPT) differences.shift();
      best = Math.max(...differences);
    },
    ms: () => best,
  };
}
