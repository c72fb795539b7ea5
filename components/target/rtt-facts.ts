/** The RTT chart in words and as a table: one row per minute. Pure. */
import type { EpochMs, Sample } from '#contract';
import { formatRtt, plural, quantile } from '../format/units';

export interface MinuteRow {
  at: EpochMs;
  pings: number;
  missed: number;
  minMs: number | null;
  p50Ms: number | null;
  maxMs: number | null;
}

const MINUTE_MS = 60_000;

/** Newest first; minutes without a ping are left out. */
export function minuteRows(samples: readonly Sample[], from: EpochMs, to: EpochMs): MinuteRow[] {
  const rows: MinuteRow[] = [];
  for (let at = Math.floor(to / MINUTE_MS) * MINUTE_MS; at > from - MINUTE_MS; at -= MINUTE_MS) {
    const inside = samples.filter((s) => s.at >= at && s.at < at + MINUTE_MS && s.at >= from);
    if (inside.length === 0) continue;
    const rtts = answered(inside);
    rows.push({
      at,
      pings: inside.length,
      missed: inside.length - rtts.length,
      minMs: quantile(rtts, 0),
      p50Ms: quantile(rtts, 0.5),
      maxMs: quantile(rtts, 1),
    });
  }
  return rows;
}

/** e.g. `450 pings, 3 missed; half within 12 ms, 95 % within 20 ms, slowest 31 ms` */
export function rttSummary(samples: readonly Sample[]): string {
  const rtts = answered(samples);
  const p50 = quantile(rtts, 0.5);
  const p95 = quantile(rtts, 0.95);
  const max = quantile(rtts, 1);
  const counted = `${plural(samples.length, 'ping')}, ${samples.length - rtts.length} missed`;
  if (p50 === null || p95 === null || max === null) return counted;
  return `${counted}; half within ${formatRtt(p50)} ms, 95 % within ${formatRtt(p95)} ms, slowest ${formatRtt(max)} ms`;
}

function answered(samples: readonly Sample[]): number[] {
  return samples.flatMap((s) => (s.rttMs === null ? [] : [s.rttMs]));
}
