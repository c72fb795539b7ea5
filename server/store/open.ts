/** The whole store, for the worker: one connection that writes, one that reads. */
import type { Recorded } from '#contract';
import type { AlertStore } from './alert/port';
import { alertStoreOn } from './alert/store';
import { dialectOf, openReader, openWriter, type PrismaClient } from './connection';
import { guarded } from './guarded';
import type { HistoryStore } from './history/port';
import { historyStoreOn } from './history/writes';
import type { Commit, KnownPresence, RecorderStore } from './port';
import { type PrivacyStore, privacyStoreOn } from './privacy/running';
import { disconnectsOf, groupRows, groupsOf, openRows, sinceRows } from './queries/disconnects';
import { documentRows, documentsOf } from './queries/documents';
import { dictionaryOf, observerKeyRows, targetKeyRows } from './queries/keys';
import { previousRunRows, runOf } from './queries/observer';
import { positionOf, positionRows, type WritePosition, writePositionOf } from './queries/position';
import { ofClusters } from './queries/scope';
import { databaseBytes } from './queries/size';
import { targetStateOf, targetStateRows } from './queries/target-states';
import { type AllReads, readStoreOn } from './read-store';
import { StoreError } from './store-error';
import { type TranscriptStore, transcriptStoreOn } from './transcripts';
import { type Dictionaries, writeCommit } from './writes/commit';
import { endStatement, identityOf, insertRun } from './writes/runs';

/** The database must have been migrated. Every method throws `StoreError`. */
export async function openStore(databaseUrl: string): Promise<
  RecorderStore &
    AllReads & {
      databaseBytes(): Promise<number>;
      history: HistoryStore;
      alerts: AlertStore;
      transcripts: TranscriptStore;
      privacy: PrivacyStore;
    }
> {
  const reader = await guarded('open', () => openReader(databaseUrl));
  const reading = readStoreOn(reader);
  const writer = await guarded('open', () => openWriting(databaseUrl));
  return {
    ...reading,
    epoch: () => guarded('epoch', async () => positionOf(await positionRows(reader)).epoch),
    lastSeq: () => guarded('lastSeq', async () => positionOf(await positionRows(reader)).lastSeq),
    targetStates: () => guarded('targetStates', async () => (await targetStateRows(reader)).map(targetStateOf)),
    ...knownOn(reader),
    previousRun: (observerId) =>
      guarded('previousRun', async () => runOf(await previousRunRows(reader, observerId, writer.runId() ?? ''))),
    beginRun: (run) => guarded('beginRun', () => writer.beginRun(run)),
    endRun: (runId, endedAt) =>
      guarded('endRun', async () => void (await writer.run((db) => endStatement(db, runId, endedAt)))),
    commit: (commit) => guarded('commit', () => writer.commit(commit)),
    databaseBytes: () => guarded('databaseBytes', () => databaseBytes(reader)),
    history: historyStoreOn(dialectOf(reader).chunkMs, (doing, work) => guarded(doing, () => writer.run(work))),
    alerts: alertStoreOn(reader, (doing, work) => guarded(doing, () => writer.run(work))),
    transcripts: transcriptStoreOn((doing, work) => guarded(doing, () => writer.run(work))),
    privacy: privacyStoreOn((doing, work) => guarded(doing, () => writer.run(work))),
    close: async () => {
      await writer.close();
      await reading.close();
    },
  };
}

function knownOn(db: PrismaClient): KnownPresence {
  return {
    documents: (kind, clusterKey) =>
      guarded('documents', async () => documentsOf(kind, await documentRows(db, kind, clusterKey))),
    openDisconnects: (clusterKey) =>
      guarded('openDisconnects', async () => disconnectsOf(await openRows(db, ofClusters(clusterKey)))),
    disconnectsSince: (clusterKey, since) =>
      guarded('disconnectsSince', async () => disconnectsOf(await sinceRows(db, ofClusters(clusterKey), since))),
    groupsSince: (clusterKey, since) =>
      guarded('groupsSince', async () => groupsOf(await groupRows(db, ofClusters(clusterKey), 'all', since))),
  };
}

interface Writing {
  runId(): string | null;
  beginRun(run: Parameters<RecorderStore['beginRun']>[0]): Promise<void>;
  run<T>(write: (db: PrismaClient) => Promise<T>): Promise<T>;
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
    run: (work) => write(() => work(db)),
    beginRun: (run) =>
      write(async () => {
        await insertRun(db, run);
        runId = run.runId;
      }),
    commit: (commit) =>
      write(async () => {
        const fresh = isStored(commit.events, position) ? { ...commit, events: [], states: [], documents: [] } : commit;
        known = await writeCommit(db, fresh, runId, known);
        const last = commit.events.at(-1);
        if (last !== undefined) position = { ...position, lastSeq: last.seq, lastEvent: identityOf(last) };
      }),
    close: () => db.$disconnect(),
  };
}

async function load(db: PrismaClient): Promise<{ position: WritePosition; known: Dictionaries }> {
  const [position, targets, observers] = await db.$transaction([
    positionRows(db),
    targetKeyRows(db),
    observerKeyRows(db),
  ]);
  return {
    position: writePositionOf(position),
    known: { targets: dictionaryOf(targets), observers: dictionaryOf(observers) },
  };
}

/**
 * Whether a repeated commit went through the first time: its last event then has the last number, and a transaction is all or
 * nothing. Throws `StoreError` when the numbers do not follow the database's.
 */
function isStored(events: readonly Recorded[], { lastSeq, lastEvent }: WritePosition): boolean {
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return false;
  if (events.some((e, i) => e.seq !== first.seq + i))
    throw new StoreError('other', 'a commit must be numbered without holes');
  if (first.seq === lastSeq + 1) return false;
  if (last.seq === lastSeq && identityOf(last) === lastEvent) return true;
  throw new StoreError(
    'other',
    `the database is at ${lastSeq}, a commit began at ${first.seq}: is a second worker writing?`,
  );
}
