/** Who the database is and how far its numbering went. */
import type { PrismaClient, Query } from '../connection';
import { StoreError } from '../store-error';

export interface Position {
  epoch: string;
  lastSeq: number;
}
type Row = { epoch: string; last_seq: bigint };

export function positionRows(db: PrismaClient): Query<Row[]> {
  return db.$queryRaw<Row[]>`SELECT epoch, last_seq FROM meta WHERE id = 1`;
}

export function positionOf(rows: readonly Row[]): Position {
  const row = rows[0];
  if (row === undefined) throw new StoreError('corrupt', 'the database has no epoch: it was not made by `migrate`');
  return { epoch: row.epoch, lastSeq: Number(row.last_seq) };
}
