/** Disconnects of agents and of groups. */
import { type Disconnect, disconnect, type GroupRecord, groupRecord } from '#contract';
import { Prisma, type PrismaClient, type Query } from '../connection';
import { parsed } from './documents';

type Row = { id: string; body: string };

/** Of which something is still awaited. */
export function openRows(db: PrismaClient, where: Prisma.Sql): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT id, body FROM disconnect WHERE ${where} AND closed_at IS NULL ORDER BY began_at, id`;
}

/** That began at `since` or later, open or not. */
export function sinceRows(db: PrismaClient, where: Prisma.Sql, since: number): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT id, body FROM disconnect WHERE ${where} AND began_at >= ${BigInt(since)} ORDER BY began_at, id`;
}

/** Open ones, and those that began at `since` or later; newest first. */
export function openOrSinceRows(db: PrismaClient, where: Prisma.Sql, since: number): Query<Row[]> {
  // Two lookups: with OR no index is used.
  return db.$queryRaw<Row[]>`
    SELECT id, body FROM (
      SELECT id, body, began_at FROM disconnect WHERE ${where} AND closed_at IS NULL
      UNION ALL
      SELECT id, body, began_at FROM disconnect WHERE ${where} AND began_at >= ${BigInt(since)} AND closed_at IS NOT NULL
    ) AS shown ORDER BY began_at DESC, id`;
}

/** Of one agent, newest first. */
export function ofAgentRows(
  db: PrismaClient,
  agent: { clusterKey: string; loginId: string },
  since: number,
  limit: number,
): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT id, body FROM disconnect
    WHERE cluster_key = ${agent.clusterKey} AND login_id = ${agent.loginId} AND began_at >= ${BigInt(since)}
    ORDER BY began_at DESC, id LIMIT ${limit}`;
}

export function disconnectsOf(rows: readonly Row[]): Disconnect[] {
  return rows.map((row) => parsed(disconnect, row.body, `the disconnect ${row.id}`));
}

type GroupRow = { key: string; body: string };

/** @param share `whole`: the groups themselves; `teams`: what the teams of `where` see of them; `all`: both */
export function groupRows(
  db: PrismaClient,
  where: Prisma.Sql,
  share: 'whole' | 'teams' | 'all',
  since: number,
): Query<GroupRow[]> {
  const whose = {
    whole: Prisma.sql`AND team_id IS NULL`,
    teams: Prisma.sql`AND team_id IS NOT NULL`,
    all: Prisma.empty,
  }[share];
  return db.$queryRaw<GroupRow[]>`
    SELECT key, body FROM group_disconnect WHERE ${where} ${whose} AND to_ms >= ${BigInt(since)} ORDER BY from_ms, key`;
}

export function groupsOf(rows: readonly GroupRow[]): GroupRecord[] {
  return rows.map((row) => parsed(groupRecord, row.body, `the group ${row.key}`));
}
