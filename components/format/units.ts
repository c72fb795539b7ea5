/** Figures as people read them: RTT, durations, counts, percentiles. Pure; units are in the names. */

const THIN_SPACE = '\u202f';

/** One decimal under 10 ms, none above, thin separators from 1 000 on; without the unit. */
export function formatRtt(rttMs: number): string {
  if (rttMs < 9.95) return rttMs.toFixed(1);
  return formatCount(Math.round(rttMs));
}

/** Thousands apart by a thin space: `1 204`. */
export function formatCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** `0:42`, `12:07`, `1 h 04 min`, `3 d 04 h`. Negative counts as zero. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes}:${two(seconds % 60)}`;
  if (hours < 48) return `${hours} h ${two(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** A countdown shows the second that is running, so that it ends at `0:00`. */
export function formatCountdown(ms: number): string {
  return formatDuration(Math.ceil(Math.max(0, ms) / 1000) * 1000);
}

/** A short span in words for sentences: `10 s`, `1.5 s`, `500 ms`, `2 min`. */
export function formatSpan(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms >= 120_000 && ms % 60_000 === 0) return `${ms / 60_000} min`;
  const seconds = ms / 1000;
  return `${Number.isInteger(seconds) ? seconds : seconds.toFixed(1)} s`;
}

/** `1 session`, `3 sessions`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

/** `TCP`, `TCP and BOSH`, `TCP, BOSH and WebSocket`. */
export function inWords(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The q-quantile (0..1) by nearest rank, so that it is always a value that was measured; null without values. */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(q * sorted.length));
  return sorted[rank - 1] ?? null;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
