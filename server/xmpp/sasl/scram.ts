/** SCRAM (RFC 5802, RFC 7677) from the client's side: messages in, messages out; the transport of them is somebody else's. */
import { timingSafeEqual } from 'node:crypto';
import { type Digest, hmac, type ScramKeys } from './salted-passwords';

/** RFC 7677 §4: "SHOULD be at least 4096"; above the upper bound a server only wants our CPU. */
export const ITERATIONS = { min: 4096, max: 2_000_000 } as const;
/** A salt longer than this helps nobody. */
const MAX_SALT_BYTES = 1024;

export type Read<T> = { ok: true; value: T } | { ok: false; problem: string };

export interface ServerFirst {
  /** Client nonce followed by the server's. */
  nonce: string;
  salt: Buffer;
  iterations: number;
  /** The message as it came: it goes into the proof. */
  message: string;
}

/**
 * RFC 5802 §7. `n,,`: we do not do channel binding.
 * @param username already prepared by SASLprep
 * @returns `bare` goes into the proof, `message` to the server
 */
export function clientFirst(username: string, nonce: string): { bare: string; message: string } {
  // RFC 5802 §5.1: ',' and '=' in a name travel as =2C and =3D
  const name = username.replaceAll('=', '=3D').replaceAll(',', '=2C');
  const bare = `n=${name},r=${nonce}`;
  return { bare, message: `n,,${bare}` };
}

export function readServerFirst(message: string, clientNonce: string): Read<ServerFirst> {
  const [r, s, i] = message.split(',');
  // RFC 5802 §5.1: an unknown mandatory extension (m=) comes first and must end the exchange; so r must be first
  if (!r?.startsWith('r=') || !s?.startsWith('s=') || !i?.startsWith('i=')) {
    return { ok: false, problem: 'malformed SCRAM challenge' };
  }
  const nonce = r.slice(2);
  if (!nonce.startsWith(clientNonce) || nonce.length === clientNonce.length) {
    return { ok: false, problem: 'the SCRAM nonce does not continue ours' };
  }
  const salt = Buffer.from(s.slice(2), 'base64');
  if (salt.length === 0 || salt.length > MAX_SALT_BYTES) return { ok: false, problem: 'malformed SCRAM salt' };
  const iterations = /^[1-9][0-9]{0,9}$/.test(i.slice(2)) ? Number(i.slice(2)) : 0;
  if (iterations < ITERATIONS.min || iterations > ITERATIONS.max) {
    return { ok: false, problem: `SCRAM iteration count outside ${ITERATIONS.min} to ${ITERATIONS.max}` };
  }
  return { ok: true, value: { nonce, salt, iterations, message } };
}

/** RFC 5802 §3: the client's last message, and the server signature that must answer it. */
export function clientFinal(
  digest: Digest,
  keys: ScramKeys,
  clientFirstBare: string,
  server: ServerFirst,
): { message: string; serverSignature: Buffer } {
  // c= is the base64 of "n,,"
  const withoutProof = `c=biws,r=${server.nonce}`;
  const authMessage = `${clientFirstBare},${server.message},${withoutProof}`;
  const signature = hmac(digest, keys.storedKey, authMessage);
  const proof = Buffer.from(keys.clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
  return {
    message: `${withoutProof},p=${proof.toString('base64')}`,
    serverSignature: hmac(digest, keys.serverKey, authMessage),
  };
}

/** RFC 5802 §3: whether the server has proved that it knows us as well. */
export function serverProved(serverFinal: string, expected: Buffer): boolean {
  const [v] = serverFinal.split(',');
  if (!v?.startsWith('v=')) return false;
  const given = Buffer.from(v.slice(2), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
