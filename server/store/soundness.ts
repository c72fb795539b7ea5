/** Whether an SQLite file is whole: looked at when the last run did not say goodbye, and for every backup. */
import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { storeErrorFrom } from './driver-error';
import { StoreError } from './store-error';

/** Above this, indices are not compared with their tables: that would keep a start waiting for minutes. */
const FULL_CHECK_BYTES = 1024 ** 3;
const TOLD = 3;

/** Throws `StoreError` `corrupt` when a file that nobody closed properly is damaged; a new or a properly closed one is not read. */
export function refuseDamaged(file: string): void {
  if (!existsSync(file)) return;
  const db = opened(file);
  try {
    if (!stoppedUnclean(db)) return;
    const damage = damageIn(db, statSync(file).size);
    if (damage.length === 0) return;
    throw new StoreError(
      'corrupt',
      `${file} is damaged (${damage.join('; ')}). Restore a backup with \`npm run restore -- FILE\`, or move the file away to begin anew.`,
    );
  } catch (error) {
    throw storeErrorFrom(error, `looking at ${file}`);
  } finally {
    db.close();
  }
}

/** What is wrong with a file, its first findings; empty = nothing. Throws `StoreError` for what is no database at all. */
export function damageOf(file: string): string[] {
  const db = opened(file);
  try {
    return damageIn(db, statSync(file).size);
  } catch (error) {
    throw storeErrorFrom(error, `looking at ${file}`);
  } finally {
    db.close();
  }
}

function opened(file: string): Database.Database {
  try {
    return new Database(file, { fileMustExist: true });
  } catch (error) {
    throw storeErrorFrom(error, `opening ${file}`);
  }
}

function stoppedUnclean(db: Database.Database): boolean {
  const hasRuns = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'observer_run'").get() !== undefined;
  if (!hasRuns) return false;
  return db.prepare('SELECT ended_at FROM observer_run ORDER BY id DESC LIMIT 1').pluck().get() === null;
}

/** https://www.sqlite.org/pragma.html#pragma_integrity_check: one row `ok`, or a row for each finding. */
function damageIn(db: Database.Database, bytes: number): string[] {
  const check = bytes > FULL_CHECK_BYTES ? 'quick_check' : 'integrity_check';
  try {
    const findings: unknown[] = db.prepare(`PRAGMA ${check}(${TOLD})`).pluck().all();
    const told = findings.map(String);
    return told.length === 1 && told[0] === 'ok' ? [] : told;
  } catch (error) {
    // Some damage stops the check itself.
    const refusal = storeErrorFrom(error, 'the check');
    if (refusal.kind === 'corrupt') return ['its pages make no sense'];
    throw refusal;
  }
}
