/** The code that proves, at the first start, that somebody can read what Holdfast prints: a file in DATA_DIR, mode 0600. */
import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readOrMakeOnce } from './private-file';

/** No vowels and no digits that look alike: nothing to misread, and no words. */
const letters = 'bcdfghjkmnpqrstvwxz23456789';

/** Four groups of four, the same until it is forgotten. */
export function setupCode(dataDir: string): string {
  return readOrMakeOnce(join(dataDir, 'setup.code'), () =>
    Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join(
      '-',
    ),
  );
}

export function forgetSetupCode(dataDir: string): void {
  rmSync(join(dataDir, 'setup.code'), { force: true });
}
