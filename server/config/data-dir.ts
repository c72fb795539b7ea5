/** DATA_DIR: made when missing, and held by one running Holdfast at a time. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { codeOf } from './private-file';

export interface DataDirLock {
  release(): void;
}

export type LockResult = { ok: true; lock: DataDirLock } | { ok: false; message: string };

const LOCK_FILE = 'holdfast.lock';
const OWNER_FILE = 'holdfast.pid';

/**
 * Makes the folder and locks it until `release` or the end of this process, also by `kill -9`: the lock is the operating system's own,
 * on an empty SQLite file, so nothing stale can stay behind.
 */
export function lockDataDir(dataDir: string): LockResult {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    closeSync(openSync(join(dataDir, OWNER_FILE), 'a', 0o600));
  } catch (error) {
    return { ok: false, message: `DATA_DIR ${dataDir} cannot be written (${codeOf(error) ?? 'unknown error'})` };
  }
  const database = new Database(join(dataDir, LOCK_FILE), { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!(codeOf(error) ?? '').startsWith('SQLITE_BUSY')) throw error;
    return { ok: false, message: `Holdfast is already running with DATA_DIR ${dataDir}${owner(dataDir)}` };
  }
  writeFileSync(join(dataDir, OWNER_FILE), `${process.pid}\n`);
  return {
    ok: true,
    lock: {
      release() {
        if (!database.open) return;
        rmSync(join(dataDir, OWNER_FILE), { force: true });
        database.close();
      },
    },
  };
}

function owner(dataDir: string): string {
  try {
    const pid = readFileSync(join(dataDir, OWNER_FILE), 'utf8').trim();
    return pid === '' ? '' : ` (process ${pid})`;
  } catch {
    return '';
  }
}
