/** Samples that are still rows, as history wants them. */
import { z } from 'zod';
import type { EpochMs } from '#contract';
import type { PingSample } from '../../domain/history/chunk';
import type { FreshSamples } from '../../domain/history/pack';
import type { Span } from '../../domain/history/timeline';
import { dialectOf, Prisma, type PrismaClient, type Query } from '../connection';

type CountRow = { chunk: number | bigint; count: number | bigint };
type ChunkRow = FreshRow & { chunk: number | bigint };
type FreshRow = { observer_id: number; last_seq: bigint; samples: string };
type MissedRow = { observer_id: number; sent_at: bigint; at_delta_ms: number };

const stored = z.array(z.tuple([z.number(), z.number().nullable()]));

/** One row per observer, its measurements in one JSON array. */
export function freshRows(db: PrismaClient, targetId: number, { from, to }: Span): Query<FreshRow[]> {
  const pairs = Prisma.raw(dialectOf(db).jsonPairs('s.sent_at', 's.rtt_us'));
  return db.$queryRaw<FreshRow[]>`
    SELECT s.observer_id, MAX(s.seq) AS last_seq, ${pairs} AS samples FROM sample s
    WHERE s.target_id = ${targetId} AND s.sent_at >= ${BigInt(from)} AND s.sent_at < ${BigInt(to)} GROUP BY s.observer_id`;
}

/** How many there are, by the chunk from the span's begin on; those without any are left out. */
export function freshCountRows(db: PrismaClient, targetId: number, { from, to }: Span): Query<CountRow[]> {
  return db.$queryRaw<CountRow[]>`
    SELECT (s.sent_at - ${BigInt(from)}) / ${BigInt(dialectOf(db).chunkMs)} AS chunk, COUNT(*) AS count FROM sample s
    WHERE s.target_id = ${targetId} AND s.sent_at >= ${BigInt(from)} AND s.sent_at < ${BigInt(to)} GROUP BY 1 ORDER BY 1`;
}

/** As above, a row for each chunk. */
export function freshChunkRows(db: PrismaClient, targetId: number, { from, to }: Span): Query<ChunkRow[]> {
  const pairs = Prisma.raw(dialectOf(db).jsonPairs('s.sent_at', 's.rtt_us'));
  return db.$queryRaw<ChunkRow[]>`
    SELECT s.observer_id, (s.sent_at - ${BigInt(from)}) / ${BigInt(dialectOf(db).chunkMs)} AS chunk, MAX(s.seq) AS last_seq, ${pairs} AS samples
    FROM sample s
    WHERE s.target_id = ${targetId} AND s.sent_at >= ${BigInt(from)} AND s.sent_at < ${BigInt(to)} GROUP BY 1, 2 ORDER BY 2, 1`;
}

/** Of those up to a number: what came after it is looked at another time. */
export function freshMissedRows(
  db: PrismaClient,
  targetId: number,
  { from, to }: Span,
  lastSeq: number,
): Query<MissedRow[]> {
  return db.$queryRaw<MissedRow[]>`
    SELECT s.observer_id, s.sent_at, s.at_delta_ms FROM sample s
    WHERE s.target_id = ${targetId} AND s.sent_at >= ${BigInt(from)} AND s.sent_at < ${BigInt(to)} AND s.rtt_us IS NULL
      AND s.seq <= ${BigInt(lastSeq)}`;
}

/** What one target's rows say, whoever measured. */
export function freshSamplesOf(rows: readonly FreshRow[]): PingSample[] {
  return rows.flatMap(samplesOf);
}

export function freshMissedOf(rows: readonly MissedRow[]): Span[] {
  return rows.map(spanOf);
}

/** @param chunkOf which chunk what was sent then belongs to */
export function freshOf(
  rows: readonly ChunkRow[],
  missed: readonly MissedRow[],
  chunkOf: (at: EpochMs) => number,
): FreshSamples[] {
  return rows.map((row) => ({
    observerId: Number(row.observer_id),
    lastSeq: Number(row.last_seq),
    samples: samplesOf(row),
    missed: missed
      .filter(
        (m) => Number(m.observer_id) === Number(row.observer_id) && chunkOf(Number(m.sent_at)) === Number(row.chunk),
      )
      .map(spanOf),
  }));
}

type RipeRow = { target_id: number; oldest: bigint };

export function ripeRows(db: PrismaClient, before: EpochMs, limit: number): Query<RipeRow[]> {
  // One look into the index per target, never a scan of the rows.
  return db.$queryRaw<RipeRow[]>`
    SELECT target_id, oldest FROM (
      SELECT t.id AS target_id, (SELECT MIN(s.sent_at) FROM sample s WHERE s.target_id = t.id) AS oldest FROM target t
    ) AS first WHERE oldest < ${BigInt(before)} ORDER BY oldest, target_id LIMIT ${limit}`;
}

/** Rows that came meanwhile have greater numbers and stay. */
export function deleteFresh(db: PrismaClient, targetId: number, { from, to }: Span, lastSeq: number): Query<number> {
  return db.$executeRaw`
    DELETE FROM sample
    WHERE target_id = ${targetId} AND sent_at >= ${BigInt(from)} AND sent_at < ${BigInt(to)} AND seq <= ${BigInt(lastSeq)}`;
}

function samplesOf(row: FreshRow): PingSample[] {
  return stored.parse(JSON.parse(row.samples)).map(([at, rttUs]) => ({ at, rttUs }));
}

function spanOf({ sent_at, at_delta_ms }: MissedRow): Span {
  const from = Number(sent_at);
  return { from, to: from + Math.max(0, Number(at_delta_ms)) };
}
