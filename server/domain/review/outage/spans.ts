/** Changes at moments as spans over the axis, with holes where nobody looked. */
import type { EpochMs, UnobservedSpan } from '#contract';
import type { Span } from '../../history/timeline';
import { observedPieces } from '../../unobserved';

export interface Change<V> {
  at: EpochMs;
  value: V;
}

/**
 * @param changes in order; the one in force before the range first. What was told late does not reach back over the one before.
 * @param same whether two values are one span
 */
export function spansOf<V>(
  changes: readonly Change<V>[],
  range: Span,
  unobserved: readonly UnobservedSpan[],
  same: (a: V, b: V) => boolean = (a, b) => a === b,
): (Span & { value: V })[] {
  const spans: (Span & { value: V })[] = [];
  for (const { at, value } of changes) {
    const last = spans.at(-1);
    if (last !== undefined && same(last.value, value)) continue;
    const from = last === undefined ? at : Math.max(at, last.from);
    if (last !== undefined) last.to = from;
    spans.push({ from, to: range.to, value });
  }
  return spans
    .map((s) => ({ ...s, from: Math.max(s.from, range.from), to: Math.min(s.to, range.to) }))
    .filter((s) => s.to > s.from)
    .flatMap((s) => observedPieces(s, unobserved));
}

/** How much time lies in at least one of the spans. */
export function unionMs(spans: readonly Span[]): number {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}

/** The lower middle one; null without any. */
export function medianOf(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? null;
}
