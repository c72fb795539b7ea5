/** The recorder's one transaction: events, samples, current state, the last number and the sign of life, all or nothing. */
import type { PrismaClient, Query } from '../connection';
import type { Commit } from '../port';
import { insertRows } from './insert';
import { countTable, disconnectTable, documentTable, groupTable, presenceRowsOf } from './presence-rows';
import { eventTable, rowsOf, sampleTable, stateTable } from './rows';
import { aliveStatement, positionStatement } from './runs';
import { Keys, keyTable } from './tables';

/** Small numbers of long keys, as the database has them. */
export interface Dictionaries {
  targets: ReadonlyMap<string, number>;
  observers: ReadonlyMap<string, number>;
}

/** Writes the commit and returns the dictionaries after it; throws what the driver throws and then has written nothing. */
export async function writeCommit(
  db: PrismaClient,
  commit: Commit,
  runId: string | null,
  known: Dictionaries,
): Promise<Dictionaries> {
  const targets = new Keys(known.targets);
  const observers = new Keys(known.observers);
  const rows = rowsOf(commit.events, commit.states, targets, observers);
  const presence = presenceRowsOf(commit.documents);
  const statements: Query<number>[] = [];
  const insert = (
    table: Parameters<typeof insertRows>[1],
    of: Parameters<typeof insertRows>[2],
    replacing?: readonly string[],
  ) => {
    if (of.length > 0) statements.push(insertRows(db, table, of, replacing));
  };
  insert(keyTable('target'), targets.madeRows());
  insert(keyTable('observer'), observers.madeRows());
  insert(eventTable, rows.events);
  insert(sampleTable, rows.samples);
  insert(countTable, rows.counts);
  insert(stateTable, rows.states, ['target_id']);
  insert(documentTable, presence.documents, ['kind', 'key']);
  insert(disconnectTable, presence.disconnects, ['id']);
  insert(groupTable, presence.groups, ['key']);
  const last = commit.events.at(-1);
  if (last !== undefined) statements.push(positionStatement(db, last));
  if (runId !== null) statements.push(aliveStatement(db, runId, commit.aliveAt));
  if (statements.length > 0) await db.$transaction(statements);
  return { targets: merged(known.targets, targets.made()), observers: merged(known.observers, observers.made()) };
}

function merged(known: ReadonlyMap<string, number>, made: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return made.size === 0 ? known : new Map([...known, ...made]);
}
