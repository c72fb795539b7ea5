/** Current state of agents, servers and clusters. */
import type { z } from 'zod';
import { agentView, clusterView, serverView } from '#contract';
import { Prisma, type PrismaClient, type Query } from '../connection';
import type { DocumentKind, DocumentViews } from '../port';
import { StoreError } from '../store-error';

type Row = { key: string; state: string };

const views: { [K in DocumentKind]: z.ZodType<DocumentViews[K]> } = {
  agent: agentView,
  server: serverView,
  cluster: clusterView,
};

/** In order of key, removed ones included. */
export function documentRows(db: PrismaClient, kind: DocumentKind, clusterKey: string | null): Query<Row[]> {
  const cluster = clusterKey === null ? Prisma.sql`1 = 1` : Prisma.sql`cluster_key = ${clusterKey}`;
  return db.$queryRaw<Row[]>`SELECT key, state FROM document WHERE kind = ${kind} AND ${cluster} ORDER BY key`;
}

/** Those that are still there, in order of key. */
export function presentRows(db: PrismaClient, kind: DocumentKind, where: Prisma.Sql): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT key, state FROM document WHERE kind = ${kind} AND ${where} AND removed = false ORDER BY key`;
}

export function documentRow(db: PrismaClient, kind: DocumentKind, key: string): Query<Row[]> {
  return db.$queryRaw<Row[]>`SELECT key, state FROM document WHERE kind = ${kind} AND key = ${key}`;
}

export function documentsOf<K extends DocumentKind>(kind: K, rows: readonly Row[]): DocumentViews[K][] {
  return rows.map((row) => parsed(views[kind], row.state, `the ${kind} ${row.key}`));
}

/** Throws `StoreError` `corrupt` when what is stored is not what this version writes. */
export function parsed<T>(schema: z.ZodType<T>, json: string, what: string): T {
  const read = schema.safeParse(JSON.parse(json));
  if (!read.success) throw new StoreError('corrupt', `${what} is not readable`, { cause: read.error });
  return read.data;
}
