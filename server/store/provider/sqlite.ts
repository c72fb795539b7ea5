/** SQLite, through better-sqlite3: one file, and nothing to install. */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaClient } from '../../../prisma/generated/sqlite/client';
import { networkFileSystemOf } from '../file-system';
import { refuseDamaged } from '../soundness';
import { StoreError } from '../store-error';
import type { Provider, Role } from './port';

/**
 * How long a statement waits for another process's write lock. The driver waits inside the thread, so the measuring process
 * gives up quickly and tries again later, while a page may wait.
 */
const busyTimeoutMs: Record<Role, number> = { measuring: 100, reading: 5_000, pages: 5_000, migrating: 30_000 };

/** Absolute path of a `file:` URL. Throws `StoreError` for others. */
export function fileOf(databaseUrl: string): string {
  if (!databaseUrl.startsWith('file:')) throw new StoreError('other', 'not the URL of an SQLite file');
  return resolve(databaseUrl.slice('file:'.length).replace(/^\/\/(?=\/)/, ''));
}

/** An adapter on an empty database of its own, in memory. */
export function scratchAdapter(): SqlMigrationAwareDriverAdapterFactory {
  return new PrismaBetterSqlite3({ url: ':memory:' });
}

export const sqlite: Provider = {
  name: 'sqlite',
  /** Rows beyond a quarter of a page get pages of their own for the rest: https://www.sqlite.org/fileformat2.html §1.6 */
  chunkMs: 3_600_000,
  folder: '.',
  adapterFor: (databaseUrl, role) =>
    new PrismaBetterSqlite3({
      url: `file:${fileOf(databaseUrl)}`,
      timeout: busyTimeoutMs[role],
      readonly: role === 'reading',
    }),
  clientOn: async (adapter, transactionOptions) => new PrismaClient({ adapter, transactionOptions }),
  /**
   * In WAL mode NORMAL writes each commit into the file system's cache and syncs at checkpoints: what was acknowledged survives
   * `kill -9` of the process, and the file is never damaged; a power cut may cost the commits since the last checkpoint. FULL
   * would sync, and so block the measuring thread, on every commit.
   */
  onConnect: [
    'PRAGMA synchronous = NORMAL',
    // What is deleted or changed is overwritten with zeros: a name that had to go is not left in the file.
    // https://www.sqlite.org/pragma.html#pragma_secure_delete
    'PRAGMA secure_delete = ON',
  ],
  /** WAL stays set in the file, and so does the room for returning free pages. */
  preparation: ['PRAGMA auto_vacuum = INCREMENTAL', 'PRAGMA journal_mode = WAL'],
  makeRoom(databaseUrl) {
    const file = fileOf(databaseUrl);
    const folder = dirname(file);
    mkdirSync(folder, { recursive: true });
    const network = networkFileSystemOf(folder);
    // https://www.sqlite.org/wal.html: all processes must be on the same host, WAL does not work over a network file system.
    if (network !== null) {
      const advice = 'Set DATA_DIR or DATABASE_URL to a local disk, or DATABASE_URL to a PostgreSQL server.';
      throw new StoreError(
        'unsuitable',
        `${folder} is on a network file system (${network}): SQLite would lose data there. ${advice}`,
      );
    }
    refuseDamaged(file);
  },
  identify: (epoch, at) => ({
    sql: 'INSERT INTO meta (id, epoch, last_seq, created_at) VALUES (1, ?, 0, ?) ON CONFLICT (id) DO NOTHING',
    args: [epoch, at],
    argTypes: [
      { scalarType: 'string', arity: 'scalar' },
      { scalarType: 'bigint', arity: 'scalar' },
    ],
  }),
  jsonRows(columns) {
    const select = columns.map((type, i) => {
      const value = `json_extract(value, '$[${i}]')`;
      return type === 'bytes' ? `unhex(${value})` : value;
    });
    return { select: select.join(', '), from: ['json_each(', ')'] };
  },
  jsonOf: (rows) => JSON.stringify(rows),
  jsonPairs: (first, second) => `json_group_array(json_array(${first}, ${second}) ORDER BY ${first})`,
  lines: (text) => `group_concat(${text}, char(10))`,
  hexOf: (column) => `hex(${column})`,
};

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
