/** The whole store, for the worker: one connection that writes, one that reads. */
import type { Recorded } from '#contract';
import { openReader, openWriter, type PrismaClient } from './connection';
import type { Commit, ReadStore, RecorderStore } from './port';
import { eventRows, eventsOf, pingRows } from './queries/events';
import { dictionaryOf, observerKeyRows, targetKeyRows } from './queries/keys';
import { previousRunRows, runOf } from './queries/observer';
import { type Position, positionOf, positionRows } from './queries/position';
import { targetStateOf, targetStateRows } from './queries/target-states';
import { guarded, readStoreOn } from './read-store';
import { StoreError } from './store-error';
import { type Dictionaries, writeCommit } from './writes/commit';
import { endStatement, insertRun } from './writes/runs';

/** The database must have been migrated. Every method throws `StoreError`. */
export async function openStore(databaseUrl: string): Promise<RecorderStore & ReadStore> {
  const reader = openReader(databaseUrl);
  const reading = readStoreOn(reader);
  const writer = await guarded('open', () => openWriting(databaseUrl));
  return {
    ...reading,
    epoch: () => guarded('epoch', async () => positionOf(await positionRows(reader)).epoch),
    lastSeq: () => guarded('lastSeq', async () => positionOf(await positionRows(reader)).lastSeq),
    targetStates: () => guarded('targetStates', async () => (await targetStateRows(reader)).map(targetStateOf)),
    previousRun: (observerId) =>
      guarded('previousRun', async () => runOf(await previousRunRows(reader, observerId, writer.runId() ?? ''))),
    beginRun: (run) => guarded('beginRun', () => writer.beginRun(run)),
    endRun: (runId, endedAt) => guarded('endRun', () => writer.run((db) => endStatement(db, runId, endedAt))),
    commit: (commit) => guarded('commit', () => writer.commit(commit)),
    close: async () => {
      await writer.close();
      await reading.close();
    },
  };
}

interface Writing {
  runId(): string | null;
  beginRun(run: Parameters<RecorderStore['beginRun']>[0]): Promise<void>;
  run(write: (db: PrismaClient) => Promise<unknown>): Promise<void>;
  commit(commit: Commit): Promise<void>;
  close(): Promise<void>;
}

/**
 * The writing connection. After a refusal the driver's transaction may still be open and the outcome unknown: the next write
 * opens a new connection and reads how far the database really is.
 */
async function openWriting(databaseUrl: string): Promise<Writing> {
  let db = await openWriter(databaseUrl);
  let { position, known } = await load(db);
  let runId: string | null = null;
  let doubtful = false;

  async function afterDoubt(): Promise<void> {
    if (!doubtful) return;
    await db.$disconnect();
    db = await openWriter(databaseUrl);
    ({ position, known } = await load(db));
    doubtful = false;
  }

  async function write<T>(work: () => Promise<T>): Promise<T> {
    try {
      await afterDoubt();
      return await work();
    } catch (error) {
      doubtful = true;
      throw error;
    }
  }

  return {
    runId: () => runId,
    run: (statement) => write(async () => void (await statement(db))),
    beginRun: (run) =>
      write(async () => {
        await insertRun(db, run);
        runId = run.runId;
      }),
    commit: (commit) =>
      write(async () => {
        const fresh = (await isStored(db, commit.events, position.lastSeq))
          ? { ...commit, events: [], states: [] }
          : commit;
        known = await writeCommit(db, fresh, runId, known);
        position = { ...position, lastSeq: commit.events.at(-1)?.seq ?? position.lastSeq };
      }),
    close: () => db.$disconnect(),
  };
}

async function load(db: PrismaClient): Promise<{ position: Position; known: Dictionaries }> {
  const [position, targets, observers] = await db.$transaction([
    positionRows(db),
    targetKeyRows(db),
    observerKeyRows(db),
  ]);
  return {
    position: positionOf(position),
    known: { targets: dictionaryOf(targets), observers: dictionaryOf(observers) },
  };
}

/**
 * Whether a repeated commit went through the first time: its numbers and identities are then there, all of them, as a transaction
 * is all or nothing. Throws `StoreError` when the numbers do not follow the database's.
 */
async function isStored(db: PrismaClient, events: readonly Recorded[], lastSeq: number): Promise<boolean> {
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return false;
  if (events.some((e, i) => e.seq !== first.seq + i))
    throw new StoreError('other', 'a commit must be numbered without holes');
  if (first.seq === lastSeq + 1) return false;
  const [stored, pings] = await db.$transaction([eventRows(db, last.seq - 1, 1), pingRows(db, last.seq - 1, 1)]);
  const there = eventsOf(stored, pings, 1)[0];
  if (there?.seq === last.seq && there.eventId === last.eventId && there.observerId === last.observerId) return true;
  throw new StoreError(
    'other',
    `the database is at ${lastSeq}, a commit began at ${first.seq}: is a second worker writing?`,
  );
}
