/** Which days of a target's minutes must be read at all: wider summaries tell exactly where no window of minutes can hold. */
import type { EpochMs } from '#contract';
import { DAY_MS } from '../../history/rollup';
import { bucketOf } from '../../history/sketch';
import type { PingCondition } from '../conditions-targets';
import { MINUTE_MS } from '../ping-minutes';
import { keyOver } from './pings';
import { countFrom, numberOf, type Slot, type Slots } from './slots';

export interface Weigher {
  /** What a slot adds to the condition, at most. */
  of(slot: Slot): number;
  /** What a window must have at least for the condition to hold. */
  least: number;
}

/** null: wider summaries do not tell, because they do not say where in them there were no pings. */
export function weigherOf(condition: PingCondition, pingIntervalMs: number): Weigher | null {
  if (condition.of === 'no-data') return null;
  if (condition.of === 'missed-pings') return { of: (slot) => slot.misses, least: condition.misses };
  const overUs = condition.overMs * 1_000;
  const key = Math.min(keyOver(overUs), bucketOf(Math.floor(overUs) + 1));
  // The value of rank ⌊q (n − 1)⌋ is over the limit: so are all above it, and a full window has so many at least.
  const answered = Math.max(1, Math.ceil((condition.windowMin * MINUTE_MS) / (2 * pingIntervalMs)));
  const least = answered - Math.floor(condition.quantile * (answered - 1));
  return { of: (slot) => ((slot.maxUs ?? 0) > overUs ? countFrom(slot.sketch, key) : 0), least };
}

/** Of each slot that adds something, how much. */
export function weighed(slots: Slots, slotMs: number, { of }: Weigher): Map<number, number> {
  const weights = new Map<number, number>();
  slots.each((slot) => {
    const weight = of(slot);
    if (weight === 0) return;
    const n = numberOf(slot.from, slotMs);
    weights.set(n, (weights.get(n) ?? 0) + weight);
  });
  return weights;
}

/**
 * Days since 1970 with slots that can be part of a window in which the condition holds. A window lies in so many slots that follow each
 * other: what all of them together have not, it has not.
 */
export function daysWithWindows(
  weights: ReadonlyMap<number, number>,
  slotMs: number,
  windowMin: number,
  least: number,
): Set<number> {
  const length = Math.ceil((windowMin * MINUTE_MS) / slotMs) + 1;
  const days = new Set<number>();
  for (const slot of weights.keys()) {
    for (let first = slot - length + 1; first <= slot; first += 1) {
      let sum = 0;
      for (let i = first; i < first + length; i += 1) sum += weights.get(i) ?? 0;
      if (sum < least) continue;
      days.add(dayOf(first * slotMs));
      days.add(dayOf((first + length - 1) * slotMs));
    }
  }
  return days;
}

export const dayOf = (at: EpochMs): number => Math.floor(at / DAY_MS);
