/** The latest attempts to connect of a target, for the waterfall. */
import type { ConnectAttempt } from '#contract';
import type { PrismaClient, Query } from '../connection';
import { readStoredEvent, type StoredEvent } from '../stored-event';

/** Newest first. */
export function connectRows(db: PrismaClient, key: string, limit: number): Query<StoredEvent[]> {
  return db.$queryRaw<StoredEvent[]>`
    SELECT e.seq, e.type, e.v, e.body FROM target t JOIN event e ON e.target_id = t.id AND e.type = 'connect-finished'
    WHERE t.key = ${key} ORDER BY e.at DESC, e.seq DESC LIMIT ${limit}`;
}

export function connectsOf(rows: readonly StoredEvent[]): ConnectAttempt[] {
  return rows.flatMap((row) => {
    const e = readStoredEvent(row);
    if (e.type !== 'connect-finished') return [];
    const { startedAt, at, attempt, outcome, phases, failure, jid, mechanism, tlsProtocol } = e;
    return [{ startedAt, at, attempt, outcome, phases, failure, jid, mechanism, tlsProtocol }];
  });
}
