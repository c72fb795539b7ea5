/** The time that nobody observed: gaps and stalls of the observer, and its silence. */
import type { EpochMs, Event, UnobservedSpan } from '#contract';
import { SILENT_AFTER_MS } from './interval';

/** The span that a gap or stall tells of, or null for other events. */
export function unobservedBy(e: Event): UnobservedSpan | null {
  return e.type === 'observer-gap' || e.type === 'observer-stalled' ? { from: e.fromMs, to: e.toMs } : null;
}

/**
 * The unobserved part of [from, at], in order and without overlap. An observer that has been silent for too long observes nothing
 * since its last sign of life.
 *
 * @param aliveAt the last sign of life; null = there never was an observer, and nothing can be said
 */
export function unobservedWithin(
  spans: readonly UnobservedSpan[],
  aliveAt: EpochMs | null,
  from: EpochMs,
  at: EpochMs,
): UnobservedSpan[] {
  const silence = aliveAt !== null && at - aliveAt > SILENT_AFTER_MS ? [{ from: aliveAt, to: at }] : [];
  const merged: UnobservedSpan[] = [];
  for (const span of [...spans, ...silence].sort((a, b) => a.from - b.from)) {
    const cut = { from: Math.max(span.from, from), to: Math.min(span.to, at) };
    const last = merged.at(-1);
    if (cut.to <= cut.from) continue;
    if (last !== undefined && cut.from <= last.to) last.to = Math.max(last.to, cut.to);
    else merged.push(cut);
  }
  return merged;
}

/** What is left of a span where nobody looked away; `to` null = goes on, and does so when its last piece reaches `at`. */
export function observedPieces<S extends { from: EpochMs; to: EpochMs | null }>(
  span: S,
  unobserved: readonly UnobservedSpan[],
): S[] {
  let pieces: S[] = [span];
  for (const gap of unobserved) {
    pieces = pieces.flatMap((p) => {
      const end = p.to ?? Number.POSITIVE_INFINITY;
      if (end <= gap.from || p.from >= gap.to) return [p];
      const before = p.from < gap.from ? [{ ...p, to: gap.from }] : [];
      const after = end > gap.to ? [{ ...p, from: gap.to }] : [];
      return [...before, ...after];
    });
  }
  return pieces;
}
