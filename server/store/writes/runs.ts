/** The single rows: how far the numbering went, and one per run of the worker that says how long it lived. */
import type { Recorded } from '#contract';
import type { PrismaClient, Query } from '../connection';
import type { ObserverRun } from '../port';

export function insertRun(db: PrismaClient, run: ObserverRun): Query<number> {
  return db.$executeRaw`
    INSERT INTO observer_run (run_id, observer_id, started_at, alive_at, ended_at)
    VALUES (${run.runId}, ${run.observerId}, ${BigInt(run.startedAt)}, ${BigInt(run.aliveAt)}, ${run.endedAt === null ? null : BigInt(run.endedAt)})`;
}

/** A sign of life never moves back. */
export function aliveStatement(db: PrismaClient, runId: string, aliveAt: number): Query<number> {
  const at = BigInt(aliveAt);
  return db.$executeRaw`UPDATE observer_run SET alive_at = ${at} WHERE run_id = ${runId} AND alive_at < ${at}`;
}

export function endStatement(db: PrismaClient, runId: string, endedAt: number): Query<number> {
  return db.$executeRaw`UPDATE observer_run SET ended_at = ${BigInt(endedAt)} WHERE run_id = ${runId}`;
}

/** How far the numbering went, and which event has the last number: so that a commit of unknown outcome can be recognised. */
export function positionStatement(db: PrismaClient, last: Recorded): Query<number> {
  return db.$executeRaw`
    UPDATE meta SET last_seq = ${BigInt(last.seq)}, last_event = ${identityOf(last)} WHERE id = 1`;
}

/** Unique over all events of all observers. */
export function identityOf({ observerId, eventId }: Recorded): string {
  return `${observerId}/${eventId}`;
}
