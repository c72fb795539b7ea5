/** The alert engine's small transactions, and what it finds again after a restart. */
import type { PrismaClient, Query } from '../connection';
import { guarded } from '../guarded';
import { insertRows } from '../writes/insert';
import type { Row, Table } from '../writes/tables';
import type { AlertChange, AlertStore } from './port';
import {
  type BodyRow,
  deliveryOf,
  deliveryRow,
  deliveryTable,
  incidentOf,
  incidentRow,
  incidentTable,
  silenceOf,
  silenceRow,
  silenceTable,
} from './rows';

/** @param run does something with the one connection that writes; afterwards it is known what the database has */
export function alertStoreOn(
  reader: PrismaClient,
  run: <T>(doing: string, work: (db: PrismaClient) => Promise<T>) => Promise<T>,
): AlertStore {
  return {
    saveChange: (change) => run('saveChange', (db) => saveChange(db, change)),
    saveSilence: (silence) =>
      run('saveSilence', async (db) => void (await insertRows(db, silenceTable, [silenceRow(silence)], ['id']))),
    incidentsSince: (since) =>
      guarded('incidentsSince', async () => {
        const rows = await reader.$queryRaw<BodyRow[]>`
          SELECT id, body FROM incident
          WHERE status = 'open' OR (status = 'resolved' AND resolved_at >= ${BigInt(since)}) ORDER BY opened_at, id`;
        return rows.map(incidentOf);
      }),
    waitingDeliveries: () =>
      guarded('waitingDeliveries', async () => {
        const rows = await reader.$queryRaw<BodyRow[]>`
          SELECT id, body FROM delivery WHERE status = 'waiting' ORDER BY order_number, id`;
        return rows.map(deliveryOf);
      }),
    lastDeliveryOrder: () =>
      guarded('lastDeliveryOrder', async () => {
        const rows = await reader.$queryRaw<{ last: bigint | null }[]>`
          SELECT MAX(order_number) AS last FROM delivery`;
        return Number(rows[0]?.last ?? 0);
      }),
    silencesAt: (at) =>
      guarded('silencesAt', async () => {
        const rows = await reader.$queryRaw<BodyRow[]>`
          SELECT id, body FROM silence WHERE expires_at > ${BigInt(at)} ORDER BY id`;
        return rows.map(silenceOf);
      }),
  };
}

/** All or nothing: a notification without its incident, or the other way round, can never be. */
async function saveChange(db: PrismaClient, { incidents, deliveries }: AlertChange): Promise<void> {
  const statements: Query<number>[] = [];
  const put = (table: Table, rows: Row[]) => {
    if (rows.length > 0) statements.push(insertRows(db, table, rows, ['id']));
  };
  put(incidentTable, incidents.map(incidentRow));
  put(deliveryTable, deliveries.map(deliveryRow));
  if (statements.length > 0) await db.$transaction(statements);
}
