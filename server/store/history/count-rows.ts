/** Rows of `count_rollup`, how far the minutes have been summed up to them, and what of both is thrown away. */
import type { EpochMs } from '#contract';
import {
  type CountedMinute,
  type CountResolution,
  type CountRollup,
  type CountsAt,
  countResolutions,
} from '../../domain/history/counts';
import { countDaysTouched, countDaysWith, decodeCountDay, decodeCountsOf } from '../../domain/history/counts-packed';
import type { CountPrunedKind } from '../../domain/history/retention';
import { DAY_MS, resolutionMs } from '../../domain/history/rollup';
import type { Decoded } from '../../domain/history/unreadable';
import { Prisma, type PrismaClient, type Query } from '../connection';
import { countedRowOf, type NumberedMinuteRow } from '../queries/counts';
import { StoreError } from '../store-error';
import { insertRows } from '../writes/insert';
import type { Table } from '../writes/tables';

/** The mark of this kind holds the number of an event instead of a time: minutes up to it are in the rollups, and no others. */
const SUMMED = 'counts-summed';
const summedUpTo = Prisma.sql`COALESCE((SELECT before_ms FROM history_mark WHERE kind = ${SUMMED}), 0)`;

const table: Table = {
  name: 'count_rollup',
  columns: [
    ['cluster_key', 'text'],
    ['resolution', 'int'],
    ['day', 'int'],
    ['body', 'bytes'],
  ],
};

export interface CountDayRow {
  resolution: number;
  day: number;
  body: Uint8Array;
}

export const countSecondsOf = (resolution: CountResolution): number => resolutionMs[resolution] / 1_000;

/** @param wanted teams that are read; null = every one. Throws `StoreError` `corrupt`. */
export function countRollupsIn(row: CountDayRow, wanted: readonly string[] | null): CountRollup[] {
  const resolution = resolutionOf(row);
  return readable(decodeCountDay(row.body, resolution, Number(row.day) * DAY_MS, wanted), resolution);
}

/** Of these teams together. @param teams null = all of them. Throws `StoreError` `corrupt`. */
export function countsIn(row: CountDayRow, teams: readonly string[] | null): CountsAt[] {
  const resolution = resolutionOf(row);
  return readable(decodeCountsOf(row.body, resolution, Number(row.day) * DAY_MS, teams), resolution);
}

function resolutionOf(row: CountDayRow): CountResolution {
  const resolution = countResolutions.find((r) => countSecondsOf(r) === Number(row.resolution));
  if (resolution === undefined) throw new StoreError('corrupt', `there are no counts of ${row.resolution} s`);
  return resolution;
}

function readable<T>(decoded: Decoded<T>, resolution: CountResolution): T {
  if (!decoded.ok) throw new StoreError('corrupt', `counts of ${resolution} cannot be read: ${decoded.condition}`);
  return decoded.value;
}

/** @param days the first and the last, both included */
export function countDayRows(
  db: PrismaClient,
  clusterKey: string,
  resolution: CountResolution,
  days: { first: number; last: number },
): Query<CountDayRow[]> {
  return db.$queryRaw<CountDayRow[]>`
    SELECT resolution, day, body FROM count_rollup WHERE cluster_key = ${clusterKey}
      AND resolution = ${countSecondsOf(resolution)} AND day >= ${days.first} AND day <= ${days.last}`;
}

/** The number as a row; none = nothing has been summed up yet. */
export function summedRows(db: PrismaClient): Query<{ before_ms: bigint }[]> {
  return db.$queryRaw<{ before_ms: bigint }[]>`SELECT before_ms FROM history_mark WHERE kind = ${SUMMED}`;
}

export const summedOf = (rows: readonly { before_ms: bigint }[]): number => Number(rows[0]?.before_ms ?? 0);

/**
 * Takes the oldest minutes that are in no rollup yet into them, once the first is from before `before`, or from the future of a clock
 * that was set back since. What they are in and how far that goes change in one transaction: whatever dies, each is in exactly once.
 *
 * @returns how many; less than `limit`: those were all
 */
