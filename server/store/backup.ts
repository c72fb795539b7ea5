/** Copies of an SQLite database: made while Holdfast runs, and put back while it does not. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { storeErrorFrom } from './driver-error';
import { fileOf } from './provider/sqlite';
import { damageOf } from './soundness';
import { StoreError } from './store-error';

export interface BackupFacts {
  bytes: number;
  /** The last event that is contained. */
  lastSeq: number;
}

const meta = z.object({ last_seq: z.number() });

/**
 * Writes everything that is committed now into a new file, as of one moment, and checks it. Throws `StoreError`, and leaves no
 * half-written file behind.
 *
 * @param to must not exist
 */
export async function backup(databaseUrl: string, to: string): Promise<BackupFacts> {
  if (existsSync(to)) throw new StoreError('other', `${to} exists already: a backup never overwrites`);
  const from = fileOf(databaseUrl);
  if (!existsSync(from)) throw new StoreError('other', `there is no database ${from}`);
  const growing = `${to}.part`;
  rmSync(growing, { force: true });
  try {
    copied(from, growing);
    chmodSync(growing, 0o600);
    const facts = whole(growing);
    synced(growing);
    renameSync(growing, to);
    return facts;
  } catch (error) {
    throw storeErrorFrom(error, `backing up to ${to}`);
  } finally {
    for (const rest of [growing, `${growing}-wal`, `${growing}-shm`, `${growing}-journal`])
      rmSync(rest, { force: true });
  }
}

/**
 * In one statement: the copy is of one moment, and writers, who append to the WAL, are not held up. It is built anew from the rows, so
 * nothing comes along that was deleted: https://www.sqlite.org/lang_vacuum.html
 */
function copied(from: string, to: string): void {
  const source = new Database(from, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    source.prepare('VACUUM INTO ?').run(to);
  } finally {
    source.close();
  }
}

/**
 * Puts a backup in the place of the database, which stays beside it under another name. The restored history gets a new identity:
 * pages must not take its next numbers for those that they know. Nobody may have the database open.
 *
 * @returns where the database of before is now; null = there was none. Throws `StoreError`, and then nothing has changed.
 */
export function restore(
  from: string,
  databaseUrl: string,
  epoch: string,
  asideSuffix: string,
): { aside: string | null } {
  const file = fileOf(databaseUrl);
  if (!existsSync(from)) throw new StoreError('other', `there is no file ${from}`);
  const arriving = `${file}.arriving`;
  try {
    copyFileSync(from, arriving);
    whole(arriving);
    renewed(arriving, epoch);
    synced(arriving);
    const aside = existsSync(file) ? `${file}.${asideSuffix}` : null;
    if (aside !== null) movedAside(file, aside);
    renameSync(arriving, file);
    return { aside };
  } catch (error) {
    throw storeErrorFrom(error, `restoring ${from}`);
  } finally {
    for (const rest of [arriving, `${arriving}-wal`, `${arriving}-shm`]) rmSync(rest, { force: true });
  }
}

/** Throws `StoreError` unless this is a whole database of Holdfast. */
function whole(file: string): BackupFacts {
  const damage = damageOf(file);
  if (damage.length > 0) throw new StoreError('corrupt', `${file} is damaged: ${damage.join('; ')}`);
  const db = new Database(file);
  try {
    const isOurs = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() !== undefined;
    if (!isOurs) throw new StoreError('other', `${file} is a database, but none of Holdfast's`);
    const row = meta.parse(db.prepare('SELECT last_seq FROM meta WHERE id = 1').get());
    return { bytes: statSync(file).size, lastSeq: row.last_seq };
  } finally {
    db.close();
  }
}

function renewed(file: string, epoch: string): void {
  const db = new Database(file);
  db.prepare('UPDATE meta SET epoch = ? WHERE id = 1').run(epoch);
  db.close();
}

/** With its WAL, which belongs to it by name; not opened, because it may be what has to be replaced. */
function movedAside(file: string, aside: string): void {
  for (const part of ['', '-wal', '-shm']) if (existsSync(file + part)) renameSync(file + part, aside + part);
}

function synced(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}
