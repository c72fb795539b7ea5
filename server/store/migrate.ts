/** Brings a database to the present schema; only `npm start` and the demo call it, before anything else opens the database. */

import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { createSystemTime } from '../time/system-time';
import type { Time } from '../time/time';
import { storeErrorFrom } from './driver-error';
import { noFilters, readMigrationFiles } from './migration-files';
import { providerOf } from './provider/provider';
import { withSchemaEngine } from './schema-engine';

/**
 * Applies the migrations that are missing, in order, and records them in `_prisma_migrations` as `prisma migrate deploy` does;
 * makes the file and its folder, and gives a new database its epoch. A second call applies nothing.
 *
 * @param databaseUrl `file:` and a path, or `postgresql://…` of a database that exists
 * @returns names of the folders that were applied. Throws `StoreError`.
 */
export async function migrate(databaseUrl: string, time: Time = createSystemTime()): Promise<{ applied: string[] }> {
  const provider = providerOf(databaseUrl);
  const { schema, list } = await readMigrationFiles(provider.folder);
  provider.makeRoom(databaseUrl);
  const adapter = provider.adapterFor(databaseUrl, 'migrating');
  try {
    await onConnection(adapter, async (db) => {
      for (const statement of provider.preparation) await db.executeScript(statement);
    });
    const { appliedMigrationNames } = await withSchemaEngine(adapter, schema, (engine) =>
      engine.applyMigrations({ migrationsList: list, filters: noFilters }),
    );
    await onConnection(adapter, (db) => db.executeRaw(provider.identify(time.uuid(), time.now())));
    return { applied: appliedMigrationNames };
  } catch (error) {
    throw storeErrorFrom(error, 'migrate');
  }
}

/** The schema engine wants the database for itself: our own connection lives only as long as it is needed. */
async function onConnection<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  use: (db: SqlDriverAdapter) => Promise<T>,
): Promise<T> {
  const db = await adapter.connect();
  try {
    return await use(db);
  } finally {
    await db.dispose();
  }
}