export async function sumUp(db: PrismaClient, before: EpochMs, now: EpochMs, limit: number): Promise<number> {
  const [first] = await db.$queryRaw<{ at: bigint }[]>`
    SELECT at FROM health_count WHERE seq > ${summedUpTo} ORDER BY seq LIMIT 1`;
  if (first === undefined || (Number(first.at) >= before && Number(first.at) <= now)) return 0;
  const rows = await db.$queryRaw<NumberedMinuteRow[]>`
    SELECT seq, cluster_key, at, connected, unstable, at_risk, forced_out, logged_out, unknown, teams
    FROM health_count WHERE seq > ${summedUpTo} ORDER BY seq LIMIT ${limit}`;
  const clusters = new Map<string, CountedMinute[]>();
  for (const row of rows) {
    const minutes = clusters.get(row.cluster_key);
    if (minutes === undefined) clusters.set(row.cluster_key, [countedRowOf(row, null)]);
    else minutes.push(countedRowOf(row, null));
  }
  const statements: Query<number>[] = [];
  for (const [clusterKey, minutes] of clusters) statements.push(...(await withMinutes(db, clusterKey, minutes)));
  const last = rows.at(-1)?.seq ?? 0n;
  await db.$transaction([...statements, markSummed(db, last)]);
  return rows.length;
}

async function withMinutes(
  db: PrismaClient,
  clusterKey: string,
  minutes: readonly CountedMinute[],
): Promise<Query<number>[]> {
  const days = countDaysTouched(minutes);
  const rows = await db.$queryRaw<CountDayRow[]>`
    SELECT resolution, day, body FROM count_rollup WHERE cluster_key = ${clusterKey}
      AND resolution IN (600, 3600, 86400) AND day IN (${Prisma.join(days)})`;
  const stored = new Map(rows.map((row) => [`${Number(row.resolution)} ${Number(row.day)}`, row]));
  const packed = countDaysWith(minutes, (resolution, day) => {
    const row = stored.get(`${countSecondsOf(resolution)} ${day}`);
    return row === undefined ? [] : countRollupsIn(row, null);
  });
  return [
    db.$executeRaw`
      DELETE FROM count_rollup WHERE cluster_key = ${clusterKey}
        AND resolution IN (600, 3600, 86400) AND day IN (${Prisma.join(days)})`,
    insertRows(
      db,
      table,
      packed.map(({ resolution, day, body }) => [
        ...[clusterKey, countSecondsOf(resolution), day],
        Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('hex'),
      ]),
    ),
  ];
}

function markSummed(db: PrismaClient, seq: bigint): Query<number> {
  return db.$executeRaw`
    INSERT INTO history_mark (kind, before_ms) VALUES (${SUMMED}, ${seq})
    ON CONFLICT (kind) DO UPDATE SET before_ms = excluded.before_ms`;
}

/** Minutes that are in no rollup yet stay, however old. */
export function deleteCounts(db: PrismaClient, kind: CountPrunedKind, before: EpochMs, limit: number): Query<number> {
  switch (kind) {
    case 'counts':
      // The oldest numbers are the oldest times, or nearly so.
      return db.$executeRaw`
        DELETE FROM health_count WHERE seq IN (
          SELECT seq FROM (SELECT seq, at FROM health_count ORDER BY seq LIMIT ${limit}) AS oldest WHERE at < ${BigInt(before)})
        AND seq <= ${summedUpTo}`;
    case 'counts-10m':
    case 'counts-1h':
    case 'counts-1d': {
      const resolution = countResolutions.find((r) => kind === `counts-${r}`) ?? '1d';
      return db.$executeRaw`
        DELETE FROM count_rollup WHERE (cluster_key, resolution, day) IN (
          SELECT cluster_key, resolution, day FROM count_rollup
          WHERE resolution = ${countSecondsOf(resolution)} AND day < ${Math.floor(before / DAY_MS)} ORDER BY day LIMIT ${limit})`;
    }
  }
}
