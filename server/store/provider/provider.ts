/** Which database an URL means. */
import { StoreError } from '../store-error';
import type { Provider } from './port';
import { postgresql } from './postgresql';
import { sqlite } from './sqlite';

/** Throws `StoreError` for databases that we do not speak. */
export function providerOf(databaseUrl: string): Provider {
  if (databaseUrl.startsWith('file:')) return sqlite;
  if (/^postgres(ql)?:\/\//.test(databaseUrl)) return postgresql;
  throw new StoreError('other', 'DATABASE_URL must start with "file:" (SQLite) or "postgresql://"');
}
