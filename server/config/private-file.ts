/** Small files of DATA_DIR that are made once, whole, and readable by their owner only. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * The file's text; when there is none, what `make` gives is written first. Two processes that start at once agree on one text.
 * Throws the system's error when the folder cannot be written.
 */
export function readOrMakeOnce(file: string, make: () => string): string {
  const present = readIfThere(file);
  if (present !== null) {
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    return present;
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears complete or not at all, and never replaces another.
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return readIfThere(file) ?? readOrMakeOnce(file, make);
}

/** Puts another text in the place of the file's, whole or not at all, also when the power goes. Throws the system's error. */
export function replacePrivately(file: string, text: string): void {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${text}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** null: there is no such file. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
