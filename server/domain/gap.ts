/** How long nobody was observing before this run began. */
import type { EpochMs } from '#contract';

/** What is known of the run before. */
export interface EndOfRun {
  startedAt: EpochMs;
  aliveAt: EpochMs;
  endedAt: EpochMs | null;
}

export interface Gap {
  fromMs: EpochMs;
  toMs: EpochMs;
  reason: 'crashed' | 'stopped';
}

/**
 * The unknown time between the last run and now. A run that said goodbye was observing until then; one that did not was surely
 * observing only until its last sign of life. `null` when there was no run, no time between, or the clock was set back so that
 * the span cannot be known.
 */
export function gapSince(last: EndOfRun | null, now: EpochMs): Gap | null {
  if (last === null) return null;
  const fromMs = Math.max(last.startedAt, last.endedAt ?? last.aliveAt);
  if (now <= fromMs) return null;
  return { fromMs, toMs: now, reason: last.endedAt === null ? 'crashed' : 'stopped' };
}
