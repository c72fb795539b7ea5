/** Everything that differs between databases: how to connect, and the few words of SQL that are not portable. */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import { StoreError } from './store-error';

/**
 * How long a statement waits for another process's write lock. The driver waits inside the thread, so the measuring process
 * gives up quickly and tries again later, while a page may wait.
 */
export const busyTimeoutMs = { measuring: 100, reading: 5_000, migrating: 30_000 };

export interface ConnectOptions {
  busyTimeoutMs: number;
  readonly: boolean;
}

/** Absolute path of a `file:` URL. Throws `StoreError` for databases that we do not speak (yet). */
export function fileOf(databaseUrl: string): string {
  if (!databaseUrl.startsWith('file:')) {
    throw new StoreError('other', 'DATABASE_URL must start with "file:" (SQLite); PostgreSQL is not supported yet');
  }
  return resolve(databaseUrl.slice('file:'.length).replace(/^\/\/(?=\/)/, ''));
}

/** An adapter on an empty database of its own, in memory. */
export function scratchAdapter(): SqlMigrationAwareDriverAdapterFactory {
  return new PrismaBetterSqlite3({ url: ':memory:' });
}

export function adapterFor(databaseUrl: string, options: ConnectOptions): SqlMigrationAwareDriverAdapterFactory {
  return new PrismaBetterSqlite3({
    url: `file:${fileOf(databaseUrl)}`,
    timeout: options.busyTimeoutMs,
    readonly: options.readonly,
  });
}

export function makeFolderOf(databaseUrl: string): void {
  mkdirSync(dirname(fileOf(databaseUrl)), { recursive: true });
}

/** Run once on a new database, before its first table; WAL stays set in the file, and so does the room for returning free pages. */
export const preparation = ['PRAGMA auto_vacuum = INCREMENTAL', 'PRAGMA journal_mode = WAL'];

/**
 * Run on each connection that writes. In WAL mode NORMAL writes each commit into the file system's cache and syncs at checkpoints:
 * what was acknowledged survives `kill -9` of the process, and the file is never damaged; a power cut may cost the commits since
 * the last checkpoint. FULL would sync, and so block the measuring thread, on every commit.
 */
export const onConnect = ['PRAGMA synchronous = NORMAL'];

export type SqlType = 'bigint' | 'int' | 'text' | 'bytes' | 'boolean';

/** A query's FROM and its columns, read from one parameter that is a JSON array of arrays; bytes are given in hex. */
export function jsonRows(columns: readonly SqlType[]): { select: string; from: [string, string] } {
  const select = columns.map((type, i) => {
    const value = `json_extract(value, '$[${i}]')`;
    return type === 'bytes' ? `unhex(${value})` : value;
  });
  return { select: select.join(', '), from: ['json_each(', ')'] };
}

/** SQL for one JSON array of pairs per group, in order of the first. */
export function jsonPairs(first: string, second: string): string {
  return `json_group_array(json_array(${first}, ${second}) ORDER BY ${first})`;
}

/** Gives a database its identity; one that has it keeps it. */
export function identify(epoch: string, at: number): SqlQuery {
  return {
    sql: 'INSERT INTO meta (id, epoch, last_seq, created_at) VALUES (1, ?, 0, ?) ON CONFLICT (id) DO NOTHING',
    args: [epoch, at],
    argTypes: [
      { scalarType: 'string', arity: 'scalar' },
      { scalarType: 'bigint', arity: 'scalar' },
    ],
  };
}

/**
 * Clusters a table on its primary key, which for `BIGINT` SQLite does only when told; rows that are appended by the thousand
 * then need one tree instead of two.
 */
export function clustered(migrationSql: string, tables: readonly string[]): string {
  return tables.reduce(
    (sql, table) =>
      sql.replace(new RegExp(`(CREATE TABLE "(?:new_)?${table}" \\([^;]*\\n\\));`, 'g'), '$1 WITHOUT ROWID;'),
    migrationSql,
  );
}
