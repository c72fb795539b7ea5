/** What `kill -9` would leave at every statement of the driver: copies of the database's files, made before each one runs. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The database's file, its write-ahead log and the log's index: a killed process leaves them as they are. */
const SUFFIXES = ['', '-wal', '-shm'];

export interface CrashImages {
  /** Files of copies, in order: one before each statement that wrote or could have. */
  files(): readonly string[];
  /** The driver is as it was. */
  stop(): void;
}

/**
 * @param file of the database that is watched
 * @param folder where the copies go
 */
export function takeCrashImages(file: string, folder: string): CrashImages {
  const probe = new Database(':memory:');
  const statement: { run: (...args: unknown[]) => unknown } = Object.getPrototypeOf(probe.prepare('SELECT 1'));
  probe.close();
  const original = statement.run;
  const files: string[] = [];

  statement.run = function (this: unknown, ...args: unknown[]) {
    takeImage();
    return original.apply(this, args);
  };

  function takeImage(): void {
    const into = join(folder, String(files.length));
    mkdirSync(into);
    const copy = join(into, 'holdfast.sqlite');
    for (const suffix of SUFFIXES) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    files.push(copy);
  }

  return {
    files: () => files,
    stop() {
      takeImage();
      statement.run = original;
    },
  };
}
