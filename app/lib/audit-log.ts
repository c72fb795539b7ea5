/** Tells the audit log who changed or saw what, and from where. */
import { randomUUID } from 'node:crypto';
import type { AuditEntry, PeopleStore } from '../../server/store/people/port';
import { people } from './people';
import { wallTime } from './time';

export interface Audited {
  actor: string;
  action: string;
  subject: string;
  /** Never a secret. */
  detail?: Readonly<Record<string, unknown>>;
}

/** A log that cannot be written stops nobody's work: the entry goes to the process's own log instead. */
export function audit(headers: Headers, what: Audited): Promise<void> {
  return write(entryOf(headers, what), (store, entry) => store.audit(randomUUID(), entry));
}

/** The same for what comes again and again and is one thing: the first entry of an id stays. */
export function auditOnce(headers: Headers, id: string, what: Audited): Promise<void> {
  return write(entryOf(headers, what), (store, entry) => store.auditOnce(id, entry));
}

function entryOf(headers: Headers, { actor, action, subject, detail = {} }: Audited): AuditEntry {
  return { at: wallTime(), actor, origin: originOf(headers), action, subject, detail };
}

async function write(entry: AuditEntry, put: (store: PeopleStore, entry: AuditEntry) => Promise<void>): Promise<void> {
  try {
    await put((await people()).people, entry);
  } catch {
    console.error(JSON.stringify({ msg: 'audit entry could not be written', ...entry }));
  }
}

/** Who came, as the front door knows it: it follows the hops of the proxies that it believes (TRUST_PROXY). */
export function originOf(headers: Headers): string {
  return headers.get('x-holdfast-client') ?? 'unknown';
}
