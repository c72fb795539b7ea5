/** The dictionaries from long keys to the small numbers that rows carry. */
import type { PrismaClient, Query } from '../connection';

type Row = { id: number; key: string };

export function targetKeyRows(db: PrismaClient): Query<Row[]> {
  return db.$queryRaw<Row[]>`SELECT id, key FROM target`;
}

export function observerKeyRows(db: PrismaClient): Query<Row[]> {
  return db.$queryRaw<Row[]>`SELECT id, key FROM observer`;
}

export function dictionaryOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  return new Map(rows.map((r) => [r.key, Number(r.id)]));
}
