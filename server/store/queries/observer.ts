/** The runs of the worker and its last sign of life. */
import type { ObserverView } from '#contract';
import type { PrismaClient, Query } from '../connection';
import type { ObserverRun } from '../port';

type Row = { run_id: string; observer_id: string; started_at: bigint; alive_at: bigint; ended_at: bigint | null };

/** The latest run of anybody. */
export function latestRunRows(db: PrismaClient): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT run_id, observer_id, started_at, alive_at, ended_at FROM observer_run ORDER BY id DESC LIMIT 1`;
}

/** The latest run of this observer but `runId`. */
export function previousRunRows(db: PrismaClient, observerId: string, runId: string): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT run_id, observer_id, started_at, alive_at, ended_at FROM observer_run
    WHERE observer_id = ${observerId} AND run_id <> ${runId} ORDER BY id DESC LIMIT 1`;
}

export function runOf(rows: readonly Row[]): ObserverRun | null {
  const row = rows[0];
  if (row === undefined) return null;
  return {
    runId: row.run_id,
    observerId: row.observer_id,
    startedAt: Number(row.started_at),
    aliveAt: Number(row.alive_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
  };
}

export function observerOf(rows: readonly Row[]): ObserverView | null {
  const run = runOf(rows);
  return run === null ? null : { observerId: run.observerId, startedAt: run.startedAt, aliveAt: run.aliveAt };
}
