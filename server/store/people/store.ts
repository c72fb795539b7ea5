/** What the dashboard writes of people, on a connection of its own. */
import type { EpochMs } from '#contract';
import { openPages, type PrismaClient } from '../connection';
import { guarded } from '../guarded';
import { auditOn } from './audit';
import type { PeopleStore, PersonRow, SignInRow, TokenKind, TokenRow } from './port';
import { signInTables } from './tokens';
import { twoFactorsOn } from './two-factor';

export interface PeopleDatabase {
  people: PeopleStore;
  /** For the sign-in library alone. */
  signIn: ReturnType<typeof signInTables>;
}

/** The database must have been migrated. Throws `StoreError`. */
export async function openPeopleStore(databaseUrl: string): Promise<PeopleDatabase> {
  const db = await guarded('open', () => openPages(databaseUrl));
  return { people: peopleStoreOn(db), signIn: signInTables(db) };
}

function peopleStoreOn(db: PrismaClient): PeopleStore {
  return {
    countPeople: () => guarded('countPeople', () => db.user.count()),
    people: () => guarded('people', async () => (await db.user.findMany({ orderBy: { email: 'asc' } })).map(personOf)),
    person: (id) =>
      guarded('person', async () => {
        const row = await db.user.findUnique({ where: { id } });
        return row === null ? null : personOf(row);
      }),
    personByEmail: (email) =>
      guarded('personByEmail', async () => {
        const row = await db.user.findUnique({ where: { email } });
        return row === null ? null : personOf(row);
      }),
    changePerson: (id, change) =>
      guarded('changePerson', async () => void (await db.user.updateMany({ where: { id }, data: change }))),
    removePerson: (id) => guarded('removePerson', async () => void (await db.user.deleteMany({ where: { id } }))),
    signIns: (userId) =>
      guarded('signIns', async () =>
        (await db.session.findMany({ where: { userId }, orderBy: { updatedAt: 'desc' } })).map(signInOf),
      ),
    endSignIns: (userId, id) =>
      guarded('endSignIns', async () => {
        const where = id === undefined ? { userId } : { userId, id };
        return (await db.session.deleteMany({ where })).count;
      }),
    lastSignIns: () =>
      guarded('lastSignIns', async () => {
        const where = { action: 'signed-in' };
        const rows = await db.auditEntry.groupBy({ by: ['subject'], where, _max: { at: true } });
        return new Map(rows.map(({ subject, _max }) => [subject, Number(_max.at)]));
      }),
    ...twoFactorsOn(db),
    addToken: ({ createdAt, expiresAt, ...token }) =>
      guarded('addToken', async () => {
        const times = { createdAt: BigInt(createdAt), expiresAt: expiresAt === null ? null : BigInt(expiresAt) };
        await db.accessToken.create({ data: { ...token, ...times } });
      }),
    tokenByHash: (kind, hash) =>
      guarded('tokenByHash', async () => {
        const row = await db.accessToken.findUnique({ where: { hash } });
        return row === null || row.kind !== kind ? null : tokenOf(row, kind);
      }),
    tokens: (kind) =>
      guarded('tokens', async () => {
        const rows = await db.accessToken.findMany({ where: { kind }, orderBy: { createdAt: 'desc' } });
        return rows.map((row) => tokenOf(row, kind));
      }),
    touchToken: (id, at) =>
      guarded('touchToken', async () => {
        await db.accessToken.updateMany({ where: { id }, data: { lastUsedAt: BigInt(at) } });
      }),
    removeToken: (id) =>
      guarded('removeToken', async () => (await db.accessToken.deleteMany({ where: { id } })).count > 0),
    ...auditOn(db),
    close: () => guarded('close', () => db.$disconnect()),
  };
}

type Row<T extends 'user' | 'session' | 'accessToken'> = NonNullable<Awaited<ReturnType<PrismaClient[T]['findFirst']>>>;

function personOf({ id, name, email, role, teams, disabled, twoFactorEnabled, createdAt }: Row<'user'>): PersonRow {
  const twoFactor = twoFactorEnabled === true;
  return { id, name, email, role, teams, disabled, twoFactor, createdAt: createdAt.getTime() };
}

function signInOf({ id, userId, createdAt, updatedAt, expiresAt, ipAddress, userAgent }: Row<'session'>): SignInRow {
  return {
    ...{ id, userId, origin: ipAddress, browser: userAgent },
    ...{ createdAt: createdAt.getTime(), usedAt: updatedAt.getTime(), expiresAt: expiresAt.getTime() },
  };
}

const numberOf = (value: bigint | null): EpochMs | null => (value === null ? null : Number(value));

function tokenOf(
  { id, name, createdBy, createdAt, expiresAt, lastUsedAt, grant }: Row<'accessToken'>,
  kind: TokenKind,
): TokenRow {
  return {
    ...{ id, kind, name, createdBy, grant, createdAt: Number(createdAt) },
    ...{ expiresAt: numberOf(expiresAt), lastUsedAt: numberOf(lastUsedAt) },
  };
}
