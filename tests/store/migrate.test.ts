/** Databases are made and brought up to date by the official engine, without a download. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { pendingMigration } from '../../server/store/make-migration';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import { openReadStore } from '../../server/store/read-store';
import { freePort } from '../support/free-ports';
import { tempFolder } from '../support/temp-database';

it('makes the folder and the file, notes what it applied as Prisma does, and applies nothing twice', async () => {
  const file = join(tempFolder(), 'deep', 'er', 'holdfast.sqlite');
  const { applied } = await migrate(`file:${file}`);
  expect(applied.length).toBeGreaterThan(0);
  expect(await migrate(`file:${file}`)).toEqual({ applied: [] });
  const db = new Database(file, { readonly: true });
  expect(
    db.prepare('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL').pluck().all(),
  ).toEqual(applied);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
  db.close();
});

it('gives each database an identity that stays', async () => {
  const folder = tempFolder();
  const epochOf = async (name: string) => {
    await migrate(`file:${join(folder, name)}`);
    const store = await openStore(`file:${join(folder, name)}`);
    const epoch = await store.epoch();
    await store.close();
    return epoch;
  };
  const first = await epochOf('a.sqlite');
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(await epochOf('a.sqlite')).toBe(first);
  expect(await epochOf('b.sqlite')).not.toBe(first);
});

it('has a migration for everything that schema.prisma says', async () => {
  expect(await pendingMigration()).toBeNull();
});

it('says which databases it does not speak', async () => {
  await expect(migrate('mysql://127.0.0.1/holdfast')).rejects.toMatchObject({ name: 'StoreError', kind: 'other' });
});

it('says that no server answers', async () => {
  const nobody = `postgresql://127.0.0.1:${await freePort()}/holdfast`;
  await expect(migrate(nobody)).rejects.toMatchObject({ name: 'StoreError', kind: 'unreachable' });
  const pages = await openReadStore(nobody);
  await expect(pages.ping()).rejects.toMatchObject({ name: 'StoreError', kind: 'unreachable' });
  await pages.close();
});

it('calls a file that is no database corrupt, and leaves it alone', async () => {
  const file = join(tempFolder(), 'notes.txt');
  writeFileSync(file, 'these are not the pages you are looking for '.repeat(200));
  await expect(migrate(`file:${file}`)).rejects.toMatchObject({ name: 'StoreError', kind: 'corrupt' });
});

it('a page that reads a database which nobody made fails, and makes none', async () => {
  const file = join(tempFolder(), 'none.sqlite');
  const store = await openReadStore(`file:${file}`);
  await expect(store.ping()).rejects.toMatchObject({ name: 'StoreError' });
  await store.close();
  expect(existsSync(file)).toBe(false);
});
