/** So few of something that a chart can draw it, with nothing that matters lost. */
import type { EpochMs, HistorySpan, HistoryStatus } from '#contract';
import type { Span } from '../history/timeline';

/** The worse is drawn: trouble that is a pixel wide must not vanish. */
const gravity: Record<HistoryStatus, number> = { up: 0, maintained: 1, unknown: 2, degraded: 3, down: 4 };

/**
 * As they are while they are few. Else the range is cut into `limit` slots, each as its worst moment was.
 *
 * @param spans that touch, over the range
 */
export function thinnedSpans(spans: readonly HistorySpan[], range: Span, limit: number): HistorySpan[] {
  if (spans.length <= limit) return [...spans];
  const thin: HistorySpan[] = [];
  let first = 0;
  for (let slot = 0; slot < limit; slot++) {
    const { from, to } = slotAt(range, slot, limit);
    if (to <= from) continue;
    while ((spans[first]?.to ?? Number.POSITIVE_INFINITY) <= from) first += 1;
    let worst: HistoryStatus | null = null;
    for (let i = first; i < spans.length; i++) {
      const span = spans[i];
      if (span === undefined || span.from >= to) break;
      if (worst === null || gravity[span.status] > gravity[worst]) worst = span.status;
    }
    if (worst === null) continue;
    const last = thin.at(-1);
    if (last?.status === worst && last.to === from) last.to = to;
    else thin.push({ from, to, status: worst });
  }
  return thin;
}

/** The part of `parts` equal ones of a range, in whole milliseconds. */
export function slotAt(range: Span, slot: number, parts: number): Span {
  const edge = (n: number) => range.from + Math.round(((range.to - range.from) * n) / parts);
  return { from: edge(slot), to: edge(slot + 1) };
}

/** Groups by slot, in order of time; what lies outside the range is left out. */
export function bySlotOf<T>(items: readonly T[], at: (item: T) => EpochMs, range: Span, parts: number): T[][] {
  const groups = new Map<number, T[]>();
  const length = Math.max(1, range.to - range.from);
  for (const item of items) {
    if (at(item) < range.from || at(item) >= range.to) continue;
    const slot = Math.floor(((at(item) - range.from) * parts) / length);
    const group = groups.get(slot);
    if (group === undefined) groups.set(slot, [item]);
    else group.push(item);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}
