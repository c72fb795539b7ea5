/** Reads the schema and the migrations from prisma/ in the form that the schema engine wants. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject } from '../config/project-root';
import type { MigrationList } from './schema-engine';

export interface MigrationFiles {
  schema: string;
  list: MigrationList;
}

/** @param folder below `prisma/`, of the provider */
export async function readMigrationFiles(folder: string): Promise<MigrationFiles> {
  const prismaFolder = inProject('prisma', folder);
  const migrationsFolder = join(prismaFolder, 'migrations');
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.flatMap((e) => (e.isDirectory() ? [e.name] : [])).sort();
  const migrationDirectories = await Promise.all(
    names.map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(migrationsFolder, path, 'migration.sql'), 'utf8') },
      },
    })),
  );
  return {
    schema: await readFile(join(prismaFolder, 'schema.prisma'), 'utf8'),
    list: {
      baseDir: migrationsFolder,
      lockfile: {
        path: 'migration_lock.toml',
        content: await readFile(join(migrationsFolder, 'migration_lock.toml'), 'utf8'),
      },
      shadowDbInitScript: '',
      migrationDirectories,
    },
  };
}

export const noFilters = { externalTables: [], externalEnums: [] };
