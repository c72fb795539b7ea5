/** Which days of a target's minutes must be read at all: hours tell exactly where no window of theirs can hold. */
import type { EpochMs } from '#contract';
import { DAY_MS, type Rollup, resolutionMs } from '../../history/rollup';
import { bucketOf } from '../../history/sketch';
import type { Span } from '../../history/timeline';
import type { PingCondition } from '../conditions-targets';
import { MINUTE_MS } from '../ping-minutes';
import { countFrom, keyOver } from './pings';

const HOUR_MS = resolutionMs['1h'];

/**
 * Days since 1970 whose minutes can be part of a window in which the condition holds. A window is an hour at the most, so it lies in two
 * hours that follow each other: what both together have not, no window of theirs has.
 *
 * @param hours of the whole range and of the hour before, those without pings missing
 */
export function daysToRead(
  condition: PingCondition,
  hours: readonly Rollup[],
  range: Span,
  pingIntervalMs: number,
): Set<number> {
  const days = new Set<number>();
  const firstHour = Math.floor(range.from / HOUR_MS) - 1;
  const lastHour = Math.floor(range.to / HOUR_MS);
  const dayOfHour = (hour: number) => Math.floor((hour * HOUR_MS) / DAY_MS);
  // An hour does not tell where in it there were no pings.
  if (condition.of === 'no-data') {
    for (let hour = firstHour; hour <= lastHour; hour += 1) days.add(dayOfHour(hour));
    return days;
  }
  const weight = weigher(condition, pingIntervalMs);
  const byHour = new Map(hours.map((r) => [r.from / HOUR_MS, weight.of(r)]));
  for (let hour = firstHour; hour <= lastHour; hour += 1) {
    const both = (byHour.get(hour) ?? 0) + (byHour.get(hour + 1) ?? 0);
    if (both < weight.least) continue;
    days.add(dayOfHour(hour));
    days.add(dayOfHour(hour + 1));
  }
  return days;
}

function weigher(
  condition: Exclude<PingCondition, { of: 'no-data' }>,
  pingIntervalMs: number,
): { of(r: Rollup): number; least: number } {
  if (condition.of === 'missed-pings') return { of: (r) => r.misses, least: condition.misses };
  const overUs = condition.overMs * 1_000;
  const key = Math.min(keyOver(overUs), bucketOf(Math.floor(overUs) + 1));
  // The value of rank ⌊q (n − 1)⌋ is over the limit: so are all above it, and a full window has so many at least.
  const answered = Math.max(1, Math.ceil((condition.windowMin * MINUTE_MS) / (2 * pingIntervalMs)));
  const least = answered - Math.floor(condition.quantile * (answered - 1));
  return { of: (r) => ((r.maxUs ?? 0) > overUs ? countFrom(r, key) : 0), least };
}

export const dayOf = (at: EpochMs): number => Math.floor(at / DAY_MS);
