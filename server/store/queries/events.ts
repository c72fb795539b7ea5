/** Events in the order of their numbers, pings and counts told again from their rows. */
import type { Event, Recorded } from '#contract';
import type { PrismaClient, Query } from '../connection';
import { idFromBytes } from '../id-bytes';
import type { LatestEvents } from '../port';
import { readStoredEvent, type StoredEvent } from '../stored-event';
import { type CountRow, countedOf, countRows } from './counts';
import { positionOf, positionRows } from './position';

export function eventRows(db: PrismaClient, after: number, limit: number): Query<StoredEvent[]> {
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event WHERE seq > ${BigInt(after)} ORDER BY seq LIMIT ${limit}`;
}

type PingRow = {
  seq: bigint;
  target: string;
  observer: string;
  sent_at: bigint;
  at_delta_ms: number;
  rtt_us: number | null;
  miss: number | null;
  miss_of: number | null;
  event_id: Uint8Array;
  ping_id: string;
};

export function pingRows(db: PrismaClient, after: number, limit: number): Query<PingRow[]> {
  return db.$queryRaw<PingRow[]>`
    SELECT s.seq, t.key AS target, o.key AS observer, s.sent_at, s.at_delta_ms, s.rtt_us, s.miss, s.miss_of, s.event_id, s.ping_id
    FROM sample s JOIN target t ON t.id = s.target_id JOIN observer o ON o.id = s.observer_id
    WHERE s.seq > ${BigInt(after)} ORDER BY s.seq LIMIT ${limit}`;
}

function packedRows(db: PrismaClient): Query<{ last_seq: bigint | null }[]> {
  return db.$queryRaw<{ last_seq: bigint | null }[]>`SELECT MAX(last_seq) AS last_seq FROM chunk`;
}

/** The first `limit` of all three, merged. */
export function eventsOf(
  stored: readonly StoredEvent[],
  pings: readonly PingRow[],
  counts: readonly CountRow[],
  limit: number,
): Recorded<Event>[] {
  return [...stored.map(readStoredEvent), ...pings.map(pingOf), ...counts.map(countedOf)]
    .sort((a, b) => a.seq - b.seq)
    .slice(0, limit);
}

/** What is stored of the last `count` numbers given. */
export async function latestEvents(db: PrismaClient, count: number): Promise<LatestEvents> {
  // A number is given to every event, so that many rows are never more than that many numbers.
  const [position, [packed]] = await db.$transaction([positionRows(db), packedRows(db)]);
  const { lastSeq } = positionOf(position);
  // Pings that are history cannot be told as events again: what is missing from here on are passing ones only.
  const after = Math.max(0, lastSeq - count, Number(packed?.last_seq ?? 0));
  const [stored, pings, counts] = await db.$transaction([
    eventRows(db, after, count),
    pingRows(db, after, count),
    countRows(db, after, count),
  ]);
  const events = eventsOf(stored, pings, counts, count).filter((e) => e.seq <= lastSeq);
  return { after, through: lastSeq, events };
}

function pingOf(row: PingRow): Recorded<Event> {
  const [clusterKey = '', nodeKey = ''] = row.target.split('/');
  const sentAt = Number(row.sent_at);
  const common = {
    seq: Number(row.seq),
    observerId: row.observer,
    eventId: idFromBytes(row.event_id),
    at: sentAt + Number(row.at_delta_ms),
    v: 1 as const,
    clusterKey,
    nodeKey,
    targetKey: row.target,
    pingId: row.ping_id,
    sentAt,
  };
  return row.rtt_us === null
    ? { ...common, type: 'ping-missed', miss: Number(row.miss ?? 1), of: Number(row.miss_of ?? 1) }
    : { ...common, type: 'ping-answered', rttMs: Number(row.rtt_us) / 1000 };
}
