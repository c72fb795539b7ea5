/** A series as a chart takes it: lines and bands that break where nothing is known, and what does not fit on the scale. Pure. */
import type { EpochMs, HistoryPoint } from '#contract';
import { quantile } from '../format/units';
import { topOfScale, type XY } from './axes';

export interface Bands {
  min: XY[];
  p50: XY[];
  p95: XY[];
  max: XY[];
  /** Radius per point: one that has no neighbours would be a line without length. */
  radii: number[];
}

export function middleOf(p: { from: EpochMs; to: EpochMs }): EpochMs {
  return (p.from + p.to) / 2;
}

/** Longer than this between two points is a hole. Pings may have been further apart once than a point is long now. */
export function longestGapMs(points: readonly HistoryPoint[], stepMs: number | null): number {
  const gaps = points.flatMap((p, i) => (i === 0 ? [] : [p.from - (points[i - 1]?.from ?? 0)])).sort((a, b) => a - b);
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 10_000;
  return stepMs === null ? usual * 2.5 : Math.max(stepMs * 1.5, usual > stepMs ? usual * 2.5 : 0);
}

/** @param place where a time lies on the axis; another range's may be moved */
export function bandsOf(
  points: readonly HistoryPoint[],
  stepMs: number | null,
  place: (at: EpochMs) => EpochMs = (at) => at,
): Bands {
  const bands: Bands = { min: [], p50: [], p95: [], max: [], radii: [] };
  const gap = longestGapMs(points, stepMs);
  const push = (x: number, p: Pick<HistoryPoint, 'minMs' | 'p50Ms' | 'p95Ms' | 'maxMs'>) => {
    bands.min.push({ x, y: p.minMs ?? Number.NaN });
    bands.p50.push({ x, y: p.p50Ms ?? Number.NaN });
    bands.p95.push({ x, y: p.p95Ms ?? Number.NaN });
    bands.max.push({ x, y: p.maxMs ?? Number.NaN });
  };
  let before: HistoryPoint | null = null;
  for (const p of points) {
    if (before !== null && middleOf(p) - middleOf(before) > gap) push(place(middleOf(before)) + 1, nothing);
    push(place(middleOf(p)), p);
    before = p;
  }
  const known = (i: number) => !Number.isNaN(bands.p50[i]?.y ?? Number.NaN);
  bands.radii = bands.p50.map((_, i) => (known(i) && !known(i - 1) && !known(i + 1) ? 1.75 : 0));
  return bands;
}

const nothing = { minMs: null, p50Ms: null, p95Ms: null, maxMs: null };

/**
 * The round top of the scale of all series together; what is above leaves it, and is marked. Of points that stand for many pings the
 * slowest is often far off: where that is so, the scale is that of the usual ones.
 */
export function topOfPoints(...series: (readonly HistoryPoint[])[]): number {
  const points = series.flat();
  const slowest = points.map((p) => ({ at: p.from, rttMs: p.maxMs }));
  if (points.every((p) => p.count < 2)) return topOfScale(slowest);
  const valuesOf = (of: (p: HistoryPoint) => number | null) => points.flatMap((p) => of(p) ?? []);
  const usual = Math.max(
    quantile(
      valuesOf((p) => p.p95Ms),
      0.99,
    ) ?? 0,
    quantile(
      valuesOf((p) => p.maxMs),
      0.75,
    ) ?? 0,
  );
  const most = quantile(
    valuesOf((p) => p.maxMs),
    1,
  );
  return (most ?? 0) > usual * 3 ? topOfScale([{ at: 0, rttMs: usual * 1.5 }]) : topOfScale(slowest);
}

/** Where the slowest ping lies above the top. */
export function beyondTop(points: readonly HistoryPoint[], topMs: number): EpochMs[] {
  return points.flatMap((p) => ((p.maxMs ?? 0) > topMs ? [middleOf(p)] : []));
}

export function missesOf(points: readonly HistoryPoint[]): EpochMs[] {
  return points.flatMap((p) => (p.misses > 0 ? [middleOf(p)] : []));
}

/** Missed pings in percent, by point; where each ping is a point, only the missed ones have a bar. */
export function lossBars(points: readonly HistoryPoint[]): XY[] {
  return points.flatMap((p) => (p.misses > 0 ? [{ x: middleOf(p), y: (100 * p.misses) / p.count }] : []));
}

/** Another range laid over this one: its beginning on this one's beginning, its end on this one's end. */
export function placedOn(
  from: { from: EpochMs; to: EpochMs },
  on: { from: EpochMs; to: EpochMs },
): (at: EpochMs) => EpochMs {
  const scale = (on.to - on.from) / Math.max(1, from.to - from.from);
  return (at) => on.from + (at - from.from) * scale;
}
