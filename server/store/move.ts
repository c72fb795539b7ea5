/** Copies a whole history from an SQLite file to a PostgreSQL server, table by table, whatever the tables are. */
import Database from 'better-sqlite3';
import { z } from 'zod';
import { openWriter, Prisma, type PrismaClient } from './connection';
import { storeErrorFrom } from './driver-error';
import { migrate } from './migrate';
import type { SqlType } from './provider/port';
import { fileOf } from './provider/sqlite';
import { StoreError } from './store-error';
import { insertRows } from './writes/insert';
import type { Row, Table } from './writes/tables';

/** A statement carries about so many rows, or so much text when they are long. */
const BATCH_ROWS = 2_000;
const BATCH_CHARACTERS = 2_000_000;

export interface Moved {
  table: string;
  rows: number;
  of: number;
}

/**
 * Copies everything, identity and numbering included, and compares the counts at the end. The target must be empty; nobody may write
 * to the source meanwhile. Throws `StoreError`; the target is then of no use.
 *
 * @param progress called after each batch
 */
export async function moveHistory(
  from: string,
  to: string,
  progress: (moved: Moved) => void,
): Promise<{ tables: number; rows: number }> {
  await migrate(from);
  await migrate(to);
  const source = new Database(fileOf(from), { readonly: true, fileMustExist: true });
  source.defaultSafeIntegers(true);
  const target = await openWriter(to);
  try {
    const tables = tablesOf(source);
    await refuseFilled(target, tables);
    let rows = 0;
    for (const table of tables) rows += await copyTable(source, target, table, progress);
    await continueSerials(target, tables);
    await compare(source, target, tables);
    return { tables: tables.length, rows };
  } catch (error) {
    throw storeErrorFrom(error, `moving to the new database`);
  } finally {
    await target.$disconnect();
    source.close();
  }
}

const columns = z.array(z.object({ name: z.string(), type: z.string() }));
const sqlTypes: Record<string, SqlType> = {
  BIGINT: 'bigint',
  INTEGER: 'int',
  TEXT: 'text',
  BLOB: 'bytes',
  BOOLEAN: 'boolean',
  DATETIME: 'timestamp',
};

/** Our own tables, with the columns that they have: both databases have the same. Those that others refer to come first. */
function tablesOf(source: Database.Database): Table[] {
  const names: unknown[] = source
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all();
  return names
    .map(String)
    .filter((name) => name !== '_prisma_migrations')
    .sort((a, b) => refersTo(source, a) - refersTo(source, b))
    .map((name) => ({
      name,
      columns: columns.parse(source.prepare(`PRAGMA table_info(${name})`).all()).map((column) => {
        const type = sqlTypes[column.type];
        if (type === undefined) throw new StoreError('other', `${name}.${column.name} is of an unknown type`);
        return [column.name, type] as const;
      }),
    }));
}

/** To how many: no table refers to one that refers to others. */
function refersTo(source: Database.Database, table: string): number {
  return source.prepare(`PRAGMA foreign_key_list(${table})`).all().length;
}

async function countOf(target: PrismaClient, table: string): Promise<number> {
  const [row] = await target.$queryRaw<{ n: bigint }[]>(Prisma.raw(`SELECT count(*) AS n FROM ${table}`));
  return Number(row?.n ?? 0);
}

/** A migrated database has its identity, and nothing else. */
async function refuseFilled(target: PrismaClient, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    if (name !== 'meta' && (await countOf(target, name)) > 0)
      throw new StoreError('other', `the target has a history already (${name}): move into an empty database`);
  }
}

async function copyTable(
  source: Database.Database,
  target: PrismaClient,
  table: Table,
  progress: (moved: Moved) => void,
): Promise<number> {
  const of = Number(source.prepare(`SELECT count(*) FROM ${table.name}`).pluck().get());
  const names = table.columns.map(([name]) => name).join(', ');
  let rows = 0;
  let batch: Row[] = [];
  let characters = 0;
  const write = async () => {
    if (batch.length === 0) return;
    await insertRows(target, table, batch, table.name === 'meta' ? ['id'] : []);
    rows += batch.length;
    [batch, characters] = [[], 0];
    progress({ table: table.name, rows, of });
  };
  for (const values of source.prepare<[], unknown[]>(`SELECT ${names} FROM ${table.name}`).raw().iterate()) {
    const row = values.map(cellOf);
    batch.push(row);
    for (const cell of row) characters += String(cell).length;
    if (batch.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) await write();
  }
  await write();
  return rows;
}

/** Whole numbers as text, because JSON has no long ones; bytes in hex. */
function cellOf(value: unknown): string | null {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? value.toString('hex') : String(value);
}

/** Numbers that the server gives itself go on after those that were copied. */
async function continueSerials(target: PrismaClient, tables: readonly Table[]): Promise<void> {
  const serials = await target.$queryRaw<{ table_name: string; column_name: string }[]>`
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%'`;
  for (const { table_name: table, column_name: column } of serials) {
    if (!tables.some((t) => t.name === table)) continue;
    const sequence = `pg_get_serial_sequence('${table}', '${column}')`;
    await target.$queryRaw(
      Prisma.raw(`SELECT setval(${sequence}, (SELECT coalesce(max(${column}), 0) + 1 FROM ${table}), false)::text`),
    );
  }
}

async function compare(source: Database.Database, target: PrismaClient, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const there = Number(source.prepare(`SELECT count(*) FROM ${name}`).pluck().get());
    const here = await countOf(target, name);
    if (there !== here) throw new StoreError('other', `${name} has ${there} rows, but ${here} arrived`);
  }
}
