/** How many agents were in which health over any range: minutes, or what they were summed up to, and what is not summed up yet. */
import type { ClusterView, CountPoint, CountSource, EpochMs } from '#contract';
import {
  type CountedSlot,
  type CountResolution,
  type CountRollup,
  type CountsAt,
  type CountsKeptSince,
  coarsenCounts,
  countPlan,
  countPointsOf,
  minuteOfTeams,
  rollUpCounts,
  rollupOfTeams,
  slotSource,
  slotsOfMinutes,
  sourceMs,
} from '../../domain/history/counts';
import { DAY_MS } from '../../domain/history/rollup';
import { slotsOf } from '../../domain/history/series';
import type { Span } from '../../domain/history/timeline';
import type { PrismaClient } from '../connection';
import { countedRowOf, countedRows } from '../queries/counts';
import { type CountDayRow, countDayRows, countRollupsIn, countsIn, summedOf, summedRows } from './count-rows';

export interface CountsQuery extends Span {
  clusterKey: string;
  /** Ids; null = all teams. */
  teams: readonly string[] | null;
  /** How many there may be at most. */
  points: number;
  /** IANA name: points of a day and more begin at its midnights. */
  zone: string;
}

export interface CountsRead {
  source: CountSource;
  stepMs: number;
  /** False: the extremes of several teams together are bounds. */
  exact: boolean;
  points: CountPoint[];
  whole: CountPoint | null;
}

/** Each call reads one moment of the database. Throws `StoreError`. */
export interface CountReads {
  countsBetween(query: CountsQuery): Promise<CountsRead>;
  /** Clusters whose agents are or were watched, removed ones included, in order of key. null = all of them. */
  watchedClusters(clusterKey: string | null): Promise<ClusterView[]>;
  /** All of a cluster's teams, in slots that are so fine that several make up a part. In order of time. */
  countedSlots(clusterKey: string, range: Span, partMs: number): Promise<CountedSlot[]>;
}

export async function countsBetween(db: PrismaClient, query: CountsQuery): Promise<CountsRead> {
  const { teams, points, zone } = query;
  const { source, stepMs } = countPlan(query, points, await keptSince(db));
  const slots = slotsOf(query, stepMs, zone);
  const all = { from: slots[0]?.from ?? query.from, to: slots.at(-1)?.to ?? query.from };
  const counts = source === 'minutes' ? await minutesIn(db, query, all) : await rollupsIn(db, query, source, all);
  return {
    ...{ source, stepMs, exact: source === 'minutes' || teams === null || teams.length < 2 },
    ...countPointsOf(counts, slots),
  };
}

export async function countedSlots(
  db: PrismaClient,
  clusterKey: string,
  range: Span,
  partMs: number,
): Promise<CountedSlot[]> {
  const source = slotSource(range, partMs, await keptSince(db));
  const length = sourceMs(source);
  const all = { from: Math.floor(range.from / length) * length, to: range.to };
  const rollups =
    source === 'minutes'
      ? slotsOfMinutes((await countedRows(db, clusterKey, all, true)).map((row) => countedRowOf(row, null)))
      : await rollupsOfAll(db, clusterKey, source, all);
  return rollups
    .filter((r) => r.from >= all.from && r.from < all.to)
    .sort((a, b) => a.from - b.from)
    .map(({ from, whole, teams }) => ({ from, to: from + length, whole, teams }));
}

async function minutesIn(db: PrismaClient, { clusterKey, teams }: CountsQuery, span: Span): Promise<CountsAt[]> {
  const rows = await countedRows(db, clusterKey, span, teams !== null);
  return rows.map((row) => minuteOfTeams(countedRowOf(row, teams ?? []), teams));
}

async function rollupsOfAll(
  db: PrismaClient,
  clusterKey: string,
  resolution: CountResolution,
  span: Span,
): Promise<CountRollup[]> {
  const { still, grown } = await summedIn(db, clusterKey, resolution, span, null);
  return [...still.flatMap((row) => countRollupsIn(row, null)), ...grown];
}

/** Rollups that begin in the span, with the minutes of it that are not in them yet. */
async function rollupsIn(
  db: PrismaClient,
  { clusterKey, teams }: CountsQuery,
  resolution: CountResolution,
  span: Span,
): Promise<CountsAt[]> {
  const { still, grown } = await summedIn(db, clusterKey, resolution, span, teams ?? []);
  return [...still.flatMap((row) => countsIn(row, teams)), ...grown.map((rollup) => rollupOfTeams(rollup, teams))];
}

/**
 * The stored days that nothing joins any more, which are not looked into here, and the rollups of the others.
 *
 * @param wanted teams that are read; null = every one
 */
async function summedIn(
  db: PrismaClient,
  clusterKey: string,
  resolution: CountResolution,
  span: Span,
  wanted: readonly string[] | null,
): Promise<{ still: CountDayRow[]; grown: CountRollup[] }> {
  const days = { first: Math.floor(span.from / DAY_MS), last: Math.floor((span.to - 1) / DAY_MS) };
  // A number that the planner sees: else PostgreSQL takes the minutes after it for a third of all. It may have grown meanwhile.
  const about = summedOf(await summedRows(db));
  const [stored, numbered, summed] = await db.$transaction([
    countDayRows(db, clusterKey, resolution, days),
    countedRows(db, clusterKey, span, wanted?.length !== 0, about),
    summedRows(db),
  ]);
  const fresh = numbered.filter((row) => Number(row.seq) > summedOf(summed));
  const minutes = rollUpCounts(
    fresh.map((row) => countedRowOf(row, wanted)),
    resolution,
  );
  const growing = new Set(minutes.map((rollup) => Math.floor(rollup.from / DAY_MS)));
  const isGrowing = (row: CountDayRow) => growing.has(Number(row.day));
  const before = stored.filter(isGrowing).flatMap((row) => countRollupsIn(row, wanted));
  return { still: stored.filter((row) => !isGrowing(row)), grown: coarsenCounts([...before, ...minutes], resolution) };
}

async function keptSince(db: PrismaClient): Promise<CountsKeptSince> {
  const rows = await db.$queryRaw<{ kind: string; before_ms: bigint }[]>`
    SELECT kind, before_ms FROM history_mark WHERE kind LIKE 'counts%'`;
  const since = (kind: string): EpochMs => Number(rows.find((r) => r.kind === kind)?.before_ms ?? 0);
  return { minutes: since('counts'), '10m': since('counts-10m'), '1h': since('counts-1h'), '1d': since('counts-1d') };
}
