/** Remembers keys derived from passwords, so that a thousand reconnects do not each pay for thousands of hash rounds. */
import { createHash, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

export type Digest = 'sha256' | 'sha1';

/** What a SCRAM client needs of a password (RFC 5802 §3); the password cannot be read back from it. */
export interface ScramKeys {
  clientKey: Buffer;
  storedKey: Buffer;
  serverKey: Buffer;
}

export interface SaltedPasswords {
  keysFor(digest: Digest, password: string, salt: Buffer, iterations: number): Promise<ScramKeys>;
}

/** @param capacity entries kept; the one unused for longest goes first */
export function createSaltedPasswords(capacity = 1024): SaltedPasswords {
  const known = new Map<string, Promise<ScramKeys>>();
  return {
    keysFor(digest, password, salt, iterations) {
      const name = entryName(digest, password, salt, iterations);
      const keys = known.get(name) ?? deriveKeys(digest, password, salt, iterations);
      known.delete(name);
      known.set(name, keys);
      keys.catch(() => known.delete(name));
      for (const oldest of known.keys()) {
        if (known.size <= capacity) break;
        known.delete(oldest);
      }
      return keys;
    },
  };
}

/** RFC 5802 §3; the slow part runs on the thread pool, so the event loop keeps measuring. */
async function deriveKeys(digest: Digest, password: string, salt: Buffer, iterations: number): Promise<ScramKeys> {
  const bytes = digest === 'sha256' ? 32 : 20;
  const salted = await derive(password, salt, iterations, bytes, digest);
  const clientKey = hmac(digest, salted, 'Client Key');
  return {
    clientKey,
    storedKey: createHash(digest).update(clientKey).digest(),
    serverKey: hmac(digest, salted, 'Server Key'),
  };
}

export function hmac(digest: Digest, key: Buffer, text: string): Buffer {
  return createHmac(digest, key).update(text, 'utf8').digest();
}

/** Entries are found by a hash, so that no plain password stays behind as a key. */
function entryName(digest: Digest, password: string, salt: Buffer, iterations: number): string {
  const hash = createHash('sha256').update(`${digest} ${iterations} ${salt.length} `).update(salt);
  return hash.update(password, 'utf8').digest('base64');
}
