/** The dashboard's clock, one for the process. */
import type { EpochMs } from '#contract';
import { createSystemTime, type SystemTime } from '../../server/time/system-time';

let made: SystemTime | null = null;

/** Wall time: the dashboard sets no deadlines, so it simply follows a clock that is set. */
export function wallTime(): EpochMs {
  made ??= createSystemTime({ keepAlive: false });
  return made.read().wallMs;
}
