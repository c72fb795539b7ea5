/** A short name of this installation, kept in DATA_DIR, so that its sessions keep their resources over restarts. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readOrMakeOnce } from './private-file';

export const INSTANCE_ID_FILE = 'instance-id';
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Six letters and digits, made at the first call. Throws when the file holds anything else. */
export function instanceId(dataDir: string): string {
  const file = join(dataDir, INSTANCE_ID_FILE);
  const text = readOrMakeOnce(file, () => [...randomBytes(6)].map((b) => ALPHABET[b % ALPHABET.length]).join(''));
  if (!/^[a-z0-9]{4,16}$/.test(text))
    throw new Error(`${file} does not hold an instance id; delete it, and a new one is made`);
  return text;
}
