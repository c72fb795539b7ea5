/** Loads Prisma's official schema engine, compiled to WebAssembly: it makes and applies migrations without any download. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

export type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';

type SchemaEngine = glue.SchemaEngine;

let loaded: Promise<void> | null = null;

/** The package's main entry imports a `.wasm` file, which Node 20 refuses: the same steps by hand. */
async function load(): Promise<void> {
  const gluePath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(join(dirname(gluePath), 'schema_engine_bg.wasm'));
  const imports = { './schema_engine_bg.js': glue } as unknown as WebAssembly.Imports;
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
}

/** Runs `use` with an engine on the adapter's database; `schema` = content of schema.prisma. */
export async function withSchemaEngine<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  await loaded;
  const { factory, disposeAll } = disposing(adapter);
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await glue.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, bound);
  try {
    return await use(engine);
  } catch (error) {
    // The engine reports what the driver threw by a number; the registry is new, so the first is 0.
    const drivers = bound.errorRegistry.consumeError(0)?.error;
    throw drivers ?? error;
  } finally {
    engine.free();
    await disposeAll();
  }
}

/** The engine locks the database for itself and does not close all of its connections: they are remembered and closed here. */
function disposing(adapter: SqlMigrationAwareDriverAdapterFactory) {
  const opened: SqlDriverAdapter[] = [];
  const remember = async (connecting: Promise<SqlDriverAdapter>) => {
    const db = await connecting;
    const dispose = db.dispose.bind(db);
    let disposed: Promise<void> | null = null;
    // What the engine has closed itself, such as a scratch database that is then dropped, cannot be closed again.
    db.dispose = () => {
      disposed ??= dispose();
      return disposed;
    };
    opened.push(db);
    return db;
  };
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: () => remember(adapter.connect()),
    connectToShadowDb: async () => runningScripts(await remember(adapter.connectToShadowDb())),
  };
  return { factory, disposeAll: async () => void (await Promise.all(opened.map((db) => db.dispose()))) };
}

/** On the shadow database the engine runs a whole migration as if it were one statement, which the driver refuses. */
function runningScripts(db: SqlDriverAdapter): SqlDriverAdapter {
  const executeOne = db.executeRaw.bind(db);
  db.executeRaw = async (query) => {
    if (query.args.length > 0) return executeOne(query);
    await db.executeScript(query.sql);
    return 0;
  };
  return db;
}
