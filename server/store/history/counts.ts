/** How many agents were in which health over any range: minutes, or what they were summed up to, and what is not summed up yet. */
import type { CountPoint, CountSource, EpochMs } from '#contract';
import {
  type CountResolution,
  type CountsAt,
  type CountsKeptSince,
  coarsenCounts,
  countPlan,
  countPointsOf,
  minuteOfTeams,
  rollUpCounts,
  rollupOfTeams,
  wholeOf,
} from '../../domain/history/counts';
import { DAY_MS } from '../../domain/history/rollup';
import { slotsOf } from '../../domain/history/series';
import type { Span } from '../../domain/history/timeline';
import type { PrismaClient } from '../connection';
import { countedRowOf, countedRows } from '../queries/counts';
import { countDayRows, countRollupsIn, summedUpTo } from './count-rows';

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
}

export async function countsBetween(db: PrismaClient, query: CountsQuery): Promise<CountsRead> {
  const { teams, points, zone } = query;
  const { source, stepMs } = countPlan(query, points, await keptSince(db));
  const slots = slotsOf(query, stepMs, zone);
  const all = { from: slots[0]?.from ?? query.from, to: slots.at(-1)?.to ?? query.from };
  const counts = source === 'minutes' ? await minutesIn(db, query, all) : await rollupsIn(db, query, source, all);
  return {
    ...{ source, stepMs, exact: source === 'minutes' || teams === null || teams.length < 2 },
    ...{ points: countPointsOf(counts, slots), whole: wholeOf(counts, all) },
  };
}

async function minutesIn(db: PrismaClient, { clusterKey, teams }: CountsQuery, span: Span): Promise<CountsAt[]> {
  const rows = await countedRows(db, clusterKey, span, teams !== null);
  return rows.map((row) => minuteOfTeams(countedRowOf(row, teams ?? []), teams));
}

/** Rollups that begin in the span, with the minutes of it that are not in them yet. */
async function rollupsIn(
  db: PrismaClient,
  { clusterKey, teams }: CountsQuery,
  resolution: CountResolution,
  span: Span,
): Promise<CountsAt[]> {
  const days = { first: Math.floor(span.from / DAY_MS), last: Math.floor((span.to - 1) / DAY_MS) };
  const [stored, fresh] = await db.$transaction([
    countDayRows(db, clusterKey, resolution, days),
    countedRows(db, clusterKey, span, teams !== null, summedUpTo),
  ]);
  // Of all teams together no single one need be looked at.
  const summed = stored.flatMap((row) => countRollupsIn(row, teams ?? []));
  const minutes = rollUpCounts(
    fresh.map((row) => countedRowOf(row, teams ?? [])),
    resolution,
  );
  const rollups = minutes.length === 0 ? summed : coarsenCounts([...summed, ...minutes], resolution);
  return rollups.map((rollup) => rollupOfTeams(rollup, teams));
}

async function keptSince(db: PrismaClient): Promise<CountsKeptSince> {
  const rows = await db.$queryRaw<{ kind: string; before_ms: bigint }[]>`
    SELECT kind, before_ms FROM history_mark WHERE kind LIKE 'counts%'`;
  const since = (kind: string): EpochMs => Number(rows.find((r) => r.kind === kind)?.before_ms ?? 0);
  return { minutes: since('counts'), '10m': since('counts-10m'), '1h': since('counts-1h'), '1d': since('counts-1d') };
}
