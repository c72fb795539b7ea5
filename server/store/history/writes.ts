/** The writing half of history: samples become chunks and rollups, and what is too old goes. */

import type { PseudonymOf } from '../../domain/history/forget';
import { chunkOf, chunksToPack, daysTouched, daysWith, missesOf } from '../../domain/history/pack';
import type { ForgottenKind, PrunedKind } from '../../domain/history/retention';
import { DAY_MS, type Rollup } from '../../domain/history/rollup';
import type { Span } from '../../domain/history/timeline';
import { dialectOf, Prisma, type PrismaClient, type Query } from '../connection';
import { insertRows } from '../writes/insert';
import { deleteAlerts } from './alert-prune';
import { deleteCounts, sumUp } from './count-rows';
import { forgetNames, forgetPseudonyms } from './forget';
import {
  deleteFresh,
  freshChunkRows,
  freshCountRows,
  freshMissedRows,
  freshOf,
  freshSamplesOf,
  ripeRows,
} from './fresh';
import type { HistoryStore } from './port';
import {
  chunkRow,
  chunkTable,
  type DayRow,
  dayOf,
  missedRow,
  missedTable,
  rollupRow,
  rollupsIn,
  rollupTable,
  secondsOf,
} from './rows';

/**
 * @param chunkMs as the database has it
 * @param run does something with the one connection that writes; afterwards it is known what the database has
 */
export function historyStoreOn(
  chunkMs: number,
  run: <T>(doing: string, work: (db: PrismaClient) => Promise<T>) => Promise<T>,
): HistoryStore {
  return {
    chunkMs,
    ripe: (before, limit) =>
      run('ripe', async (db) =>
        (await ripeRows(db, before, limit)).map((r) => ({ targetId: Number(r.target_id), oldest: Number(r.oldest) })),
      ),
    pack: (targetId, span) => run('pack', (db) => pack(db, targetId, span)),
    sumUpCounts: (before, now, limit) => run('sumUpCounts', (db) => sumUp(db, before, now, limit)),
    prune: (kind, before, limit) => run('prune', (db) => prune(db, kind, before, limit)),
    forget: (kind, before, limit, pseudonymOf) => run('forget', (db) => forget(db, kind, before, limit, pseudonymOf)),
    giveBack: (pages) => run('giveBack', (db) => giveBack(db, pages)),
    sweep: () => run('sweep', sweep),
  };
}

/**
 * A sample is a row or in a chunk and its rollups, never both and never neither: one transaction moves it. So what has been packed
 * needs no watermark, and samples that come late, or with a time of the past, join the history that is there.
 */
async function pack(db: PrismaClient, targetId: number, asked: Span): Promise<number> {
  const { chunkMs } = dialectOf(db);
  const span = asked.to - asked.from <= chunkMs ? asked : await packable(db, targetId, asked, chunkMs);
  const rows = await freshChunkRows(db, targetId, span);
  if (rows.length === 0) return 0;
  const lastSeq = Math.max(...rows.map((row) => Number(row.last_seq)));
  const samples = freshSamplesOf(rows);
  const missed = samples.some((s) => s.rttUs === null) ? await freshMissedRows(db, targetId, span, lastSeq) : [];
  const fresh = freshOf(rows, missed, (at) => Math.floor((at - span.from) / chunkMs));
  const dayNumbers = daysTouched(samples);
  const stored = await storedDays(db, targetId, dayNumbers);
  const days = daysWith(samples, (resolution, day) => stored.get(`${secondsOf(resolution)} ${day}`) ?? []);
  const misses = fresh.flatMap((f) => missesOf(f) ?? []).map((m) => missedRow(targetId, m));
  await db.$transaction([
    deleteFresh(db, targetId, span, lastSeq),
    insertRows(
      db,
      chunkTable,
      fresh.map((f) => chunkRow(targetId, chunkOf(f))),
    ),
    ...(misses.length === 0 ? [] : [insertRows(db, missedTable, misses)]),
    // Not replaced in place: rows that grow every hour would leave SQLite's pages half empty, while appended ones fill them.
    ...(stored.size === 0 ? [] : [deleteDays(db, targetId, dayNumbers)]),
    insertRows(
      db,
      rollupTable,
      days.map((d) => rollupRow(targetId, d)),
    ),
  ]);
  return samples.length;
}

/** The first chunks of a span, as many as may be packed at once. */
async function packable(db: PrismaClient, targetId: number, { from, to }: Span, chunkMs: number): Promise<Span> {
  const chunks = await freshCountRows(db, targetId, { from, to });
  const last = chunks[chunksToPack(chunks.map((c) => Number(c.count))) - 1];
  return { from, to: Math.min(to, from + (Number(last?.chunk ?? 0) + 1) * chunkMs) };
}

async function storedDays(db: PrismaClient, targetId: number, days: readonly number[]): Promise<Map<string, Rollup[]>> {
  const rows = await db.$queryRaw<DayRow[]>`
    SELECT resolution, day, body FROM rollup
    WHERE target_id = ${targetId} AND resolution IN (60, 600, 3600, 86400) AND day IN (${Prisma.join(days)})`;
  return new Map(rows.map((row) => [`${Number(row.resolution)} ${Number(row.day)}`, rollupsIn(row)]));
}

function deleteDays(db: PrismaClient, targetId: number, days: readonly number[]): Query<number> {
  return db.$executeRaw`
    DELETE FROM rollup
    WHERE target_id = ${targetId} AND resolution IN (60, 600, 3600, 86400) AND day IN (${Prisma.join(days)})`;
}

