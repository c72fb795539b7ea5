/** How many agents were in which health, minute by minute. */
import { z } from 'zod';
import { type EventOf, type MinuteCount, minuteOf, type Recorded, type TeamCount, type TeamRef } from '#contract';
import type { CountedMinute } from '../../domain/history/counts';
import type { Span } from '../../domain/history/timeline';
import { Prisma, type PrismaClient, type Query } from '../connection';

type Sums = {
  connected: number;
  unstable: number;
  at_risk: number;
  forced_out: number;
  logged_out: number;
  unknown: number;
};
export type CountRow = Sums & {
  seq: bigint;
  cluster_key: string;
  at: bigint;
  observer: string;
  event_id: string;
  teams: string;
};

const n = z.number().int();
const storedTeams = z.array(z.tuple([z.string(), n, n, n, n, n, n]));
type StoredTeam = z.infer<typeof storedTeams>[number];

/** `teams-counted` events after a number. */
export function countRows(db: PrismaClient, after: number, limit: number): Query<CountRow[]> {
  return db.$queryRaw<CountRow[]>`
    SELECT c.seq, c.cluster_key, c.at, o.key AS observer, c.event_id, c.teams FROM health_count c
    JOIN observer o ON o.id = c.observer_id WHERE c.seq > ${BigInt(after)} ORDER BY c.seq LIMIT ${limit}`;
}

export function countedOf(row: CountRow): Recorded<EventOf<'teams-counted'>> {
  return {
    seq: Number(row.seq),
    observerId: row.observer,
    eventId: row.event_id,
    at: Number(row.at),
    v: 1,
    type: 'teams-counted',
    clusterKey: row.cluster_key,
    teams: storedTeams.parse(JSON.parse(row.teams)).map(teamCountOf),
  };
}

export type MinuteRow = Sums & { cluster_key: string; at: bigint; teams: string };
export type NumberedMinuteRow = MinuteRow & { seq: bigint };

/** Since then, oldest first; what the teams were is read only where somebody may see but some of them. */
export function minuteRows(db: PrismaClient, where: Prisma.Sql, since: number, withTeams: boolean): Query<MinuteRow[]> {
  const teams = Prisma.raw(withTeams ? 'teams' : `'[]'`);
  return db.$queryRaw<MinuteRow[]>`
    SELECT cluster_key, at, connected, unstable, at_risk, forced_out, logged_out, unknown, ${teams} AS teams
    FROM health_count WHERE ${where} AND at >= ${BigInt(since)} ORDER BY at, seq`;
}

/** What was counted of a cluster in [from, to). @param after a number: only events after it, which are few */
export function countedRows(
  db: PrismaClient,
  clusterKey: string,
  { from, to }: Span,
  withTeams: boolean,
  after?: number,
): Query<NumberedMinuteRow[]> {
  const teams = Prisma.raw(withTeams ? 'teams' : `'[]'`);
  // `+ 0` keeps databases from looking through all numbers of a year's index: the few events are found by their own number.
  const where =
    after === undefined
      ? Prisma.sql`at >= ${BigInt(from)} AND at < ${BigInt(to)}`
      : Prisma.sql`at + 0 >= ${BigInt(from)} AND at + 0 < ${BigInt(to)} AND seq > ${BigInt(after)}`;
  const cluster = Prisma.raw(after === undefined ? 'cluster_key' : `cluster_key || ''`);
  return db.$queryRaw<NumberedMinuteRow[]>`
    SELECT seq, cluster_key, at, connected, unstable, at_risk, forced_out, logged_out, unknown, ${teams} AS teams
    FROM health_count WHERE ${cluster} = ${clusterKey} AND ${where}`;
}

/**
 * A row as the domain sums it up: the counts in the order of `countKinds`.
 *
 * @param wanted ids of teams, null = every one: of a day of minutes, reading all teams would take longer than anything else
 */
export function countedRowOf(row: MinuteRow, wanted: readonly string[] | null): CountedMinute {
  const { connected, unstable, at_risk, forced_out, logged_out, unknown } = row;
  const teams =
    wanted === null ? storedTeams.parse(JSON.parse(row.teams)) : wanted.flatMap((id) => oneOf(row.teams, id));
  return {
    at: Number(row.at),
    whole: [connected, unstable, at_risk, forced_out, logged_out, unknown].map(Number),
    teams: new Map(teams.map(([id, ...counts]) => [id, counts])),
  };
}

/** Ids hold nothing that JSON would write otherwise (contract: `teamId`). */
function oneOf(teams: string, id: string): StoredTeam[] {
  const from = teams.indexOf(`["${id}",`);
  return from < 0 ? [] : storedTeams.parse(JSON.parse(`[${teams.slice(from, teams.indexOf(']', from) + 1)}]`));
}

const MINUTE_MS = 60_000;

/** One per minute of a cluster, the last one counted in it, summed over the teams in sight. `teams` null = all. */
export function minutesOf(
  rows: readonly MinuteRow[],
  clusterKey: string,
  teams: readonly TeamRef[] | null,
): MinuteCount[] {
  const inSight =
    teams === null ? null : new Set(teams.filter((t) => t.clusterKey === clusterKey).map((t) => t.teamId));
  const byMinute = new Map<number, MinuteCount>();
  for (const row of rows) {
    if (row.cluster_key !== clusterKey) continue;
    const at = Number(row.at);
    const minute = Math.floor(at / MINUTE_MS);
    byMinute.set(minute, inSight === null ? totalOf(row, at) : sumOf(row, at, inSight));
  }
  return [...byMinute.values()];
}

function totalOf(row: MinuteRow, at: number): MinuteCount {
  const [connected, unstable, atRisk] = [Number(row.connected), Number(row.unstable), Number(row.at_risk)];
  const [forcedOut, loggedOut, unknown] = [Number(row.forced_out), Number(row.logged_out), Number(row.unknown)];
  return { at, connected, unstable, atRisk, forcedOut, loggedOut, unknown };
}

function sumOf(row: MinuteRow, at: number, inSight: ReadonlySet<string>): MinuteCount {
  const teams = storedTeams.parse(JSON.parse(row.teams)).map(teamCountOf);
  return minuteOf(
    teams.filter((team) => inSight.has(team.teamId)),
    at,
  );
}

function teamCountOf([teamId, connected, unstable, atRisk, forcedOut, loggedOut, unknown]: StoredTeam): TeamCount {
  return { teamId, connected, unstable, atRisk, forcedOut, loggedOut, unknown };
}
