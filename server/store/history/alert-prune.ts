/** What is thrown away of incidents and of what was told about them: only what is over, and old. */
import type { EpochMs } from '#contract';
import type { AlertPrunedKind } from '../../domain/history/retention';
import { Prisma, type PrismaClient, type Query } from '../connection';

/** Events of the same life as incidents; what a page needs of them is in the tables. */
const told = ['incident-changed', 'silence-changed'];
/** And as deliveries. */
const tried = ['delivery-changed', 'channel-tested'];

/** Up to `limit` rows of what lies wholly before `before`. */
export function deleteAlerts(db: PrismaClient, kind: AlertPrunedKind, before: EpochMs, limit: number): Query<number> {
  const at = BigInt(before);
  switch (kind) {
    case 'incidents':
      return db.$executeRaw`
        DELETE FROM incident WHERE id IN (
          SELECT id FROM incident WHERE status = 'resolved' AND resolved_at < ${at} LIMIT ${limit})`;
    case 'deliveries':
      // One that still waits is somebody's who has not been told.
      return db.$executeRaw`
        DELETE FROM delivery WHERE id IN (
          SELECT id FROM delivery WHERE created_at < ${at} AND status <> 'waiting' LIMIT ${limit})`;
    case 'silences':
      return db.$executeRaw`
        DELETE FROM silence WHERE id IN (SELECT id FROM silence WHERE expires_at < ${at} LIMIT ${limit})`;
    case 'windows':
      return db.$executeRaw`
        DELETE FROM maintenance_window WHERE id IN (
          SELECT id FROM maintenance_window WHERE ends_at < ${at} LIMIT ${limit})`;
    case 'transcripts':
      return db.$executeRaw`
        DELETE FROM transcript WHERE (target_id, condition) IN (
          SELECT target_id, condition FROM transcript WHERE at < ${at} LIMIT ${limit})`;
    case 'audit':
      return db.$executeRaw`
        DELETE FROM audit_entry WHERE id IN (SELECT id FROM audit_entry WHERE at < ${at} ORDER BY at LIMIT ${limit})`;
    case 'incident-events':
      return deleteEvents(db, told, at, limit);
    case 'delivery-events':
      return deleteEvents(db, tried, at, limit);
  }
}

function deleteEvents(db: PrismaClient, types: readonly string[], before: bigint, limit: number): Query<number> {
  return db.$executeRaw`
    DELETE FROM event WHERE seq IN (
      SELECT seq FROM event WHERE target_id IS NULL AND type IN (${Prisma.join([...types])}) AND at < ${before} LIMIT ${limit})`;
}
