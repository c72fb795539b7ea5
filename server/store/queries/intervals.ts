/** The phase timeline of a target, with the phase in force before the window and the time that nobody observed. */
import { foldIntervals, type PhaseInterval, type UnobservedSpan } from '#contract';
import { unknownSince, within } from '../../domain/interval';
import { unobservedBy } from '../../domain/unobserved';
import type { PrismaClient, Query } from '../connection';
import { readStoredEvent, type StoredEvent } from '../stored-event';

/** A gap is told after it ended; the clock may have been set back since, but not by more than this. */
const TOLD_LATE_MS = 86_400_000;

export interface Window {
  from: number;
  /** null = whatever came since. */
  to: number | null;
}

/** The last change of phase before the window. */
export function phaseBeforeRows(db: PrismaClient, key: string, { from }: Window): Query<StoredEvent[]> {
  return db.$queryRaw<StoredEvent[]>`
    SELECT e.seq, e.type, e.v, e.body FROM target t JOIN event e ON e.target_id = t.id AND e.type = 'session-phase-changed'
    WHERE t.key = ${key} AND e.at < ${BigInt(from)} ORDER BY e.at DESC, e.seq DESC LIMIT 1`;
}

export function phaseRows(db: PrismaClient, key: string, { from, to }: Window): Query<StoredEvent[]> {
  return db.$queryRaw<StoredEvent[]>`
    SELECT e.seq, e.type, e.v, e.body FROM target t JOIN event e ON e.target_id = t.id AND e.type = 'session-phase-changed'
    WHERE t.key = ${key} AND e.at >= ${BigInt(from)} AND e.at < ${endOf(to)}`;
}

/** Gaps and stalls of the observer that touch the window. */
export function unobservedRows(db: PrismaClient, { from, to }: Window): Query<StoredEvent[]> {
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event
    WHERE target_id IS NULL AND type IN ('observer-gap', 'observer-stalled') AND at >= ${BigInt(Math.max(0, from - TOLD_LATE_MS))}
      AND to_ms > ${BigInt(from)} AND from_ms < ${endOf(to)}`;
}

export function unobservedSpansOf(rows: readonly StoredEvent[]): UnobservedSpan[] {
  return rows.flatMap((row) => unobservedBy(readStoredEvent(row)) ?? []);
}

/**
 * @param aliveAt the observer's last sign of life, null = never
 * @param at the end of what can be known: the end of the window, or now
 */
export function intervalsOf(
  rows: readonly StoredEvent[],
  window: Window,
  aliveAt: number | null,
  at: number,
): PhaseInterval[] {
  const events = rows.map(readStoredEvent).sort((a, b) => a.seq - b.seq);
  const folded = events.reduce<readonly PhaseInterval[]>(foldIntervals, []);
  return within(unknownSince(folded, aliveAt, at), window.from, window.to);
}

function endOf(to: number | null): bigint {
  return BigInt(to ?? Number.MAX_SAFE_INTEGER);
}
