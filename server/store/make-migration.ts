/** `npm run migrations -- NAME`: writes prisma/migrations/<timestamp>_<name>/migration.sql for what changed in schema.prisma. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EpochMs } from '#contract';
import { inProject } from '../config/project-root';
import { createSystemTime } from '../time/system-time';
import { noFilters, readMigrationFiles } from './migration-files';
import { clustered, scratchAdapter } from './provider';
import { withSchemaEngine } from './schema-engine';

/** Tables whose rows are appended by the thousand. */
const clusteredTables = ['sample'];

/** Compares the migrations, played on an empty database in memory, with the schema. `null` = nothing changed. */
export async function pendingMigration(): Promise<string | null> {
  const { schema, list } = await readMigrationFiles();
  const { exitCode, stdout } = await withSchemaEngine(scratchAdapter(), schema, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...list },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: true,
      filters: noFilters,
    }),
  );
  return exitCode === 2 && stdout !== null ? clustered(stdout, clusteredTables) : null;
}

/** `20261120083700`: what Prisma puts before a migration's name. */
function stamp(at: EpochMs): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
}

async function main(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
    process.stderr.write('Say what changes, in snake_case: npm run migrations -- add_rollups\n');
    process.exitCode = 2;
    return;
  }
  const sql = await pendingMigration();
  if (sql === null) {
    process.stdout.write('The migrations already say what schema.prisma says.\n');
    return;
  }
  const folder = inProject('prisma', 'migrations', `${stamp(createSystemTime().now())}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  process.stdout.write(`Wrote ${folder}/migration.sql; read it before you commit it.\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await main(process.argv[2]);
