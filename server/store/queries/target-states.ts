/** Current state per target. */
import { type TargetState, targetState } from '#contract';
import type { PrismaClient, Query } from '../connection';
import { StoreError } from '../store-error';

type Row = { key: string; state: string };

/** All of them, archived ones included, in order of key. */
export function targetStateRows(db: PrismaClient): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT t.key, s.state FROM target_state s JOIN target t ON t.id = s.target_id ORDER BY t.key`;
}

export function currentTargetStateRows(db: PrismaClient): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT t.key, s.state FROM target_state s JOIN target t ON t.id = s.target_id WHERE s.archived = false ORDER BY t.key`;
}

export function targetStateRow(db: PrismaClient, key: string): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT t.key, s.state FROM target_state s JOIN target t ON t.id = s.target_id WHERE t.key = ${key}`;
}

export function targetStateOf(row: Row): TargetState {
  const parsed = targetState.safeParse(JSON.parse(row.state));
  if (!parsed.success)
    throw new StoreError('corrupt', `the state of ${row.key} is not readable`, { cause: parsed.error });
  return parsed.data;
}
