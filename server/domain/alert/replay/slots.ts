/** Summaries of pings on their way into a replay: counted without making an object of each, and whole where one is looked at. */
import type { EpochMs } from '#contract';
import type { Rollup } from '../../history/rollup';
import type { Span } from '../../history/timeline';

/** A summary that may be overwritten by the next one. */
export interface Slot extends Omit<Rollup, 'sketch' | 'sumUs'> {
  sketch: { readonly size: number; readonly keys: ArrayLike<number>; readonly counts: ArrayLike<number> };
}

export interface Slots {
  /** Every slot that has pings; one of them perhaps in two parts, whose sum it is. */
  each(take: (slot: Slot) => void): void;
  /** Those that begin in the span, in order of time. */
  between(span: Span): Rollup[];
}

export function slotsOfRollups(rollups: readonly Rollup[]): Slots {
  return {
    each(take) {
      for (const r of rollups) take({ ...r, sketch: { ...r.sketch, size: r.sketch.keys.length } });
    },
    between: ({ from, to }) => rollups.filter((r) => r.from >= from && r.from < to),
  };
}

/** How many of its values lie in buckets from this key on. */
export function countFrom({ size, keys, counts }: Slot['sketch'], least: number): number {
  let n = 0;
  for (let i = size - 1; i >= 0 && (keys[i] ?? 0) >= least; i -= 1) n += counts[i] ?? 0;
  return n;
}

/** The number of a slot since the epoch. */
export const numberOf = (at: EpochMs, slotMs: number): number => Math.floor(at / slotMs);
