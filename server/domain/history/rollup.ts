/** Summaries of measurements that merge: of any split, in any order and grouping, the same. */
import type { EpochMs } from '#contract';
import type { PingSample } from './chunk';
import { emptySketch, mergeSketches, quantile, type Sketch, sketchOf } from './sketch';

export const resolutions = ['1m', '10m', '1h', '1d'] as const;
export type Resolution = (typeof resolutions)[number];

/** Days are days of UTC: those of other zones are put together from hours (`cover.ts`). */
export const resolutionMs: Record<Resolution, number> = {
  '1m': 60_000,
  '10m': 600_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
};
export const DAY_MS = resolutionMs['1d'];

/** What is known of some pings. */
export interface Summary {
  /** How many were asked, missed ones included. */
  count: number;
  misses: number;
  /** Of the answered ones; null = none was. */
  minUs: number | null;
  maxUs: number | null;
  sumUs: number;
  sketch: Sketch;
}

/** The summary of the pings sent in [from, from + resolution). */
export interface Rollup extends Summary {
  from: EpochMs;
}

export const emptySummary: Summary = { count: 0, misses: 0, minUs: null, maxUs: null, sumUs: 0, sketch: emptySketch };

export function slotOf(at: EpochMs, stepMs: number): EpochMs {
  return Math.floor(at / stepMs) * stepMs;
}

export function summaryOf(samples: readonly PingSample[]): Summary {
  const rtts = samples.flatMap((s) => s.rttUs ?? []);
  const { min, max, sum } = rtts.reduce(
    (all, rtt) => ({ min: Math.min(all.min, rtt), max: Math.max(all.max, rtt), sum: all.sum + rtt }),
    { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, sum: 0 },
  );
  return {
    count: samples.length,
    misses: samples.length - rtts.length,
    minUs: rtts.length === 0 ? null : min,
    maxUs: rtts.length === 0 ? null : max,
    sumUs: sum,
    sketch: sketchOf(rtts),
  };
}

export function mergeSummaries(parts: readonly Summary[]): Summary {
  let [count, misses, sumUs] = [0, 0, 0];
  let minUs: number | null = null;
  let maxUs: number | null = null;
  for (const part of parts) {
    count += part.count;
    misses += part.misses;
    sumUs += part.sumUs;
    if (part.minUs !== null) minUs = minUs === null ? part.minUs : Math.min(minUs, part.minUs);
    if (part.maxUs !== null) maxUs = maxUs === null ? part.maxUs : Math.max(maxUs, part.maxUs);
  }
  return { count, misses, minUs, maxUs, sumUs, sketch: mergeSketches(parts.map((p) => p.sketch)) };
}

/** At most 1 % from the true one (`quantile`); null = no ping was answered. */
export function quantileOf(summary: Summary, q: number): number | null {
  if (summary.minUs === null || summary.maxUs === null) return null;
  return quantile(summary.sketch, q, { min: summary.minUs, max: summary.maxUs });
}

/** In order of time; slots without pings are left out. @param stepMs a resolution, or any other step from the epoch on */
export function rollUp(samples: readonly PingSample[], stepMs: number): Rollup[] {
  return bySlot(samples, (s) => slotOf(s.at, stepMs)).map(([from, of]) => ({ from, ...summaryOf(of) }));
}

/** Into wider slots, a multiple of the present ones; also puts several lists of the same resolution together. */
export function coarsen(rollups: readonly Rollup[], stepMs: number): Rollup[] {
  return bySlot(rollups, (r) => slotOf(r.from, stepMs)).map(([from, of]) => ({ from, ...mergeSummaries(of) }));
}

/** All resolutions of the same pings, each from the finer one. */
export function pyramidOf(samples: readonly PingSample[]): Record<Resolution, Rollup[]> {
  const minutes = rollUp(samples, resolutionMs['1m']);
  const tens = coarsen(minutes, resolutionMs['10m']);
  const hours = coarsen(tens, resolutionMs['1h']);
  return { '1m': minutes, '10m': tens, '1h': hours, '1d': coarsen(hours, resolutionMs['1d']) };
}

/** Groups that come in order of time, whatever the order of what is in them. */
export function bySlot<T>(items: readonly T[], slot: (item: T) => EpochMs): [EpochMs, T[]][] {
  const groups = new Map<EpochMs, T[]>();
  for (const item of items) {
    const at = slot(item);
    const group = groups.get(at);
    if (group === undefined) groups.set(at, [item]);
    else group.push(item);
  }
  return [...groups].sort(([a], [b]) => a - b);
}
