/** Makes people, and knows their passwords; what was open to them closes with it. */
import { createHash } from 'node:crypto';
import { type Role, role as roleSchema, type Scope, scopeOf, scopeText } from '#contract';
import type { PeopleStore, PersonRow } from '../../server/store/people/port';
import { type Auth, PASSWORD_LENGTH } from './auth';

export interface NewPerson {
  name: string;
  email: string;
  /** null: they come by single sign-on. */
  password: string | null;
  role: Role;
  teams: Scope;
}

export interface Person extends Omit<PersonRow, 'role' | 'teams'> {
  role: Role;
  teams: Scope;
}

/** A row with a role that nobody knows may do the least. */
export function personOf({ role, teams, ...row }: PersonRow): Person {
  return { ...row, role: roleSchema.catch('viewer').parse(role), teams: teams === null ? null : scopeOf(teams || '-') };
}

/** @returns the id; null: somebody has that address already */
export async function createPerson({ auth }: { auth: Auth }, who: NewPerson): Promise<string | null> {
  const { internalAdapter, password } = await auth.$context;
  const email = who.email.trim().toLowerCase();
  if ((await internalAdapter.findUserByEmail(email)) !== null) return null;
  const teams = who.teams === null ? null : scopeText(who.teams);
  const row = { name: who.name, email, emailVerified: true, role: who.role, teams, disabled: false };
  const user = await internalAdapter.createUser(row, { method: 'admin' });
  if (who.password !== null) {
    const hash = await password.hash(who.password);
    await internalAdapter.linkAccount({
      ...{ userId: user.id, accountId: user.id, providerId: 'credential', password: hash },
    });
  }
  return user.id;
}

/** Replaces the password; every sign-in of that person ends. */
export async function setPassword(
  { auth, people }: { auth: Auth; people: PeopleStore },
  userId: string,
  text: string,
): Promise<void> {
  const { internalAdapter, password } = await auth.$context;
  const hash = await password.hash(text);
  const known = (await internalAdapter.findAccounts(userId)).some((a) => a.providerId === 'credential');
  if (known) await internalAdapter.updatePassword(userId, hash);
  else await internalAdapter.linkAccount({ userId, accountId: userId, providerId: 'credential', password: hash });
  await people.endSignIns(userId);
}

/**
 * Whose address and password these are; null: nobody's who may sign in. Whatever is wrong, a password is hashed once, so that the time it
 * takes tells nothing.
 */
export async function personWithPassword(
  { auth }: { auth: Auth },
  email: string,
  text: string,
): Promise<{ id: string; hash: string; role: Role } | null> {
  const { internalAdapter, password } = await auth.$context;
  const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  const hash = found?.accounts.find((a) => a.providerId === 'credential')?.password ?? null;
  if (found === null || hash === null || text.length > PASSWORD_LENGTH.most) {
    await password.hash(text.slice(0, PASSWORD_LENGTH.most));
    return null;
  }
  if (!(await password.verify({ hash, password: text }))) return null;
  const { id } = found.user;
  const role = roleSchema.catch('viewer').parse(Reflect.get(found.user, 'role'));
  return Reflect.get(found.user, 'disabled') === true ? null : { id, hash, role };
}

/** Tells one password from the next, and nothing about it. */
export function passwordMark(hash: string): string {
  return createHash('sha256').update(`mark ${hash}`).digest('base64url').slice(0, 22);
}

/** @returns null, or what is wrong with it */
export function passwordRefusal(text: string): string | null {
  if (text.length < PASSWORD_LENGTH.least) return `At least ${PASSWORD_LENGTH.least} characters.`;
  if (text.length > PASSWORD_LENGTH.most) return `At most ${PASSWORD_LENGTH.most} characters.`;
  return /^(.)\1*$/.test(text) ? 'Not the same character again and again.' : null;
}
