/** Which time a page of charts shows, as its address says it, and how zooming and panning change it. Pure. */
import type { EpochMs } from '#contract';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const ranges = [
  { key: '15m', name: '15 min', words: 'the last 15 minutes', ms: 15 * MINUTE_MS },
  { key: '1h', name: '1 h', words: 'the last hour', ms: HOUR_MS },
  { key: '4h', name: '4 h', words: 'the last 4 hours', ms: 4 * HOUR_MS },
  { key: '24h', name: '24 h', words: 'the last 24 hours', ms: DAY_MS },
  { key: '7d', name: '7 d', words: 'the last 7 days', ms: 7 * DAY_MS },
  { key: '30d', name: '30 d', words: 'the last 30 days', ms: 30 * DAY_MS },
  { key: '90d', name: '90 d', words: 'the last 90 days', ms: 90 * DAY_MS },
  { key: '1y', name: '1 year', words: 'the last year', ms: 365 * DAY_MS },
] as const;
export type LiveRange = (typeof ranges)[number];

export interface Span {
  from: EpochMs;
  to: EpochMs;
}

/** `live` ends now and moves on; `fixed` stands still. */
export type View = { kind: 'live'; range: LiveRange } | ({ kind: 'fixed' } & Span);

export const LEAST_MS = MINUTE_MS;
export const MOST_MS = 3 * 366 * DAY_MS;

/** From `?range=24h`, or `?from=…&to=…` in ISO 8601; what is missing or makes no sense is the usual range. */
export function viewOf(query: URLSearchParams, usual: LiveRange = ranges[0]): View {
  const from = momentOf(query.get('from'));
  const to = momentOf(query.get('to'));
  if (from !== null && to !== null && from < to && to - from <= MOST_MS) return { kind: 'fixed', from, to };
  return { kind: 'live', range: ranges.find((r) => r.key === query.get('range')) ?? usual };
}

/** Writes a view into an address; the usual one leaves it as short as it can be. */
export function putView(query: URLSearchParams, view: View, usual: LiveRange = ranges[0]): void {
  for (const name of ['range', 'from', 'to']) query.delete(name);
  if (view.kind === 'fixed') {
    query.set('from', isoSecond(view.from));
    query.set('to', isoSecond(view.to));
  } else if (view.range.key !== usual.key) query.set('range', view.range.key);
}

export function spanOf(view: View, now: EpochMs): Span {
  return view.kind === 'fixed' ? { from: view.from, to: view.to } : { from: now - view.range.ms, to: now };
}

/**
 * @param factor under 1: nearer
 * @param at what stays where it is
 */
export function zoomed({ from, to }: Span, factor: number, at: EpochMs, now: EpochMs): Span {
  const length = to - from;
  const wanted = Math.min(MOST_MS, Math.max(LEAST_MS, length * factor));
  const share = Math.min(1, Math.max(0, (at - from) / length));
  const start = at - wanted * share;
  return withinTime({ from: start, to: start + wanted }, now);
}

/** @param byMs later when positive */
export function panned({ from, to }: Span, byMs: number, now: EpochMs): Span {
  return withinTime({ from: from + byMs, to: to + byMs }, now);
}

/** Nothing has happened yet after now, and nothing before 1970. Whole seconds, as the address has them. */
function withinTime({ from, to }: Span, now: EpochMs): Span {
  const over = Math.max(0, to - now);
  const start = Math.max(0, Math.floor((from - over) / 1_000) * 1_000);
  const length = Math.round((to - from) / 1_000) * 1_000;
  return { from: start, to: start + Math.max(LEAST_MS, length) };
}

export function sameSpan(a: Span, b: Span): boolean {
  return a.from === b.from && a.to === b.to;
}

export function isoSecond(at: EpochMs): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function momentOf(text: string | null): EpochMs | null {
  if (text === null) return null;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) && at >= 0 && at <= 8.64e15 ? at : null;
}
