/** Measurements of targets, from the covering index on (target, time, RTT). */
import { z } from 'zod';
import type { Sample } from '#contract';
import { dialectOf, Prisma, type PrismaClient, type Query } from '../connection';

/** One row per target, all its measurements in one JSON array: far cheaper than a row each on the way through Prisma. */
type Row = { key: string; samples: string };
const pairsFor = (db: PrismaClient) => Prisma.raw(dialectOf(db).jsonPairs('s.sent_at', 's.rtt_us'));
const stored = z.array(z.tuple([z.number(), z.number().nullable()]));

/** Samples of every current target that were sent at `from` or later. */
export function recentSampleRows(db: PrismaClient, from: number): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT t.key, ${pairsFor(db)} AS samples
    FROM target_state c JOIN target t ON t.id = c.target_id JOIN sample s ON s.target_id = c.target_id
    WHERE c.archived = false AND s.sent_at >= ${BigInt(from)} GROUP BY t.id`;
}

/** Samples of one target in [from, to); `to` null = whatever came since. */
export function sampleRows(db: PrismaClient, key: string, from: number, to: number | null): Query<Row[]> {
  const end = BigInt(to ?? Number.MAX_SAFE_INTEGER);
  return db.$queryRaw<Row[]>`
    SELECT t.key, ${pairsFor(db)} AS samples
    FROM target t JOIN sample s ON s.target_id = t.id
    WHERE t.key = ${key} AND s.sent_at >= ${BigInt(from)} AND s.sent_at < ${end} GROUP BY t.id`;
}

/** In order of time. */
export function samplesOf(row: Row | undefined): Sample[] {
  if (row === undefined) return [];
  return stored
    .parse(JSON.parse(row.samples))
    .map(([at, rttUs]) => ({ at, rttMs: rttUs === null ? null : rttUs / 1000 }));
}
