/** Everything about people, opened once per process: sign-in, its tables, the audit log. */
import { randomUUID } from 'node:crypto';
import { openPeopleStore, type PeopleDatabase } from '../../server/store/people/store';
import { type Auth, createAuth } from './auth';
import { env } from './env';
import { createPerson } from './persons';
import { wallTime } from './time';

export type People = PeopleDatabase & { auth: Auth };

declare global {
  var holdfastPeople: Promise<People> | undefined;
}

/** A failed opening is not kept: the next caller tries again. */
export function people(): Promise<People> {
  globalThis.holdfastPeople ??= openPeople().catch((error: unknown) => {
    globalThis.holdfastPeople = undefined;
    throw error;
  });
  return globalThis.holdfastPeople;
}

async function openPeople(): Promise<People> {
  const database = await openPeopleStore(env().databaseUrl);
  const all = { ...database, auth: createAuth(database) };
  const { adminEmail, adminPassword } = env();
  if (adminEmail !== null && adminPassword !== null && (await database.people.countPeople()) === 0) {
    const first = { name: 'Administrator', email: adminEmail, password: adminPassword.reveal() };
    await createPerson(all, { ...first, role: 'administrator', teams: null });
    const entry = { at: wallTime(), actor: '-', origin: 'environment', action: 'set-up', subject: adminEmail };
    await database.people.audit(randomUUID(), { ...entry, detail: {} });
  }
  return all;
}
