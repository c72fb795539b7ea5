/** Tells the audit log who changed or saw what, and from where. */
import { randomUUID } from 'node:crypto';
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
export async function audit(headers: Headers, { actor, action, subject, detail = {} }: Audited): Promise<void> {
  const entry = { at: wallTime(), actor, origin: originOf(headers), action, subject, detail };
  try {
    await (await people()).people.audit(randomUUID(), entry);
  } catch {
    console.error(JSON.stringify({ msg: 'audit entry could not be written', ...entry }));
  }
}

/** Who came, as the front door knows it: it follows the hops of the proxies that it believes (TRUST_PROXY). */
export function originOf(headers: Headers): string {
  return headers.get('x-holdfast-client') ?? 'unknown';
}
