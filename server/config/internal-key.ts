/** The key that worker and dashboard share for the internal HTTP door: a file in DATA_DIR, mode 0600. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Secret } from '../xmpp/port';
import { readOrMakeOnce } from './private-file';
import { secret } from './secret';

export const INTERNAL_KEY_FILE = 'internal.key';

/** 64 hex digits, made at the first call. Throws when the file holds anything else. */
export function internalKey(dataDir: string): Secret {
  const file = join(dataDir, INTERNAL_KEY_FILE);
  const text = readOrMakeOnce(file, () => randomBytes(32).toString('hex'));
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${file} does not hold a key; delete it, and a new one is made`);
  return secret(text);
}
