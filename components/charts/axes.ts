/** Ticks and limits of charts: round times, round milliseconds, a scale that rarely changes. Pure. */
import type { EpochMs, Sample } from '#contract';
import { quantile } from '../format/units';

const MINUTE_MS = 60_000;

/** Full minutes (every `stepMin`) inside the window; minutes look the same in every zone that people live in, but for the step. */
export function minuteTicks(from: EpochMs, to: EpochMs, stepMin: number): EpochMs[] {
  const step = stepMin * MINUTE_MS;
  const ticks: EpochMs[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

const tops = [
  5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000,
];

/**
 * The round top of the scale. A few pings that are far slower than nearly all others would flatten the line, so they may leave the
 * scale: they are then marked at the upper edge.
 */
export function topOfScale(samples: readonly Sample[]): number {
  const rtts = samples.flatMap((s) => (s.rttMs === null ? [] : [s.rttMs]));
  const slowest = quantile(rtts, 1) ?? 0;
  const usual = (quantile(rtts, 0.98) ?? 0) * 1.5;
  const wanted = slowest > usual * 1.5 ? usual : slowest * 1.08;
  return tops.find((top) => top >= wanted) ?? wanted;
}

export interface XY {
  x: number;
  y: number;
}
