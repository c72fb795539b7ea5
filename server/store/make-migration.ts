/** `npm run migrations -- NAME`: writes the migrations of both databases for what changed in schema.prisma. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EpochMs } from '#contract';
import { inProject } from '../config/project-root';
import { createSystemTime } from '../time/system-time';
import { postgresSchemaOf } from './derive-schema';
import { noFilters, readMigrationFiles } from './migration-files';
import { clustered, scratchAdapter } from './provider/sqlite';
import { withSchemaEngine } from './schema-engine';
import { serverlessAdapter } from './serverless-adapter';

/** Tables whose rows are appended by the thousand. */
const clusteredTables = ['sample', 'chunk', 'missed_pings'];

const file = (content: string) => ({ path: 'schema.prisma', content });

/** Compares SQLite's migrations, played on an empty database in memory, with the schema. `null` = nothing changed. */
export async function pendingMigration(): Promise<string | null> {
  const { schema, list } = await readMigrationFiles('.');
  const { exitCode, stdout } = await withSchemaEngine(scratchAdapter(), schema, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...list },
      to: { tag: 'schemaDatamodel', files: [file(schema)] },
      script: true,
      exitCode: true,
      filters: noFilters,
    }),
  );
  return exitCode === 2 && stdout !== null ? clustered(stdout, clusteredTables) : null;
}

/** Compares the derived schema as it was written last with what schema.prisma says now. `null` = nothing changed. */
export async function pendingPostgresMigration(): Promise<string | null> {
  const before = await readFile(inProject('prisma', 'postgres', 'schema.prisma'), 'utf8').catch(() => null);
  return postgresStep(before, await derivedSchema());
}

/**
 * The SQL that leads from one schema to another; no server is needed.
 *
 * @param before null = from nothing
 */
export async function postgresStep(before: string | null, after: string): Promise<string | null> {
  const { exitCode, stdout } = await withSchemaEngine(serverlessAdapter, after, (engine) =>
    engine.diff({
      from: before === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [file(before)] },
      to: { tag: 'schemaDatamodel', files: [file(after)] },
      script: true,
      exitCode: true,
      filters: noFilters,
    }),
  );
  // The schema `public` is there, and who may not make one needs not.
  return exitCode === 2 && stdout !== null ? stdout.replace(/^-- CreateSchema\nCREATE SCHEMA .*;\n\n/, '') : null;
}

export async function derivedSchema(): Promise<string> {
  return postgresSchemaOf(await readFile(inProject('prisma', 'schema.prisma'), 'utf8'));
}

/** `20261120083700`: what Prisma puts before a migration's name. */
function stamp(at: EpochMs): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
}

async function write(folder: string, sql: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  process.stdout.write(`Wrote ${folder}/migration.sql; read it before you commit it.\n`);
}

async function main(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
    process.stderr.write('Say what changes, in snake_case: npm run migrations -- add_rollups\n');
    process.exitCode = 2;
    return;
  }
  const [sqlite, postgres] = [await pendingMigration(), await pendingPostgresMigration()];
  const folder = `${stamp(createSystemTime().now())}_${name}`;
  if (sqlite !== null) await write(inProject('prisma', 'migrations', folder), sqlite);
  if (postgres !== null) await write(inProject('prisma', 'postgres', 'migrations', folder), postgres);
  await mkdir(inProject('prisma', 'postgres'), { recursive: true });
  await writeFile(inProject('prisma', 'postgres', 'schema.prisma'), await derivedSchema());
  if (sqlite === null && postgres === null)
    process.stdout.write('The migrations already say what schema.prisma says.\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await main(process.argv[2]);
