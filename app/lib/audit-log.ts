/** Tells the audit log who changed or saw what, and from where. */
import { randomUUID } from 'node:crypto';
import { isLoopback } from '../../server/start/headers';
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

/** The front door believes only a proxy of this machine: the last address that is not this machine is who came. */
export function originOf(headers: Headers): string {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  return hops.findLast((hop) => hop !== '' && !isLoopback(hop)) ?? hops.at(-1) ?? 'unknown';
}
