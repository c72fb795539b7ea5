/** Turns what Prisma and the driver throw into a `StoreError`, by the driver's codes and never by the text. */
import { z } from 'zod';
import { StoreError, type StoreErrorKind } from './store-error';

const inner = z.object({ cause: z.object({ originalCode: z.string().optional(), kind: z.string() }) });
const codeOnly = z.object({ code: z.string() });
const wrapped = z.object({ meta: z.object({ driverAdapterError: z.unknown() }) });

/** @param doing what was tried, for the log */
export function storeErrorFrom(error: unknown, doing: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  return new StoreError(kindOf(code), `${doing}: the database refused (${code ?? 'no code'})`, { cause: error });
}

/** The driver's own code is the most exact; Prisma wraps it in `meta`, and an adapter used directly in `cause`. */
function codeOf(error: unknown): string | null {
  const outer = wrapped.safeParse(error);
  const driver = inner.safeParse(outer.success ? outer.data.meta.driverAdapterError : error);
  if (driver.success) return driver.data.cause.originalCode ?? driver.data.cause.kind;
  const plain = codeOnly.safeParse(error);
  return plain.success ? plain.data.code : null;
}

/** What a code means, whether a driver's or the adapter's name for it: they never look alike. */
function kindOf(code: string | null): StoreErrorKind {
  if (code === null) return 'other';
  // Prisma's own: timed out while waiting for a connection, or for a transaction.
  if (code === 'P1008' || code === 'P2028') return 'busy';
  if (/^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/.test(code)) return 'unreachable';
  return ofSqlite(code) ?? ofPostgres(code) ?? 'other';
}

/** https://www.sqlite.org/rescode.html; extended codes begin with their primary code. */
function ofSqlite(code: string): StoreErrorKind | null {
  if (/^(SQLITE_BUSY|SQLITE_LOCKED)/.test(code)) return 'busy';
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return 'disk-full';
  if (/^(SQLITE_CORRUPT|SQLITE_NOTADB)/.test(code)) return 'corrupt';
  return null;
}

/** https://www.postgresql.org/docs/15/errcodes-appendix.html; the first two signs are the class. */
function ofPostgres(code: string): StoreErrorKind | null {
  if (/^(40001|40P01|55P03|57014)$/.test(code)) return 'busy';
  if (/^(08...|53300|57P0[1-5]|ECONN[A-Z]+|EHOST[A-Z]+|ETIMEDOUT)$/.test(code)) return 'unreachable';
  if (code === '53100') return 'disk-full';
  return /^XX00[12]$/.test(code) ? 'corrupt' : null;
}
