/** The server's half of SASL: SCRAM-SHA-256, SCRAM-SHA-1 (RFC 5802, RFC 7677) and PLAIN (RFC 4616). */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

export const mechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'] as const;
export type Mechanism = (typeof mechanisms)[number];
type Hash = 'sha256' | 'sha1';

/** RFC 6120 §6.5. */
export type SaslCondition =
  | 'aborted'
  | 'incorrect-encoding'
  | 'invalid-authzid'
  | 'invalid-mechanism'
  | 'malformed-request'
  | 'not-authorized';

export type SaslStep =
  | { kind: 'challenge'; data: string }
  | { kind: 'success'; username: string; data: string | null }
  | { kind: 'failure'; condition: SaslCondition };

/** One exchange: bytes of the client in, what to answer out; `data` is plain text, not yet base64. */
export interface SaslExchange {
  next(response: Buffer): SaslStep;
}

interface ScramKeys {
  salt: Buffer;
  storedKey: Buffer;
  serverKey: Buffer;
}

const ITERATIONS = 4096;

/** A user's password and, once needed, the salted keys made of it: a thousand sign-ins cost one key derivation. */
export interface Credentials {
  readonly username: string;
  matches(password: string): boolean;
  scram(hash: Hash): ScramKeys;
}

export function createCredentials(username: string, password: string): Credentials {
  const keys = new Map<Hash, ScramKeys>();
  return {
    username,
    matches: (given) => equal(sha256(given), sha256(password)),
    scram(hash) {
      const known = keys.get(hash);
      if (known !== undefined) return known;
      const salt = randomBytes(16);
      const salted = pbkdf2Sync(password, salt, ITERATIONS, hash === 'sha256' ? 32 : 20, hash);
      // RFC 5802 §3: ClientKey, StoredKey and ServerKey
      const storedKey = createHash(hash)
        .update(hmac(hash, salted, 'Client Key'))
        .digest();
      const made = { salt, storedKey, serverKey: hmac(hash, salted, 'Server Key') };
      keys.set(hash, made);
      return made;
    },
  };
}

/** @param find looks a user up by the lower-case local part; @returns null for a mechanism that is not offered */
export function beginSasl(mechanism: string, find: (username: string) => Credentials | null): SaslExchange | null {
  switch (mechanism) {
    case 'PLAIN':
      return { next: (response) => plain(response, find) };
    case 'SCRAM-SHA-1':
      return scram('sha1', find);
    case 'SCRAM-SHA-256':
      return scram('sha256', find);
    default:
      return null;
  }
}

type Find = (username: string) => Credentials | null;

function plain(response: Buffer, find: Find): SaslStep {
  const parts = utf8(response)?.split('\0');
  if (parts === undefined || parts.length !== 3) return failed('malformed-request');
  const [authzid = '', authcid = '', password = ''] = parts;
  const user = find(authcid.toLowerCase());
  if (user === null || !user.matches(password)) return failed('not-authorized');
  return isOwnAuthzid(authzid, user)
    ? { kind: 'success', username: user.username, data: null }
    : failed('invalid-authzid');
}

function scram(hash: Hash, find: Find): SaslExchange {
  let first: { bare: string; server: string; nonce: string; gs2: string; user: Credentials | null } | null = null;

  function begin(text: string): SaslStep {
    // RFC 5802 §7: gs2-header "n,," or "y,,", then username and nonce; extensions with "m=" must be refused
    const match = /^([ny],(?:a=([^,]*))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/.exec(text);
    if (match === null) return failed('malformed-request');
    const [, gs2 = '', authzid = '', bare = '', name = '', clientNonce = ''] = match;
    const user = find(unescapeName(name).toLowerCase());
    if (user !== null && !isOwnAuthzid(unescapeName(authzid), user)) return failed('invalid-authzid');
    const nonce = clientNonce + randomBytes(18).toString('base64');
    // an unknown user gets a challenge too, and is refused at the end: nobody learns who exists
    const salt = user?.scram(hash).salt ?? randomBytes(16);
    const server = `r=${nonce},s=${salt.toString('base64')},i=${ITERATIONS}`;
    first = { bare, server, nonce, gs2, user };
    return { kind: 'challenge', data: server };
  }

  function finish(text: string, begun: NonNullable<typeof first>): SaslStep {
    const match = /^(c=([A-Za-z0-9+/=]+),r=([^,]+)(?:,.*)?),p=([A-Za-z0-9+/=]+)$/.exec(text);
    if (match === null) return failed('malformed-request');
    const [, withoutProof = '', binding = '', nonce = '', proof = ''] = match;
    if (Buffer.from(binding, 'base64').toString() !== begun.gs2 || nonce !== begun.nonce)
      return failed('not-authorized');
    if (begun.user === null) return failed('not-authorized');
    const keys = begun.user.scram(hash);
    const message = `${begun.bare},${begun.server},${withoutProof}`;
    const clientKey = xor(Buffer.from(proof, 'base64'), hmac(hash, keys.storedKey, message));
    if (clientKey === null || !equal(createHash(hash).update(clientKey).digest(), keys.storedKey)) {
      return failed('not-authorized');
    }
    const data = `v=${hmac(hash, keys.serverKey, message).toString('base64')}`;
    return { kind: 'success', username: begun.user.username, data };
  }

  return {
    next(response) {
      const text = utf8(response);
      if (text === null) return failed('malformed-request');
      return first === null ? begin(text) : finish(text, first);
    },
  };
}

const failed = (condition: SaslCondition): SaslStep => ({ kind: 'failure', condition });
const hmac = (hash: Hash, key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const equal = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
const unescapeName = (name: string): string => name.replaceAll('=2C', ',').replaceAll('=3D', '=');

function isOwnAuthzid(authzid: string, user: Credentials): boolean {
  return authzid === '' || authzid.toLowerCase().split('@')[0] === user.username;
}

function xor(a: Buffer, b: Buffer): Buffer | null {
  return a.length === b.length ? Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0))) : null;
}

const decoder = new TextDecoder('utf-8', { fatal: true });
function utf8(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** RFC 6120 §6.4.2: base64, or "=" for an empty response; null = not base64. */
export function decodeSasl(text: string): Buffer | null {
  const trimmed = text.trim();
  if (trimmed === '=') return Buffer.alloc(0);
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(trimmed)
    ? Buffer.from(trimmed, 'base64')
    : null;
}
