/** Which stored rollups make up a range: whole days in the middle, ever finer ones at its edges. */
import type { EpochMs } from '#contract';
import { type Resolution, resolutionMs, resolutions } from './rollup';
import type { KeptSince } from './series';
import type { Span } from './timeline';

export interface Piece extends Span {
  resolution: Resolution;
}

/**
 * Pieces in order, each aligned to its resolution. Edges lie where the finest rollups that reach back so far begin: of two ranges that
 * touch, every ping is in exactly one. So the days and months of zones that are whole hours off UTC are exact for as long as hours
 * are kept, those that are half an hour off as long as tens of minutes are, and the rest as long as minutes are; after that an edge
 * lies up to 30 or 5 minutes late.
 *
 * @param finestAt the finest resolution that is kept of that time
 */
export function coverOf(range: Span, finestAt: (at: EpochMs) => Resolution): Piece[] {
  const from = roundedUp(range.from, finestAt(range.from));
  const to = roundedUp(range.to, finestAt(range.to));
  return to <= from ? [] : cover({ from, to }, resolutions.length - 1);
}

export function finestKept(kept: KeptSince): (at: EpochMs) => Resolution {
  return (at) => resolutions.find((r) => kept[r] <= at) ?? '1d';
}

function cover(span: Span, level: number): Piece[] {
  const resolution = resolutions[level];
  if (resolution === undefined || span.to <= span.from) return [];
  const step = resolutionMs[resolution];
  const from = roundedUp(span.from, resolution);
  const to = Math.floor(span.to / step) * step;
  if (to <= from) return cover(span, level - 1);
  return [
    ...cover({ from: span.from, to: from }, level - 1),
    { resolution, from, to },
    ...cover({ from: to, to: span.to }, level - 1),
  ];
}

function roundedUp(at: EpochMs, resolution: Resolution): EpochMs {
  const step = resolutionMs[resolution];
  return Math.ceil(at / step) * step;
}
