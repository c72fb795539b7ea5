/** How much of a range was up, degraded, down, unknown or maintained: every millisecond exactly once. */
import type { EpochMs } from '#contract';
import type { Claim, Span } from './timeline';

export const statuses = ['up', 'degraded', 'down', 'unknown', 'maintained'] as const;
export type Status = (typeof statuses)[number];

export interface StatusSpan extends Span {
  status: Status;
}

/** Milliseconds. */
export interface Tally {
  upMs: number;
  degradedMs: number;
  downMs: number;
  unknownMs: number;
  maintainedMs: number;
}

export interface Evidence {
  claims: readonly Claim[];
  /** Pings that were missed: from sending until they were given up. */
  missed: readonly Span[];
  /** Planned windows: what was seen in them does not count. */
  maintained: readonly Span[];
}

/**
 * The range in pieces that touch, each of another status than the one before. Time that the clock went through twice counts once, as
 * the worst that was seen. What nobody claims is unknown, in maintenance too.
 */
export function statusesOf(evidence: Evidence, range: Span): StatusSpan[] {
  const layers = [
    evidence.claims.filter((c) => c.claim === 'up'),
    evidence.claims.filter((c) => c.claim === 'down'),
    evidence.missed,
    evidence.maintained,
  ];
  return sweep(layers, range, ([up = 0, down = 0, missed = 0, maintained = 0]) => {
    if (up === 0 && down === 0) return 'unknown';
    if (maintained > 0) return 'maintained';
    if (down > 0) return 'down';
    return missed > 0 ? 'degraded' : 'up';
  });
}

/**
 * Several as one, moment by moment: up while all that are known of are up, down while all are known of and down, degraded between;
 * what is unknown or maintained of some leaves the word to the rest, but down needs all of them.
 *
 * @param members as `statusesOf` gives them, over the same range; none = unknown
 */
export function together(members: readonly (readonly StatusSpan[])[], range: Span): StatusSpan[] {
  const layers = statuses.map((status) => members.flatMap((spans) => spans.filter((s) => s.status === status)));
  return sweep(layers, range, ([up = 0, degraded = 0, down = 0, unknown = 0, maintained = 0]) => {
    if (up + degraded === 0) {
      if (unknown > 0) return 'unknown';
      if (down > 0) return 'down';
      return maintained > 0 ? 'maintained' : 'unknown';
    }
    return degraded + down > 0 ? 'degraded' : 'up';
  });
}

export function tallyOf(spans: readonly StatusSpan[]): Tally {
  const tally = { ...nothing };
  for (const { from, to, status } of spans) tally[`${status}Ms`] += to - from;
  return tally;
}

/** Target-time: an hour of two targets is two hours. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = { ...nothing };
  for (const tally of tallies) for (const status of statuses) sum[`${status}Ms`] += tally[`${status}Ms`];
  return sum;
}

export function rangeMsOf(tally: Tally): number {
  return statuses.reduce((sum, status) => sum + tally[`${status}Ms`], 0);
}

export interface Availability {
  /** Up or degraded, of what is known and not maintained; null = nothing is. */
  ratio: number | null;
  /** What the ratio is of. */
  ofMs: number;
  /** The part of the range that was observed at all, maintained time included; null = an empty range. */
  coverage: number | null;
}

export function availabilityOf(tally: Tally): Availability {
  const usable = tally.upMs + tally.degradedMs;
  const ofMs = usable + tally.downMs;
  const all = rangeMsOf(tally);
  return {
    ratio: ofMs === 0 ? null : usable / ofMs,
    ofMs,
    coverage: all === 0 ? null : (all - tally.unknownMs) / all,
  };
}

/** The pieces of a range that lie in each of its parts, e.g. days; the parts in order and without overlap. */
export function tallyEach(spans: readonly StatusSpan[], parts: readonly Span[]): Tally[] {
  let first = 0;
  return parts.map((part) => {
    while ((spans[first]?.to ?? Number.POSITIVE_INFINITY) <= part.from) first += 1;
    const tally = { ...nothing };
    for (let i = first; i < spans.length; i++) {
      const span = spans[i];
      if (span === undefined || span.from >= part.to) break;
      tally[`${span.status}Ms`] += Math.min(span.to, part.to) - Math.max(span.from, part.from);
    }
    return tally;
  });
}

const nothing: Tally = { upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintainedMs: 0 };

/** Of one layer: when spans of it begin and end within the range, each in order, and how many are open. */
class Layer {
  readonly #begins: Float64Array;
  readonly #ends: Float64Array;
  #begun = 0;
  #ended = 0;

  constructor(spans: readonly Span[], range: Span) {
    const begins = new Float64Array(spans.length);
    const ends = new Float64Array(spans.length);
    let size = 0;
    for (const span of spans) {
      const from = Math.max(span.from, range.from);
      const to = Math.min(span.to, range.to);
      if (to <= from) continue;
      begins[size] = from;
      ends[size] = to;
      size += 1;
    }
    this.#begins = begins.subarray(0, size).sort();
    this.#ends = ends.subarray(0, size).sort();
  }

  next(): EpochMs {
    return Math.min(
      this.#begins[this.#begun] ?? Number.POSITIVE_INFINITY,
      this.#ends[this.#ended] ?? Number.POSITIVE_INFINITY,
    );
  }

  /** @returns how many are open from then on */
  pass(at: EpochMs): number {
    while ((this.#begins[this.#begun] ?? Number.POSITIVE_INFINITY) <= at) this.#begun += 1;
    while ((this.#ends[this.#ended] ?? Number.POSITIVE_INFINITY) <= at) this.#ended += 1;
    return this.#begun - this.#ended;
  }
}

/** Goes through the range from edge to edge, with how many spans of each layer are open there. */
function sweep(
  layers: readonly (readonly Span[])[],
  range: Span,
  statusOf: (open: readonly number[]) => Status,
): StatusSpan[] {
  if (range.to <= range.from) return [];
  const all = layers.map((spans) => new Layer(spans, range));
  const open = all.map(() => 0);
  const pieces: StatusSpan[] = [];
  for (let at = range.from; at < range.to; ) {
    let to = range.to;
    for (let i = 0; i < all.length; i++) {
      const layer = all[i];
      if (layer === undefined) break;
      open[i] = layer.pass(at);
      to = Math.min(to, layer.next());
    }
    const status = statusOf(open);
    const last = pieces.at(-1);
    if (last?.status === status) last.to = to;
    else pieces.push({ from: at, to, status });
    at = to;
  }
  return pieces;
}
