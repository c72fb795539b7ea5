/** What a chart draws: at most so many points over any range, each with its extremes, its loss and its spread. */
import type { EpochMs } from '#contract';
import { daysOf } from './calendar';
import { bySlot, DAY_MS, quantileOf, type Rollup, resolutionMs, resolutions, type Summary } from './rollup';
import type { Span } from './timeline';
import { Total } from './total';

export const POINTS = 600;

/** Where the numbers come from: single pings, or rollups. */
export const sources = ['samples', ...resolutions] as const;
export type Source = (typeof sources)[number];

/** Since when each of them is complete. */
export type KeptSince = Record<Source, EpochMs>;

/** Steps that people can read off an axis; a day is the zone's. */
const steps = [10, 15, 30, 60, 120, 180, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200].map(
  (seconds) => seconds * 1_000,
);

export interface Plan {
  source: Source;
  /** null = every ping is a point of its own. */
  stepMs: number | null;
}

/**
 * The finest step with which the range has no more points than asked for, and the coarsest source that step can be put together
 * from and that reaches back far enough.
 *
 * @param pingIntervalMs where a point would be shorter than this, pings are the points
 */
export function resolutionFor(range: Span, points: number, kept: KeptSince, pingIntervalMs: number): Plan {
  const length = Math.max(1, range.to - range.from);
  const reaching = resolutions.filter((r) => kept[r] <= range.from);
  const finest: Source = kept.samples <= range.from ? 'samples' : (reaching[0] ?? '1d');
  if (finest === 'samples' && length / pingIntervalMs <= points) return { source: 'samples', stepMs: null };
  const least = finest === 'samples' ? 0 : resolutionMs[finest];
  const stepMs = steps.find((step) => step >= least && length / step <= points) ?? daysOrMore(length, points);
  const source = [...reaching].reverse().find((r) => r !== '1d' && stepMs % resolutionMs[r] === 0);
  return { source: source ?? finest, stepMs };
}

/** A point of a chart: all pings sent in [from, to). RTTs in µs, null where none was answered. */
export interface SeriesPoint extends Span {
  count: number;
  misses: number;
  minUs: number | null;
  maxUs: number | null;
  meanUs: number | null;
  p50Us: number | null;
  p95Us: number | null;
}

/** The slots of a range in order, the first and the last perhaps beyond its ends; days and more begin at the zone's midnight. */
export function slotsOf(range: Span, stepMs: number, zone: string): Span[] {
  if (stepMs < DAY_MS) {
    const first = Math.floor(range.from / stepMs) * stepMs;
    const count = Math.max(0, Math.ceil((range.to - first) / stepMs));
    return Array.from({ length: count }, (_, i) => ({ from: first + i * stepMs, to: first + (i + 1) * stepMs }));
  }
  const days = daysOf(zone, range.from, range.to);
  const perPoint = Math.round(stepMs / DAY_MS);
  return bySlot(
    days.map((day, i) => ({ ...day, i })),
    (day) => Math.floor(day.i / perPoint),
  ).map(([, group]) => ({ from: group[0]?.from ?? range.from, to: group.at(-1)?.to ?? range.to }));
}

/**
 * One point per slot that has pings. A rollup counts where it begins: in zones that are half an hour off, hours straddle midnight
 * and shift the edge of a day by that half hour, once finer rollups are gone.
 *
 * @param rollups in any order, any number per slot
 */
export function seriesOf(rollups: readonly Rollup[], slots: readonly Span[]): SeriesPoint[] {
  const drawn = new Drawn(slots);
  for (const rollup of [...rollups].sort((a, b) => a.from - b.from)) drawn.slotAt(rollup.from)?.add(rollup);
  return drawn.points();
}

/** A series while it is put together, from what comes in order of time. */
export class Drawn {
  readonly #slots: readonly Span[];
  readonly #points: SeriesPoint[] = [];
  readonly #total = new Total();
  #current = 0;
  #filled = false;

  constructor(slots: readonly Span[]) {
    this.#slots = slots;
  }

  /** What the pings of that time are to be added to; null = no slot has them. Slots before it are over. */
  slotAt(at: EpochMs): Total | null {
    let slot = this.#slots[this.#current];
    while (slot !== undefined && slot.to <= at) {
      this.#finish(slot);
      this.#current += 1;
      slot = this.#slots[this.#current];
    }
    if (slot === undefined || at < slot.from) return null;
    this.#filled = true;
    return this.#total;
  }

  points(): SeriesPoint[] {
    const slot = this.#slots[this.#current];
    if (slot !== undefined) this.#finish(slot);
    return this.#points;
  }

  #finish(slot: Span): void {
    if (this.#filled) this.#points.push(pointOf(slot, this.#total.take()));
    this.#filled = false;
  }
}

export function pointOf({ from, to }: Span, summary: Summary): SeriesPoint {
  const { count, misses, minUs, maxUs, sumUs } = summary;
  const answered = count - misses;
  const meanUs = answered === 0 ? null : sumUs / answered;
  return {
    from,
    to,
    count,
    misses,
    minUs,
    maxUs,
    meanUs,
    p50Us: quantileOf(summary, 0.5),
    p95Us: quantileOf(summary, 0.95),
  };
}

function daysOrMore(length: number, points: number): number {
  return Math.max(1, Math.ceil(length / DAY_MS / points)) * DAY_MS;
}
