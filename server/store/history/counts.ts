/** How many agents were in which health over any range: minutes, or what they were summed up to, and what is not summed up yet. */
import type { CountPoint, CountSource, EpochMs } from '#contract';
import {
  type CountedMinute,
  type CountsAt,
  type CountsKeptSince,
  countPlan,
  countPointsOf,
  minuteOfTeams,
  wholeOf,
} from '../../domain/history/counts';
import { slotsOf } from '../../domain/history/series';
import type { Span } from '../../domain/history/timeline';
import type { PrismaClient } from '../connection';
import { countedRowOf, countedRows } from '../queries/counts';

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
  const kept: CountsKeptSince = {
    minutes: 0,
    '10m': Number.POSITIVE_INFINITY,
    '1h': Number.POSITIVE_INFINITY,
    '1d': 0,
  };
  const { stepMs } = countPlan(query, query.points, kept);
  const slots = slotsOf(query, stepMs, query.zone);
  const all = { from: slots[0]?.from ?? query.from, to: slots.at(-1)?.to ?? query.from };
  const minutes = await minutesIn(db, query.clusterKey, all, query.teams !== null);
  const counts: CountsAt[] = minutes.map((minute) => minuteOfTeams(minute, query.teams));
  return {
    ...{ source: 'minutes', stepMs, exact: true },
    ...{ points: countPointsOf(counts, slots), whole: wholeOf(counts, all) },
  };
}

async function minutesIn(
  db: PrismaClient,
  clusterKey: string,
  span: { from: EpochMs; to: EpochMs },
  withTeams: boolean,
): Promise<CountedMinute[]> {
  return (await countedRows(db, clusterKey, span, withTeams)).map(countedRowOf);
}
