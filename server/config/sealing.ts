/** Secrets at rest: AES-256-GCM under a key of the environment, or of a file in DATA_DIR that is made at the first start. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Secret } from '../xmpp/port';
import { readIfThere, readOrMakeOnce } from './private-file';

export const SECRETS_KEY_FILE = 'secrets.key';

/** What the database keeps of a secret. */
export interface Sealed {
  name: string;
  keyId: string;
  sealed: string;
}

export interface Keyring {
  /** Of the key that seals. */
  readonly keyId: string;
  seal(name: string, text: string): Sealed;
  /** null: its key is not here, or it is not what was sealed under this name. */
  open(sealed: Sealed): string | null;
}

/** NIST SP 800-38D §5.2.1.1, §8.2.2: a random IV of 96 bits, a tag of 128. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';

/** @param keys the first seals; the others only open, while secrets are sealed anew */
export function keyringOf(keys: readonly Uint8Array[]): Keyring {
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  const [first] = keys;
  if (first === undefined) throw new Error('a keyring needs a key');
  return {
    keyId: keyIdOf(first),
    seal(name, text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, first, iv, { authTagLength: TAG_BYTES });
      // The name belongs to it: a secret that is moved to another place does not open there.
      cipher.setAAD(Buffer.from(name));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const sealed = Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
      return { name, keyId: keyIdOf(first), sealed };
    },
    open({ name, keyId, sealed }) {
      const key = byId.get(keyId);
      return key === undefined ? null : opened(key, name, Buffer.from(sealed, 'base64url'));
    },
  };
}

function opened(key: Uint8Array, name: string, all: Buffer): string | null {
  if (all.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key, all.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(name));
  decipher.setAuthTag(all.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(all.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** Tells keys apart without telling anything of them. */
export function keyIdOf(key: Uint8Array): string {
  return createHash('sha256').update('holdfast key of secrets').update(key).digest('hex').slice(0, 16);
}

export const newSecretsKey = (): string => randomBytes(KEY_BYTES).toString('hex');

/** 32 bytes as 64 hex digits, or as base64; null: neither. */
export function secretsKeyOf(text: string): Uint8Array | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
  return bytes.length === KEY_BYTES ? bytes : null;
}

/** Several stand apart by commas or lines, the one that seals first. null: one of them is no key, or there is none. */
export function secretsKeysOf(text: string): Uint8Array[] | null {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const keys = parts.map(secretsKeyOf).filter((key) => key !== null);
  return keys.length === 0 || keys.length < parts.length ? null : keys;
}

export interface KeyPlaces {
  /** Absolute. */
  dataDir: string;
  /** Of the environment. */
  secretsKey: Secret | null;
}

/**
 * The keys in force, read anew each time: they may be changed while we run. Those of the environment come first; without them the file
 * is made. Throws when the file holds anything else.
 */
export function openKeyring({ dataDir, secretsKey }: KeyPlaces): Keyring {
  const given = secretsKey === null ? [] : (secretsKeysOf(secretsKey.reveal()) ?? []);
  return keyringOf([...given, ...keysInFile(dataDir, given.length === 0)]);
}

function keysInFile(dataDir: string, make: boolean): Uint8Array[] {
  const file = join(dataDir, SECRETS_KEY_FILE);
  const text = make ? readOrMakeOnce(file, newSecretsKey) : readIfThere(file);
  if (text === null) return [];
  const keys = secretsKeysOf(text);
  if (keys === null)
    throw new Error(`${file} does not hold a key: put back the one that the secrets in the database were sealed with`);
  return keys;
}
