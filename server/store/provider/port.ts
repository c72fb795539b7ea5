/** What differs between databases: how to connect, and the few words of SQL that are not portable. */
import type { SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import type { PrismaClient } from '../../../prisma/generated/sqlite/client';

/** `measuring`: the worker's writes, which must not wait long. `reading`: cannot write. `pages`: the dashboard's few writes. */
export type Role = 'measuring' | 'reading' | 'pages' | 'migrating';

export type SqlType = 'bigint' | 'int' | 'text' | 'bytes' | 'boolean' | 'timestamp';

/** The words of SQL. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql';
  /** How long a chunk of a target's pings is: what fills the pages best, at a ping each ten seconds. At most `LONGEST_CHUNK_MS`. */
  readonly chunkMs: number;
  /** A query's columns and its FROM, which reads them from one parameter that is a JSON array of arrays; bytes are given in hex. */
  jsonRows(columns: readonly SqlType[]): { select: string; from: [string, string] };
  /** Rows for that parameter. */
  jsonOf(rows: readonly (readonly unknown[])[]): string;
  /** SQL for one JSON array of pairs per group, as text, in order of the first. */
  jsonPairs(first: string, second: string): string;
  /** SQL for the texts of a group, none with a line break, as lines of one text in any order: rows cost more than what is in them. */
  lines(text: string): string;
  hexOf(column: string): string;
}

export interface Provider extends Dialect {
  adapterFor(databaseUrl: string, role: Role): SqlMigrationAwareDriverAdapterFactory;
  /**
   * The generated client on that adapter. The store is typed against SQLite's, so that the compiler refuses what is not portable.
   */
  clientOn(
    adapter: SqlMigrationAwareDriverAdapterFactory,
    options: { maxWait: number; timeout: number },
  ): Promise<PrismaClient>;
  /** Run on each connection that writes. */
  readonly onConnect: string[];
  /** Run before the first migration, on an empty database and on one that exists alike. */
  readonly preparation: readonly string[];
  /** Makes the folder that the database needs, and looks whether it can live there and is whole. Throws `StoreError`. */
  makeRoom(databaseUrl: string): void;
  /** Gives a database its identity; one that has it keeps it. */
  identify(epoch: string, at: number): SqlQuery;
  /** Below `prisma/`: where its schema and migrations are. */
  readonly folder: string;
}
