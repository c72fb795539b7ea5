/** The databases that the store's conformance suite runs on, each with fresh migrated ones for the asking. */
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '../../server/store/migrate';
import { postgresPrograms, sharedPostgres } from './postgres-server';
import { tempDatabase } from './temp-database';

export interface TestDatabase {
  name: string;
  /** False = not on this machine: the tests say that they were skipped. */
  available: boolean;
  /** URL of an empty, migrated database that the present test owns. */
  fresh(): Promise<string>;
}

const TEMPLATE = 'holdfast_template';
const programs = postgresPrograms();
let template: Promise<string> | null = null;
let made = 0;

/** Migrated once per test file and copied: each worker process has a template of its own. */
async function migratedTemplate(): Promise<string> {
  if (programs === null) throw new Error('there is no PostgreSQL on this machine');
  const server = await sharedPostgres(inject('postgresFolder'), programs);
  const name = `${TEMPLATE}_${process.pid}_${made}`;
  await asking(server, `CREATE DATABASE ${name}`);
  await migrate(`${server}/${name}`);
  return name;
}

async function asking(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** URL of a fresh database on the run's PostgreSQL; all of them are gone when the run is over. */
export async function postgresDatabase(): Promise<string> {
  template ??= migratedTemplate();
  const from = await template;
  const server = await sharedPostgres(inject('postgresFolder'), programs ?? '');
  made += 1;
  const name = `holdfast_${process.pid}_${made}`;
  await asking(server, `CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY file_copy`);
  return `${server}/${name}`;
}

/** An empty database that nobody has migrated. */
export async function bareDatabase(): Promise<string> {
  const server = await sharedPostgres(inject('postgresFolder'), programs ?? '');
  made += 1;
  const name = `holdfast_bare_${process.pid}_${made}`;
  await asking(server, `CREATE DATABASE ${name}`);
  return `${server}/${name}`;
}

export const postgresIsHere = programs !== null;

export const databases: readonly TestDatabase[] = [
  { name: 'SQLite', available: true, fresh: async () => (await tempDatabase()).url },
  { name: 'PostgreSQL', available: postgresIsHere, fresh: postgresDatabase },
];
