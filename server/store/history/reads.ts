/** The reading half of history: rows, chunks and rollups as one. */
import type { EpochMs, Sample, TargetKey } from '#contract';
import type { PingSample } from '../../domain/history/chunk';
import { coverOf, finestKept, type Piece } from '../../domain/history/cover';
import { LONGEST_CHUNK_MS } from '../../domain/history/pack';
import { DayReader, type OpenRollup } from '../../domain/history/packed-day';
import { keptSince } from '../../domain/history/retention';
import { DAY_MS, type Resolution, type Rollup, resolutionMs, rollUp, summaryOf } from '../../domain/history/rollup';
import {
  Drawn,
  type KeptSince,
  pointOf,
  resolutionFor,
  type SeriesPoint,
  seriesOf,
  slotsOf,
  sources,
} from '../../domain/history/series';
import type { Span } from '../../domain/history/timeline';
import { Total } from '../../domain/history/total';
import { Prisma, type PrismaClient, type Query } from '../connection';
import { guarded } from '../guarded';
import { targetStateOf } from '../queries/target-states';
import { freshRows, freshSamplesOf } from './fresh';
import type { HistoryReads, Series, SeriesQuery } from './port';
import { type BodyRow, type DayRow, dayOf, eachRollupIn, samplesIn, secondsOf } from './rows';
import { statusesBetween } from './statuses';

export function historyReadsOn(db: PrismaClient): HistoryReads {
  return {
    samplesBetween: (key, from, to) => guarded('samplesBetween', () => samplesBetween(db, key, { from, to })),
    seriesBetween: (query) => guarded('seriesBetween', () => seriesBetween(db, query)),
    summariesOf: (key, spans) => guarded('summariesOf', () => summariesOf(db, key, spans)),
    statusesBetween: (keys, range, now, maintained) =>
      guarded('statusesBetween', () => statusesBetween(db, keys, range, now, maintained ?? new Map())),
  };
}

interface Known {
  id: number;
  pingIntervalMs: number;
  kept: KeptSince;
}

type KnownRow = { id: number; key: string; state: string; kind: string | null; before_ms: bigint | null };

/** One statement: what it says of the target and of what is kept is of one moment, and the way to the database is gone once. */
async function known(db: PrismaClient, key: TargetKey): Promise<Known | null> {
  const rows = await db.$queryRaw<KnownRow[]>`
    SELECT t.id, t.key, s.state, m.kind, m.before_ms FROM target t JOIN target_state s ON s.target_id = t.id
    LEFT JOIN history_mark m ON m.kind IN (${Prisma.join([...sources])}) WHERE t.key = ${key}`;
  const [target] = rows;
  if (target === undefined) return null;
  const marks = rows.flatMap(({ kind, before_ms }) =>
    kind === null || before_ms === null ? [] : [[kind, Number(before_ms)] as const],
  );
  return {
    id: Number(target.id),
    pingIntervalMs: targetStateOf(target).pingIntervalMs,
    kept: keptSince(new Map(marks)),
  };
}

async function samplesBetween(db: PrismaClient, key: TargetKey, span: Span): Promise<Sample[]> {
  const target = await known(db, key);
  if (target === null) return [];
  const samples = await pingsIn(db, target.id, span);
  return samples.map(({ at, rttUs }) => ({ at, rttMs: rttUs === null ? null : rttUs / 1_000 }));
}

async function pingsIn(db: PrismaClient, targetId: number, span: Span): Promise<PingSample[]> {
  const [chunks, fresh] = await db.$transaction([chunkRows(db, targetId, span), freshRows(db, targetId, span)]);
  return [...chunks.flatMap(samplesIn), ...freshSamplesOf(fresh)]
    .filter((s) => s.at >= span.from && s.at < span.to)
    .sort((a, b) => a.at - b.at);
}

function chunkRows(db: PrismaClient, targetId: number, { from, to }: Span): Query<BodyRow[]> {
  return db.$queryRaw<BodyRow[]>`
    SELECT body FROM chunk WHERE target_id = ${targetId}
    AND from_ms > ${BigInt(from - LONGEST_CHUNK_MS)} AND from_ms < ${BigInt(to)} AND to_ms >= ${BigInt(from)}`;
}

