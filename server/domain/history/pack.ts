/** How fresh samples join history: a chunk for each observer, and rollups that already hold the rest of their day. */
import type { EpochMs } from '#contract';
import { encodeChunk, type PingSample } from './chunk';
import { encodeDay } from './packed-day';
import { bySlot, DAY_MS, mergeSummaries, pyramidOf, type Resolution, type Rollup, resolutions, slotOf } from './rollup';
import { encodeSpans } from './spans';
import type { Span } from './timeline';

/** No chunk reaches further; how far they do, the database says. */
export const LONGEST_CHUNK_MS = 2 * 3_600_000;
/** Nor do the misses of one, the wait for the last included. */
export const MISSED_SPAN_MS = LONGEST_CHUNK_MS + 3_600_000;

/** More pings of a target than this are not packed at once, but for a chunk of it: a commit of the recorder would wait for that. */
export const PACK_MOST = 1_500;

/**
 * What of a target is packed next: a chunk as a rule; where more lies there, as much of its day of UTC as is no longer fresh, so that the
 * day's rollups need not be written for each of its chunks.
 *
 * @param oldest when the first ping was sent that is still a row
 * @param freshFrom what was sent from then on stays rows
 * @param chunkMs how long a chunk is
 */
export function spanToPack(oldest: EpochMs, freshFrom: EpochMs, chunkMs: number): Span {
  const whole = Math.floor((freshFrom - oldest) / chunkMs) * chunkMs;
  const to = Math.min(oldest + whole, slotOf(oldest, DAY_MS) + DAY_MS);
  return { from: oldest, to: Math.max(to, oldest + chunkMs) };
}

/** How many of a span's chunks, the last perhaps a part of one, are packed at once. @param counts pings in each */
export function chunksToPack(counts: readonly number[]): number {
  let sum = 0;
  const over = counts.findIndex((count) => {
    sum += count;
    return sum > PACK_MOST;
  });
  return over === -1 ? counts.length : Math.max(1, over);
}

/** What one observer measured of one target within a chunk's time, as rows. */
export interface FreshSamples {
  observerId: number;
  /** The greatest number among their events. */
  lastSeq: number;
  /** In order of time; at least one. */
  samples: readonly PingSample[];
  /** Of those that were missed: from sending to giving up. */
  missed: readonly Span[];
}

export interface PackedChunk {
  lastSeq: number;
  observerId: number;
  from: EpochMs;
  to: EpochMs;
  count: number;
  body: Uint8Array;
}

export interface PackedMisses {
  lastSeq: number;
  from: EpochMs;
  to: EpochMs;
  body: Uint8Array;
}

export interface PackedDay {
  resolution: Resolution;
  /** Days since 1970-01-01, of UTC. */
  day: number;
  body: Uint8Array;
}

export function chunkOf({ observerId, lastSeq, samples }: FreshSamples): PackedChunk {
  const { from, to } = extentOf(samples.map(({ at }) => ({ from: at, to: at })));
  return { lastSeq, observerId, from, to, count: samples.length, body: encodeChunk(samples) };
}

/** null = none was missed. */
export function missesOf({ lastSeq, missed }: FreshSamples): PackedMisses | null {
  return missed.length === 0 ? null : { lastSeq, ...extentOf(missed), body: encodeSpans(missed) };
}

/** Days since 1970-01-01 that the samples touch, in order. */
export function daysTouched(samples: readonly PingSample[]): number[] {
  return bySlot(samples, (s) => slotOf(s.at, DAY_MS)).map(([from]) => from / DAY_MS);
}

/**
 * The days that the samples touch, at every resolution, with the samples in them.
 *
 * @param stored what is stored of such a day; empty = nothing yet
 */
export function daysWith(
  samples: readonly PingSample[],
  stored: (resolution: Resolution, day: number) => readonly Rollup[],
): PackedDay[] {
  const added = pyramidOf(samples);
  return resolutions.flatMap((resolution) =>
    bySlot(added[resolution], (r) => slotOf(r.from, DAY_MS)).map(([from, rollups]) => {
      const day = from / DAY_MS;
      const merged = mergeRollups(stored(resolution, day), rollups);
      return { resolution, day, body: encodeDay(merged, resolution, from) };
    }),
  );
}

/** Two lists of the same resolution, each in order of time, as one. */
export function mergeRollups(a: readonly Rollup[], b: readonly Rollup[]): Rollup[] {
  if (b.length === 0) return [...a];
  const merged: Rollup[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined) return [...merged, ...b.slice(j)];
    if (right === undefined) return [...merged, ...a.slice(i)];
    if (left.from === right.from) merged.push({ from: left.from, ...mergeSummaries([left, right]) });
    else merged.push(left.from < right.from ? left : right);
    if (left.from <= right.from) i += 1;
    if (right.from <= left.from) j += 1;
  }
}

function extentOf(spans: readonly Span[]): Span {
  return spans.reduce((all, { from, to }) => ({ from: Math.min(all.from, from), to: Math.max(all.to, to) }), {
    from: Number.POSITIVE_INFINITY,
    to: Number.NEGATIVE_INFINITY,
  });
}
