/** Opens Prisma clients: one that writes, and others that read and never see an unfinished write. */
import { Prisma, type PrismaClient } from '../../prisma/generated/sqlite/client';
import type { Dialect } from './provider/port';
import { providerOf } from './provider/provider';
import { sqlite } from './provider/sqlite';

export { Prisma, type PrismaClient };
/** A query that runs when awaited, or as one statement of an array transaction. */
export type Query<T> = Prisma.PrismaPromise<T>;

/** Waiting for our own connection is not a failure; a transaction that takes a minute is. */
const transactionOptions = { maxWait: 60_000, timeout: 60_000 };

const dialects = new WeakMap<PrismaClient, Dialect>();

/** The words of SQL that this client's database understands. */
export function dialectOf(db: PrismaClient): Dialect {
  return dialects.get(db) ?? sqlite;
}

export async function openWriter(databaseUrl: string): Promise<PrismaClient> {
  const provider = providerOf(databaseUrl);
  const db = await provider.clientOn(provider.adapterFor(databaseUrl, 'measuring'), transactionOptions);
  dialects.set(db, provider);
  for (const statement of provider.onConnect) await db.$executeRaw(Prisma.raw(statement));
  return db;
}

/** For what the dashboard writes: single statements and array transactions, never interactive ones beside the worker's. */
export async function openPages(databaseUrl: string): Promise<PrismaClient> {
  const provider = providerOf(databaseUrl);
  const db = await provider.clientOn(provider.adapterFor(databaseUrl, 'pages'), transactionOptions);
  dialects.set(db, provider);
  for (const statement of provider.onConnect) await db.$executeRaw(Prisma.raw(statement));
  return db;
}

export async function openReader(databaseUrl: string): Promise<PrismaClient> {
  const provider = providerOf(databaseUrl);
  const db = await provider.clientOn(provider.adapterFor(databaseUrl, 'reading'), transactionOptions);
  dialects.set(db, provider);
  return db;
}
