/** Reads the audit log: page by page, and as a whole for whoever takes it away. */

import type { z } from 'zod';
import { type AuditFilter, auditKinds, type auditQuery } from '#contract';
import type { AuditQuery, KeptEntry } from '../../server/store/people/port';
import { cursorOf, readCursor } from './cursor';
import { people } from './people';
import type { Read } from './query';

const LIST = 'audit';

export interface AuditPage {
  items: KeptEntry[];
  next: string | null;
}

export async function auditPage({ limit, cursor, ...filter }: z.infer<typeof auditQuery>): Promise<Read<AuditPage>> {
  const read = readCursor(LIST, cursor);
  if (read.status === 'invalid') return read;
  const store = (await people()).people;
  const rows = await store.auditPage({ ...queryOf(filter), after: afterOf(read.value), limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? cursorOf(LIST, `${last.at} ${last.id}`) : null;
  return { status: 'ok', value: { items, next } };
}

export async function auditActors(): Promise<string[]> {
  return (await people()).people.auditActors();
}

const EXPORTED_AT_ONCE = 1_000;
/** Some ten years of a busy place. */
export const EXPORTED_AT_MOST = 200_000;

/** Newest first, in pieces, so that a long log does not fill the memory. */
export async function* auditEntries(filter: AuditFilter): AsyncGenerator<KeptEntry[]> {
  const { people: store } = await people();
  let after: AuditQuery['after'] = null;
  for (let told = 0; told < EXPORTED_AT_MOST; ) {
    const rows: KeptEntry[] = await store.auditPage({ ...queryOf(filter), after, limit: EXPORTED_AT_ONCE });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < EXPORTED_AT_ONCE) return;
    told += rows.length;
    after = { at: last.at, id: last.id };
  }
}

function queryOf({ who, kind, from, to }: AuditFilter): Omit<AuditQuery, 'after' | 'limit'> {
  return {
    who: who ?? null,
    from: from ?? null,
    to: to ?? null,
    actions: kind === undefined ? null : auditKinds[kind],
  };
}

/** What is no such key begins nowhere: an empty page. */
function afterOf(key: string | null): AuditQuery['after'] {
  if (key === null) return null;
  const [at = '', id = ''] = key.split(' ');
  return { at: /^\d{1,16}$/.test(at) ? Number(at) : 0, id };
}
