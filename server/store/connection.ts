/** Opens Prisma clients; each holds one connection, so what reads never sees an unfinished write. */
import { Prisma, PrismaClient } from '../../prisma/generated/sqlite/client';
import { adapterFor, busyTimeoutMs, onConnect } from './provider';

export { Prisma, type PrismaClient };
/** A query that runs when awaited, or as one statement of an array transaction. */
export type Query<T> = Prisma.PrismaPromise<T>;

/** Waiting for our own connection is not a failure; a transaction that takes a minute is. */
const transactionOptions = { maxWait: 60_000, timeout: 60_000 };

export async function openWriter(databaseUrl: string): Promise<PrismaClient> {
  const adapter = adapterFor(databaseUrl, { busyTimeoutMs: busyTimeoutMs.measuring, readonly: false });
  const db = new PrismaClient({ adapter, transactionOptions });
  for (const statement of onConnect) await db.$executeRaw(Prisma.raw(statement));
  return db;
}

export function openReader(databaseUrl: string): PrismaClient {
  const adapter = adapterFor(databaseUrl, { busyTimeoutMs: busyTimeoutMs.reading, readonly: true });
  return new PrismaClient({ adapter, transactionOptions });
}
