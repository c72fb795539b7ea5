/** Who the database is and how far its numbering went. */
import type { PrismaClient, Query } from '../connection';
import { StoreError } from '../store-error';

export interface Position {
  epoch: string;
  lastSeq: number;
}
/** What only the writer needs to know. */
export interface WritePosition extends Position {
  /** `observerId/eventId` of the event that has the last number; null = not known. */
  lastEvent: string | null;
}
type Row = { epoch: string; last_seq: bigint; last_event: string | null };

export function positionRows(db: PrismaClient): Query<Row[]> {
  return db.$queryRaw<Row[]>`SELECT epoch, last_seq, last_event FROM meta WHERE id = 1`;
}

export function positionOf(rows: readonly Row[]): Position {
  const { epoch, lastSeq } = writePositionOf(rows);
  return { epoch, lastSeq };
}

export function writePositionOf(rows: readonly Row[]): WritePosition {
  const row = rows[0];
  if (row === undefined) throw new StoreError('corrupt', 'the database has no epoch: it was not made by `migrate`');
  return { epoch: row.epoch, lastSeq: Number(row.last_seq), lastEvent: row.last_event };
}
