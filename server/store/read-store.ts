/** The reading half of the store, on a connection of its own. */
import type { AlertReads } from './alert/port';
import { alertReadsOn } from './alert/reads';
import { type ReplayReads, replayReadsOn } from './alert/replay-reads';
import { openReader, type PrismaClient } from './connection';
import { guarded } from './guarded';
import { type CountReads, countedSlots, countsBetween } from './history/counts';
import type { HistoryReads } from './history/port';
import { historyReadsOn } from './history/reads';
import type { ReadStore } from './port';
import { type PrivacyReads, privacyReadsOn } from './privacy/running';
import { agentSnapshot } from './queries/agent';
import { boardSnapshot } from './queries/board';
import { connectRows, connectsOf } from './queries/connects';
import { countRows } from './queries/counts';
import { documentRows, documentsOf } from './queries/documents';
import { eventRows, eventsOf, latestEvents, pingRows } from './queries/events';
import { intervalsOf, phaseBeforeRows, phaseRows, unobservedRows } from './queries/intervals';
import { latestRunRows, observerOf } from './queries/observer';
import { positionOf, positionRows } from './queries/position';
import { overviewSnapshot, targetSnapshot } from './queries/snapshots';
import { type MaintenanceReads, maintenanceReadsOn } from './review/maintenance';
import { type OutageFactReads, outageReadsOn } from './review/outage';
import type { ReviewReads } from './review/port';
import { reviewReadsOn } from './review/reads';
import { type TranscriptReads, transcriptReadsOn } from './transcripts';

export type AllReads = ReadStore &
  HistoryReads &
  CountReads &
  ReviewReads &
  OutageFactReads &
  MaintenanceReads &
  TranscriptReads &
  ReplayReads &
  PrivacyReads &
  AlertReads;

/** For the dashboard: never writes. The database must have been migrated. Every method throws `StoreError`. */
export async function openReadStore(databaseUrl: string): Promise<AllReads> {
  return readStoreOn(await guarded('open', () => openReader(databaseUrl)));
}

export function readStoreOn(db: PrismaClient): AllReads {
  return {
    ...historyReadsOn(db),
    ...reviewReadsOn(db),
    ...outageReadsOn(db),
    ...maintenanceReadsOn(db),
    ...transcriptReadsOn(db),
    ...alertReadsOn(db),
    ...replayReadsOn(db),
    ...privacyReadsOn(db),
    watchedClusters: (clusterKey) =>
      guarded('watchedClusters', async () => documentsOf('cluster', await documentRows(db, 'cluster', clusterKey))),
    countedSlots: (clusterKey, range, partMs) =>
      guarded('countedSlots', () => countedSlots(db, clusterKey, range, partMs)),
    countsBetween: (query) => guarded('countsBetween', () => countsBetween(db, query)),
    overviewSnapshot: (at, windowMs) => guarded('overviewSnapshot', () => overviewSnapshot(db, at, windowMs)),
    targetSnapshot: (key, at, windowMs) => guarded('targetSnapshot', () => targetSnapshot(db, key, at, windowMs)),
    intervalsBetween: (key, from, to) =>
      guarded('intervalsBetween', async () => {
        const window = { from, to };
        const [run, before, phases, unobserved] = await db.$transaction([
          latestRunRows(db),
          phaseBeforeRows(db, key, window),
          phaseRows(db, key, window),
          unobservedRows(db, window),
        ]);
        return intervalsOf([...before, ...phases, ...unobserved], window, observerOf(run)?.aliveAt ?? null, to);
      }),
    latestConnects: (key, limit) =>
      guarded('latestConnects', async () => connectsOf(await connectRows(db, key, limit))),
    eventsAfter: (seq, limit) =>
      guarded('eventsAfter', async () => {
        const [stored, pings, counts] = await db.$transaction([
          eventRows(db, seq, limit),
          pingRows(db, seq, limit),
          countRows(db, seq, limit),
        ]);
        return eventsOf(stored, pings, counts, limit);
      }),
    latestEvents: (count) => guarded('latestEvents', () => latestEvents(db, count)),
    boardSnapshot: (query) => guarded('boardSnapshot', () => boardSnapshot(db, query)),
    agentSnapshot: (clusterKey, loginId, at, windowMs) =>
      guarded('agentSnapshot', () => agentSnapshot(db, { clusterKey, loginId }, at, windowMs)),
    servers: () =>
      guarded('servers', async () =>
        documentsOf('server', await documentRows(db, 'server', null)).filter(({ removed }) => !removed),
      ),
    observer: () => guarded('observer', async () => observerOf(await latestRunRows(db))),
    ping: () =>
      guarded('ping', async () => {
        positionOf(await positionRows(db));
      }),
    close: () => guarded('close', () => db.$disconnect()),
  };
}