async function prune(db: PrismaClient, kind: PrunedKind, before: number, limit: number): Promise<number> {
  // The mark first: whoever reads in between looks elsewhere rather than into a gap.
  const [, deleted] = await db.$transaction([
    markStatement(db, kind, before),
    deleteStatement(db, kind, before, limit),
  ]);
  return deleted ?? 0;
}

function markStatement(db: PrismaClient, kind: PrunedKind | ForgottenKind, before: number): Query<number> {
  return db.$executeRaw`
    INSERT INTO history_mark (kind, before_ms) VALUES (${kind}, ${BigInt(before)})
    ON CONFLICT (kind) DO UPDATE SET before_ms = excluded.before_ms WHERE history_mark.before_ms < excluded.before_ms`;
}

function deleteStatement(db: PrismaClient, kind: PrunedKind, before: number, limit: number): Query<number> {
  switch (kind) {
    case 'samples':
    case 'missed': {
      const table = Prisma.raw(kind === 'samples' ? chunkTable.name : missedTable.name);
      // A look into the index per target: an index on the time alone would cost every sample for the sake of this.
      return db.$executeRaw`
        DELETE FROM ${table} WHERE last_seq IN (
          SELECT c.last_seq FROM target t JOIN ${table} c ON c.target_id = t.id AND c.from_ms < ${BigInt(before)}
          WHERE c.to_ms < ${BigInt(before)} LIMIT ${limit})`;
    }
    case 'server-minutes':
      return db.$executeRaw`
        DELETE FROM event WHERE seq IN (
          SELECT seq FROM event WHERE target_id IS NULL AND type = 'server-minute-counted' AND at < ${BigInt(before)} LIMIT ${limit})`;
    case 'events':
      // The oldest numbers are the oldest times, or nearly so.
      return db.$executeRaw`
        DELETE FROM event WHERE seq IN (
          SELECT seq FROM (SELECT seq, at FROM event ORDER BY seq LIMIT ${limit}) AS oldest WHERE at < ${BigInt(before)})`;
    case 'disconnects':
      return db.$executeRaw`
        DELETE FROM disconnect WHERE id IN (
          SELECT id FROM disconnect WHERE began_at < ${BigInt(before)} AND closed_at IS NOT NULL LIMIT ${limit})`;
    case 'groups':
      return db.$executeRaw`
        DELETE FROM group_disconnect WHERE key IN (
          SELECT key FROM group_disconnect WHERE to_ms < ${BigInt(before)} LIMIT ${limit})`;
    case 'counts':
    case 'counts-10m':
    case 'counts-1h':
    case 'counts-1d':
      return deleteCounts(db, kind, before, limit);
    case 'incidents':
    case 'incident-events':
    case 'silences':
    case 'windows':
    case 'deliveries':
    case 'delivery-events':
    case 'transcripts':
    case 'audit':
      return deleteAlerts(db, kind, before, limit);
    case '1m':
    case '10m':
    case '1h':
    case '1d':
      return db.$executeRaw`
        DELETE FROM rollup WHERE (target_id, resolution, day) IN (
          SELECT target_id, resolution, day FROM rollup
          WHERE resolution = ${secondsOf(kind)} AND day < ${dayOf(before)} ORDER BY day LIMIT ${limit})`;
  }
}

/** The mark last: what was done before it is looked at again, and found done. */
async function forget(
  db: PrismaClient,
  kind: ForgottenKind,
  before: number,
  limit: number,
  pseudonymOf: PseudonymOf,
): Promise<number> {
  const [mark] = await db.$queryRaw<{ before_ms: bigint }[]>`SELECT before_ms FROM history_mark WHERE kind = ${kind}`;
  const since = Number(mark?.before_ms ?? 0);
  const done =
    kind === 'names'
      ? await forgetNames(db, since, before, limit, pseudonymOf)
      : await forgetPseudonyms(db, before, limit);
  if (done < limit) await markStatement(db, kind, before);
  return done;
}

/** PostgreSQL's autovacuum does this by itself. */
async function giveBack(db: PrismaClient, pages: number): Promise<number> {
  if (dialectOf(db).name !== 'sqlite') return 0;
  // The driver takes one step of a statement that returns nothing, which is a page: https://www.sqlite.org/pragma.html#pragma_incremental_vacuum
  const one = () => db.$executeRaw(Prisma.raw('PRAGMA incremental_vacuum(1)'));
  if (pages > 0) await db.$transaction(Array.from({ length: Math.ceil(pages) }, one));
  const [left] = await db.$queryRaw<{ freelist_count: bigint }[]>(Prisma.raw('PRAGMA freelist_count'));
  return Number(left?.freelist_count ?? 0);
}

/** https://www.sqlite.org/pragma.html#pragma_wal_checkpoint: TRUNCATE leaves the log with no bytes, once nobody reads from it. */
async function sweep(db: PrismaClient): Promise<boolean> {
  if (dialectOf(db).name !== 'sqlite') return true;
  const [row] = await db.$queryRaw<{ busy: bigint }[]>(Prisma.raw('PRAGMA wal_checkpoint(TRUNCATE)'));
  return Number(row?.busy ?? 1) === 0;
}

/** The days of the span, the one at its end included. */
export function daysBetween(from: number, to: number): { first: number; last: number } {
  return { first: dayOf(from), last: Math.floor((Math.max(from + 1, to) - 1) / DAY_MS) };
}
