/** What can be said about a timeline: only inside its window, and only as long as somebody observed. */
import type { EpochMs, PhaseInterval } from '#contract';

/** The liveness row moves every second; this much later, nobody is observing. */
export const SILENT_AFTER_MS = 5_000;

/**
 * Ends every interval at the observer's last sign of life when that is too long ago, and says `unknown` from there on.
 *
 * @param aliveAt null = there never was an observer
 * @param at until when the timeline is to be told
 */
export function unknownSince(
  intervals: readonly PhaseInterval[],
  aliveAt: EpochMs | null,
  at: EpochMs,
): PhaseInterval[] {
  if (aliveAt === null || at - aliveAt <= SILENT_AFTER_MS || intervals.length === 0) return [...intervals];
  const known = intervals
    .filter((i) => i.from < aliveAt)
    .map((i) => (i.to === null || i.to > aliveAt ? { ...i, to: aliveAt } : i));
  return [...known, { phase: 'unknown', from: aliveAt, to: null, failure: null }];
}

/** The part inside [from, to); what still goes on at the end of the window keeps `to` null. */
export function within(intervals: readonly PhaseInterval[], from: EpochMs, to: EpochMs | null): PhaseInterval[] {
  const end = to ?? Number.POSITIVE_INFINITY;
  return intervals.flatMap((i) => {
    if (i.from >= end || (i.to !== null && i.to <= from)) return [];
    return [{ ...i, from: Math.max(i.from, from), to: i.to !== null && i.to > end ? end : i.to }];
  });
}