async function seriesBetween(db: PrismaClient, query: SeriesQuery): Promise<Series | null> {
  const target = await known(db, query.key);
  if (target === null) return null;
  const { source, stepMs } = resolutionFor(query, query.points, target.kept, target.pingIntervalMs);
  if (stepMs === null) {
    const pings = await pingsIn(db, target.id, query);
    return { source, stepMs, points: pings.map(pingPoint) };
  }
  const slots = slotsOf(query, stepMs, query.zone);
  const all = { from: slots[0]?.from ?? query.from, to: slots.at(-1)?.to ?? query.from };
  if (source === 'samples')
    return { source, stepMs, points: seriesOf(rollUp(await pingsIn(db, target.id, all), stepMs), slots) };
  const drawn = new Drawn(slots);
  await eachRollupOver(db, target.id, [{ resolution: source, ...all }], {
    stored: (rollup) => drawn.slotAt(rollup.from)?.addOpen(rollup),
    fresh: (rollup) => drawn.slotAt(rollup.from)?.add(rollup),
  });
  return { source, stepMs, points: drawn.points() };
}

function pingPoint(ping: PingSample): SeriesPoint {
  return pointOf({ from: ping.at, to: ping.at }, summaryOf([ping]));
}

interface Into {
  stored(rollup: OpenRollup, resolution: Resolution): void;
  fresh(rollup: Rollup, resolution: Resolution): void;
}

/**
 * Rollups of the days that the pieces touch, and of the samples that are still rows: of each resolution in order of time, into what
 * shall become of them.
 */
async function eachRollupOver(db: PrismaClient, targetId: number, pieces: readonly Piece[], into: Into): Promise<void> {
  const extent = {
    from: Math.min(...pieces.map((p) => p.from)),
    to: Math.max(...pieces.map((p) => p.to)),
  };
  const [rows, freshStored] = await db.$transaction([dayRows(db, targetId, pieces), freshRows(db, targetId, extent)]);
  const pings = freshSamplesOf(freshStored);
  const reader = new DayReader();
  for (const resolution of new Set(pieces.map((p) => p.resolution))) {
    const fresh = rollUp(pings, resolutionMs[resolution]);
    let next = 0;
    const freshUntil = (until: EpochMs) => {
      for (let r = fresh[next]; r !== undefined && r.from < until; r = fresh[next]) {
        into.fresh(r, resolution);
        next += 1;
      }
    };
    for (const row of rows) {
      if (Number(row.resolution) !== secondsOf(resolution)) continue;
      eachRollupIn(row, reader, (rollup) => {
        freshUntil(rollup.from);
        into.stored(rollup, resolution);
      });
    }
    freshUntil(Number.POSITIVE_INFINITY);
  }
}

function dayRows(db: PrismaClient, targetId: number, pieces: readonly Piece[]): Query<DayRow[]> {
  const wanted = pieces.map(
    ({ resolution, from, to }) =>
      Prisma.sql`(resolution = ${secondsOf(resolution)} AND day >= ${dayOf(from)} AND day <= ${Math.floor((to - 1) / DAY_MS)})`,
  );
  return db.$queryRaw<DayRow[]>`
    SELECT resolution, day, body FROM rollup WHERE target_id = ${targetId} AND (${Prisma.join(wanted, ' OR ')})
    ORDER BY resolution, day`;
}

async function summariesOf(db: PrismaClient, key: TargetKey, spans: readonly Span[]) {
  const target = await known(db, key);
  if (target === null) return null;
  const pieces = spans.map((span) => coverOf(span, finestKept(target.kept)));
  const totals = spans.map(() => new Total());
  const each = (at: EpochMs, resolution: Resolution, add: (total: Total) => void) => {
    for (const [i, total] of totals.entries())
      if (pieces[i]?.some((p) => p.resolution === resolution && at >= p.from && at < p.to)) add(total);
  };
  if (pieces.flat().length > 0)
    await eachRollupOver(db, target.id, pieces.flat(), {
      stored: (rollup, resolution) => each(rollup.from, resolution, (total) => total.addOpen(rollup)),
      fresh: (rollup, resolution) => each(rollup.from, resolution, (total) => total.add(rollup)),
    });
  return totals.map((total) => total.take());
}
