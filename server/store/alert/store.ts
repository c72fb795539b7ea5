/** The alert engine's small transactions, and what it finds again after a restart. */
import type { EpochMs, Incident } from '#contract';
import type { PrismaClient, Query } from '../connection';
import { guarded } from '../guarded';
import { insertRows } from '../writes/insert';
import type { Row, Table } from '../writes/tables';
import type { AlertChange, AlertStore, SetupChange } from './port';
import {
  type BodyRow,
  deliveryOf,
  deliveryRow,
  deliveryTable,
  incidentOf,
  incidentRow,
  incidentTable,
  ruleOf,
  ruleRow,
  ruleTable,
  setupOf,
  setupRow,
  setupTable,
  silenceOf,
  silenceRow,
  silenceTable,
  windowOf,
  windowRow,
  windowTable,
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
    incidentsSince: (since) => guarded('incidentsSince', () => incidentsSince(reader, since)),
    incidentById: (id) =>
      guarded('incidentById', async () => {
        const [row] = await reader.$queryRaw<BodyRow[]>`SELECT id, body FROM incident WHERE id = ${id}`;
        return row === undefined ? null : incidentOf(row);
      }),
    ...setupOn(reader, run),
    ...deliveriesOn(reader),
    silencesAt: (at) =>
      guarded('silencesAt', async () => {
        const rows = await reader.$queryRaw<BodyRow[]>`
          SELECT id, body FROM silence WHERE expires_at > ${BigInt(at)} ORDER BY id`;
        return rows.map(silenceOf);
      }),
  };
}

type Running = Parameters<typeof alertStoreOn>[1];

function deliveriesOn(
  reader: PrismaClient,
): Pick<AlertStore, 'waitingDeliveries' | 'lastDeliveryOrder' | 'deliveryById' | 'deadDeliveries'> {
  return {
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
    deliveryById: (id) =>
      guarded('deliveryById', async () => {
        const [row] = await reader.$queryRaw<BodyRow[]>`SELECT id, body FROM delivery WHERE id = ${id}`;
        return row === undefined ? null : deliveryOf(row);
      }),
    deadDeliveries: () =>
      guarded('deadDeliveries', async () => {
        const rows = await reader.$queryRaw<{ channel: string; dead: bigint | number }[]>`
          SELECT channel, COUNT(*) AS dead FROM delivery WHERE status = 'dead' GROUP BY channel`;
        return new Map(rows.map(({ channel, dead }) => [channel, Number(dead)]));
      }),
  };
}

function setupOn(
  reader: PrismaClient,
  run: Running,
): Pick<AlertStore, 'saveSetup' | 'setupTold' | 'ownRules' | 'ownWindowsAt'> {
  return {
    saveSetup: (change) => run('saveSetup', (db) => saveSetup(db, change)),
    setupTold: () =>
      guarded('setupTold', async () =>
        setupOf(await reader.$queryRaw<{ body: string }[]>`SELECT body FROM alert_setup WHERE id = 1`),
      ),
    ownRules: () =>
      guarded('ownRules', async () => {
        const rows = await reader.$queryRaw<BodyRow[]>`SELECT key AS id, body FROM alert_rule ORDER BY key`;
        return rows.map(ruleOf);
      }),
    ownWindowsAt: (at) =>
      guarded('ownWindowsAt', async () => {
        const rows = await reader.$queryRaw<BodyRow[]>`
          SELECT id, body FROM maintenance_window WHERE ends_at IS NULL OR ends_at > ${BigInt(at)} ORDER BY id`;
        return rows.map(windowOf);
      }),
  };
}

async function incidentsSince(reader: PrismaClient, since: EpochMs): Promise<Incident[]> {
  const rows = await reader.$queryRaw<BodyRow[]>`
    SELECT id, body FROM incident
    WHERE status = 'open' OR (status = 'resolved' AND resolved_at >= ${BigInt(since)}) ORDER BY opened_at, id`;
  const known = rows.map(incidentOf);
  const open = new Set(known.filter((i) => i.status === 'open').map((i) => i.id));
  if (open.size === 0) return known;
  const merged = await reader.$queryRaw<BodyRow[]>`
    SELECT id, body FROM incident
    WHERE status = 'resolved' AND resolved_at < ${BigInt(since)} AND body LIKE '%"mergedInto":"%' ORDER BY opened_at, id`;
  const duplicates = merged.map(incidentOf).filter((i) => i.mergedInto !== null && open.has(i.mergedInto));
  return [...duplicates, ...known];
}

async function saveSetup(db: PrismaClient, change: SetupChange): Promise<void> {
  const { removedRules, removedWindows } = change;
  const statements: Query<number>[] = [
    ...removedRules.map((key) => db.$executeRaw`DELETE FROM alert_rule WHERE key = ${key}`),
    ...removedWindows.map((id) => db.$executeRaw`DELETE FROM maintenance_window WHERE id = ${id}`),
    insertRows(db, setupTable, [setupRow(change.setup)], ['id']),
  ];
  if (change.rules.length > 0) statements.push(insertRows(db, ruleTable, change.rules.map(ruleRow), ['key']));
  if (change.windows.length > 0) statements.push(insertRows(db, windowTable, change.windows.map(windowRow), ['id']));
  await db.$transaction(statements);
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
