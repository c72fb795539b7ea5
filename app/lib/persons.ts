/** Makes people, and changes what they may; what was open to them closes with it. */
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

/** @returns null, or what is wrong with it */
export function passwordRefusal(text: string): string | null {
  if (text.length < PASSWORD_LENGTH.least) return `At least ${PASSWORD_LENGTH.least} characters.`;
  if (text.length > PASSWORD_LENGTH.most) return `At most ${PASSWORD_LENGTH.most} characters.`;
  return /^(.)\1*$/.test(text) ? 'Not the same character again and again.' : null;
}
