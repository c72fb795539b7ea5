/** The reading half of history: rows, chunks and rollups as one. */
import type { Sample, TargetKey } from '#contract';
import type { PingSample } from '../../domain/history/chunk';
import { coverOf, finestKept } from '../../domain/history/cover';
import { mergeRollups, PACK_SPAN_MS } from '../../domain/history/pack';
import { keptSince } from '../../domain/history/retention';
import {
  DAY_MS,
  emptySummary,
  mergeSummaries,
  type Resolution,
  type Rollup,
  resolutionMs,
  rollUp,
  summaryOf,
} from '../../domain/history/rollup';
import {
  type KeptSince,
  pointOf,
  resolutionFor,
  type SeriesPoint,
  seriesOf,
  slotsOf,
} from '../../domain/history/series';
import type { Span } from '../../domain/history/timeline';
import { Prisma, type PrismaClient, type Query } from '../connection';
import { guarded } from '../guarded';
import { targetStateOf } from '../queries/target-states';
import { freshRows, freshSamplesOf } from './fresh';
import type { HistoryReads, Series, SeriesQuery } from './port';
import { type BodyRow, type DayRow, dayOf, rollupsIn, samplesIn, secondsOf } from './rows';
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

async function known(db: PrismaClient, key: TargetKey): Promise<Known | null> {
  const [targets, marks] = await db.$transaction([
    db.$queryRaw<{ id: number; key: string; state: string }[]>`
      SELECT t.id, t.key, s.state FROM target t JOIN target_state s ON s.target_id = t.id WHERE t.key = ${key}`,
    db.$queryRaw<{ kind: string; before_ms: bigint }[]>`SELECT kind, before_ms FROM history_mark`,
  ]);
  const target = targets[0];
  if (target === undefined) return null;
  return {
    id: Number(target.id),
    pingIntervalMs: targetStateOf(target).pingIntervalMs,
    kept: keptSince(new Map(marks.map((m) => [m.kind, Number(m.before_ms)]))),
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
    AND from_ms > ${BigInt(from - PACK_SPAN_MS)} AND from_ms < ${BigInt(to)} AND to_ms >= ${BigInt(from)}`;
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
  const rollups =
    source === 'samples'
      ? rollUp(await pingsIn(db, target.id, all), stepMs)
      : ((await rollupsOver(db, target.id, [{ resolution: source, ...all }])).get(source) ?? []);
  return { source, stepMs, points: seriesOf(rollups, slots) };
}

function pingPoint(ping: PingSample): SeriesPoint {
  return pointOf({ from: ping.at, to: ping.at }, summaryOf([ping]));
}

/** Rollups that begin in one of the pieces, with the samples that are still rows in them. */
async function rollupsOver(
  db: PrismaClient,
  targetId: number,
  pieces: readonly (Span & { resolution: Resolution })[],
): Promise<Map<Resolution, Rollup[]>> {
  const extent = {
    from: Math.min(...pieces.map((p) => p.from)),
    to: Math.max(...pieces.map((p) => p.to)),
  };
  const [days, fresh] = await db.$transaction([dayRows(db, targetId, pieces), freshRows(db, targetId, extent)]);
  const found = new Map<Resolution, Rollup[]>();
  const pings = freshSamplesOf(fresh);
  for (const resolution of new Set(pieces.map((p) => p.resolution))) {
    const stored = days
      .filter((d) => Number(d.resolution) === secondsOf(resolution))
      .flatMap(rollupsIn)
      .sort((a, b) => a.from - b.from);
    found.set(resolution, mergeRollups(stored, rollUp(pings, resolutionMs[resolution])));
  }
  return found;
}

function dayRows(
  db: PrismaClient,
  targetId: number,
  pieces: readonly (Span & { resolution: Resolution })[],
): Query<DayRow[]> {
  const wanted = pieces.map(
    ({ resolution, from, to }) =>
      Prisma.sql`(resolution = ${secondsOf(resolution)} AND day >= ${dayOf(from)} AND day <= ${Math.floor((to - 1) / DAY_MS)})`,
  );
  return db.$queryRaw<DayRow[]>`
    SELECT resolution, day, body FROM rollup WHERE target_id = ${targetId} AND (${Prisma.join(wanted, ' OR ')})`;
}

async function summariesOf(db: PrismaClient, key: TargetKey, spans: readonly Span[]) {
  const target = await known(db, key);
  if (target === null) return null;
  const pieces = spans.map((span) => coverOf(span, finestKept(target.kept)));
  const all = pieces.flat();
  if (all.length === 0) return spans.map(() => emptySummary);
  const rollups = await rollupsOver(db, target.id, all);
  return pieces.map((of) =>
    mergeSummaries(
      of.flatMap((p) => (rollups.get(p.resolution) ?? []).filter((r) => r.from >= p.from && r.from < p.to)),
    ),
  );
}
