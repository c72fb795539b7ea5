/** What of people is kept, as the worker said last: a row that pages read, so that they go by what is in force and not by a file. */
import { type RunningPrivacy, runningPrivacy } from '#contract';
import type { PrismaClient } from '../connection';
import { guarded } from '../guarded';
import type { AuditEntry } from '../people/port';

/** Beside the row of what alerting is set up as, which is number 1. */
const ROW = 2;

export interface PrivacyReads {
  /** null: no worker has started on this database yet. Throws `StoreError`. */
  runningPrivacy(): Promise<RunningPrivacy | null>;
  /** How many agents of a cluster are in the directory, by team. Throws `StoreError`. */
  teamSizes(clusterKey: string): Promise<Map<string, number>>;
}

export interface PrivacyStore {
  /** With its entry in the audit log, if there is one. Throws `StoreError`. */
  saveRunningPrivacy(running: RunningPrivacy, told: { id: string; entry: AuditEntry } | null): Promise<void>;
}

export function privacyReadsOn(db: PrismaClient): PrivacyReads {
  return {
    runningPrivacy: () =>
      guarded('runningPrivacy', async () => {
        const [row] = await db.$queryRaw<{ body: string }[]>`SELECT body FROM alert_setup WHERE id = ${ROW}`;
        // One of another version is told anew at the worker's start.
        return row === undefined ? null : (runningPrivacy.safeParse(JSON.parse(row.body)).data ?? null);
      }),
    teamSizes: (clusterKey) =>
      guarded('teamSizes', async () => {
        const rows = await db.$queryRaw<{ team_id: string | null; agents: bigint }[]>`
          SELECT team_id, COUNT(*) AS agents FROM document
          WHERE kind = 'agent' AND cluster_key = ${clusterKey} AND removed = false GROUP BY team_id`;
        return new Map(rows.map((row) => [row.team_id ?? '', Number(row.agents)]));
      }),
  };
}

/** @param run does something with the one connection that writes */
export function privacyStoreOn(
  run: <T>(doing: string, work: (db: PrismaClient) => Promise<T>) => Promise<T>,
): PrivacyStore {
  return {
    saveRunningPrivacy: (running, told) =>
      run('saveRunningPrivacy', async (db) => {
        const body = JSON.stringify(running);
        await db.$transaction([
          db.$executeRaw`
            INSERT INTO alert_setup (id, body) VALUES (${ROW}, ${body}) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
          ...(told === null ? [] : [auditStatement(db, told.id, told.entry)]),
        ]);
      }),
  };
}

export function auditStatement(
  db: PrismaClient,
  id: string,
  { at, actor, origin, action, subject, detail }: AuditEntry,
) {
  return db.$executeRaw`
    INSERT INTO audit_entry (id, at, actor, origin, action, subject, detail)
    VALUES (${id}, ${BigInt(at)}, ${actor}, ${origin}, ${action}, ${subject}, ${JSON.stringify(detail)})`;
}
