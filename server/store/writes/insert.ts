/** Bulk writes: one statement per table and batch, with the rows as one JSON parameter. */
import { dialectOf, Prisma, type PrismaClient, type Query } from '../connection';
import type { Row, Table } from './tables';

/** @param replacing a conflict on these columns, the table's key, replaces the row instead of refusing the batch */
export function insertRows(
  db: PrismaClient,
  table: Table,
  rows: readonly Row[],
  replacing: readonly string[] = [],
): Query<number> {
  const names = table.columns.map(([name]) => name);
  const dialect = dialectOf(db);
  const { select, from } = dialect.jsonRows(table.columns.map(([, type]) => type));
  // `WHERE true` keeps the parser from reading ON CONFLICT as a join: https://www.sqlite.org/lang_upsert.html §2.2
  const tail =
    replacing.length === 0
      ? ''
      : ` WHERE true ON CONFLICT (${replacing.join(', ')}) DO UPDATE SET ${names
          .filter((n) => !replacing.includes(n))
          .map((n) => `${n} = excluded.${n}`)
          .join(', ')}`;
  const head = `INSERT INTO ${table.name} (${names.join(', ')}) SELECT ${select} FROM ${from[0]}`;
  return db.$executeRaw(Prisma.sql([head, `${from[1]}${tail}`], dialect.jsonOf(rows)));
}
