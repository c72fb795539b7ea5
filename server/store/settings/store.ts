/** What was set up in the pages, on a connection of its own or on one that only reads. */
import { z } from 'zod';
import { itemKind } from '#contract';
import type { StoredItem } from '../../config/own-items';
import { ruleOf, ruleRow, windowOf, windowRow } from '../alert/rows';
import { openPages, type PrismaClient, type Query } from '../connection';
import { guarded } from '../guarded';
import type { SettingsChange, SettingsSaved, SettingsStore } from './port';

/** For the dashboard and commands. The database must have been migrated. Throws `StoreError`. */
export async function openSettingsStore(databaseUrl: string): Promise<SettingsStore> {
  return settingsStoreOn(await guarded('open', () => openPages(databaseUrl)));
}

/** The row that holds the revision stands among the items, as one of a kind that no item has. */
const REVISION = { kind: 'revision', key: 'now' };

function settingsStoreOn(db: PrismaClient): SettingsStore {
  return {
    settings: () =>
      guarded('settings', async () => {
        const [rows, secrets] = await db.$transaction([db.configItem.findMany(), db.sealedSecret.findMany()]);
        return {
          revision: revisionIn(rows),
          items: rows.flatMap(itemOf),
          secrets: secrets.map(({ changedAt, ...one }) => ({ ...one, changedAt: Number(changedAt) })),
        };
      }),
    revision: () =>
      guarded('revision', async () => revisionIn(await db.configItem.findMany({ where: { kind: REVISION.kind } }))),
    save: (change) => guarded('saveSettings', () => run(db, change.revision, Number(change.at), saving(db, change))),
    reseal: (revision, secrets) =>
      guarded('reseal', () =>
        run(db, revision, secrets[0]?.changedAt ?? 0, [
          ...secrets.map(({ name, keyId, sealed }) =>
            db.sealedSecret.updateMany({ where: { name }, data: { keyId, sealed } }),
          ),
        ]),
      ),
    alerting: () =>
      guarded('alerting', async () => {
        const [rules, windows] = await db.$transaction([
          db.alertRule.findMany({ orderBy: { key: 'asc' } }),
          db.maintenanceWindow.findMany({ orderBy: { id: 'asc' } }),
        ]);
        return { rules: rules.map(({ key, body }) => ruleOf({ id: key, body })), windows: windows.map(windowOf) };
      }),
    close: () => guarded('close', () => db.$disconnect()),
  };
}

type Statement = Query<unknown>;

function saving(db: PrismaClient, { at, put, remove, forget, alerting }: SettingsChange): Statement[] {
  const gone = [...put.map(({ item }) => item), ...remove];
  const changedAt = BigInt(at);
  return [
    ...gone.map(({ kind, key }) => db.configItem.deleteMany({ where: { kind, key } })),
    db.sealedSecret.deleteMany({ where: { name: { in: [...forget] } } }),
    ...put.flatMap(({ item, secrets }) => [
      db.configItem.create({ data: { ...item, changedAt: BigInt(item.changedAt) } }),
      ...secrets.map((secret) => db.sealedSecret.create({ data: { ...secret, changedAt } })),
    ]),
    ...(alerting === undefined ? [] : alertingStatements(db, alerting)),
  ];
}

function alertingStatements(
  db: PrismaClient,
  { rules, windows }: NonNullable<SettingsChange['alerting']>,
): Statement[] {
  return [
    db.alertRule.deleteMany(),
    db.maintenanceWindow.deleteMany(),
    ...rules.map((rule) => db.alertRule.create({ data: { key: rule.key, body: String(ruleRow(rule)[1]) } })),
    ...windows.map((window) => {
      const [id, endsAt, body] = windowRow(window);
      const ends = typeof endsAt === 'number' ? BigInt(endsAt) : null;
      return db.maintenanceWindow.create({ data: { id: String(id), endsAt: ends, body: String(body) } });
    }),
  ];
}

/** The revision moves only from the one that is expected: otherwise nothing of the transaction happens. */
async function run(
  db: PrismaClient,
  revision: number,
  at: number,
  statements: readonly Statement[],
): Promise<SettingsSaved> {
  const next = String(revision + 1);
  const moved: Statement =
    revision === 0
      ? db.configItem.create({ data: { ...REVISION, body: next, changedAt: BigInt(at), changedBy: '-' } })
      : db.configItem.update({ where: { kind_key: REVISION, body: String(revision) }, data: { body: next } });
  try {
    await db.$transaction([moved, ...statements]);
    return { is: 'saved', revision: revision + 1 };
  } catch (error) {
    // Prisma's codes: the row is there already, or is not as it was expected.
    const code = prismaError.safeParse(error).data?.code;
    if (code === 'P2002' || code === 'P2025') return { is: 'stale' };
    throw error;
  }
}

const prismaError = z.object({ code: z.string() });

type ItemRow = Awaited<ReturnType<PrismaClient['configItem']['findMany']>>[number];

function revisionIn(rows: readonly ItemRow[]): number {
  return Number(rows.find(({ kind }) => kind === REVISION.kind)?.body ?? 0);
}

function itemOf({ kind, changedAt, ...row }: ItemRow): StoredItem[] {
  const known = itemKind.safeParse(kind);
  return known.success ? [{ kind: known.data, ...row, changedAt: Number(changedAt) }] : [];
}
