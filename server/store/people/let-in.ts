/** Lets somebody in again whom nobody else can help: a link to a new password, made by whoever holds the machine. */
import { randomBytes } from 'node:crypto';
import type { Time } from '../../time/time';
import { COMMAND_LINE } from './port';
import { openPeopleStore } from './store';
import { hashOfToken } from './tokens';

const LINK_MS = 3_600_000;

/**
 * Enables the person, removes their second factor, and makes a link that works once within an hour; told to the audit log.
 * @returns the path of the link; null: nobody has that address. Throws `StoreError`.
 */
export async function letIn(databaseUrl: string, address: string, time: Time): Promise<string | null> {
  const { people } = await openPeopleStore(databaseUrl);
  try {
    const email = address.trim().toLowerCase();
    const person = (await people.people()).find((one) => one.email === email);
    if (person === undefined) return null;
    const token = randomBytes(32).toString('base64url');
    const at = time.now();
    await people.addToken({
      ...{ id: time.uuid(), kind: 'reset', hash: hashOfToken(token), name: email, createdBy: COMMAND_LINE },
      ...{ createdAt: at, expiresAt: at + LINK_MS, grant: JSON.stringify({ userId: person.id }) },
    });
    await people.removeTwoFactor(person.id);
    await people.changePerson(person.id, { disabled: false });
    const detail = { wasDisabled: person.disabled, hadSecondFactor: person.twoFactor };
    const entry = {
      at,
      actor: COMMAND_LINE,
      origin: 'this machine',
      action: 'person-let-in',
      subject: email,
      detail,
    };
    await people.audit(time.uuid(), entry);
    return `/reset/${token}`;
  } finally {
    await people.close();
  }
}
