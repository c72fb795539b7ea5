/** Which database an URL means. */
import { StoreError, type StoreErrorKind } from '../store-error';
import type { Provider } from './port';
import { postgresql } from './postgresql';
import { sqlite } from './sqlite';

/** Throws `StoreError` for databases that we do not speak. */
export function providerOf(databaseUrl: string): Provider {
  if (databaseUrl.startsWith('file:')) return sqlite;
  if (/^postgres(ql)?:\/\//.test(databaseUrl)) return postgresql;
  throw new StoreError('other', 'DATABASE_URL must start with "file:" (SQLite) or "postgresql://"');
}

/** What a code means, whether a driver's or the adapter's name for it: they never look alike. */
export function kindOfCode(code: string | null): StoreErrorKind {
  if (code === null) return 'other';
  // Prisma's own: timed out while waiting for a connection, or for a transaction.
  if (code === 'P1008' || code === 'P2028') return 'busy';
  if (/^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/.test(code)) return 'unreachable';
  return sqlite.kindOf(code) ?? postgresql.kindOf(code) ?? 'other';
}
