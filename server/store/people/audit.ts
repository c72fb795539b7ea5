/** The audit log: entries are added, read newest first, and never changed here; retention and the forgetting of people are the keeper's. */
import type { PrismaClient } from '../connection';
import { guarded } from '../guarded';
import type { AuditEntry, AuditQuery, KeptEntry, PeopleStore } from './port';

type Parts = 'audit' | 'auditOnce' | 'auditLog' | 'auditPage' | 'auditActors';

export function auditOn(db: PrismaClient): Pick<PeopleStore, Parts> {
  return {
    audit: (id, entry) => guarded('audit', async () => void (await db.auditEntry.create({ data: rowOf(id, entry) }))),
    auditOnce: (id, entry) =>
      guarded('auditOnce', async () => {
        await db.auditEntry.upsert({ where: { id }, create: rowOf(id, entry), update: {} });
      }),
    auditLog: ({ before, limit, actor }) =>
      guarded('auditLog', async () => {
        const where = { at: { lt: BigInt(before) }, ...(actor === null ? {} : { actor }) };
        const rows = await db.auditEntry.findMany({ where, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: limit });
        return rows.map(entryOf);
      }),
    auditPage: (query) =>
      guarded('auditPage', async () => {
        const rows = await db.auditEntry.findMany({
          ...{ where: whereOf(query), orderBy: [{ at: 'desc' }, { id: 'desc' }], take: query.limit },
        });
        return rows.map(entryOf);
      }),
    auditActors: () =>
      guarded('auditActors', async () => {
        const rows = await db.auditEntry.groupBy({ by: ['actor'], orderBy: { actor: 'asc' }, take: 1_000 });
        return rows.map((row) => row.actor);
      }),
  };
}

function rowOf(id: string, { at, detail, ...entry }: AuditEntry) {
  return { id, at: BigInt(at), ...entry, detail: JSON.stringify(detail) };
}

function entryOf({
  at,
  detail,
  ...row
}: NonNullable<Awaited<ReturnType<PrismaClient['auditEntry']['findFirst']>>>): KeptEntry {
  return { ...row, at: Number(at), detail: JSON.parse(detail) };
}

function whereOf({ after, from, to, who, actions }: AuditQuery) {
  const conditions = [
    ...(from === null ? [] : [{ at: { gte: BigInt(from) } }]),
    ...(to === null ? [] : [{ at: { lt: BigInt(to) } }]),
    ...(who === null ? [] : [{ OR: [{ actor: who }, { subject: who }] }]),
    ...(actions === null ? [] : [{ action: { in: [...actions] } }]),
    ...(after === null
      ? []
      : [{ OR: [{ at: { lt: BigInt(after.at) } }, { at: BigInt(after.at), id: { lt: after.id } }] }]),
  ];
  return { AND: conditions };
}
