/** The throw-away CA of a simulated pair: kept in a folder so that whoever trusted it once need not do so again after a restart. */
import { createPrivateKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMs } from '#contract';
import type { Certificate as Pem } from '../../options';
import { certificatePem, keyPem, newKeys } from './certificate';

const COMMON_NAME = 'Holdfast simulator CA';
const DAY_MS = 86_400_000;
const YEARS_MS = 10 * 365 * DAY_MS;

export interface Authority {
  /** PEM of its own certificate: what a client must trust. */
  readonly caPem: string;
  /** A server's certificate, with a new key. `names`: DNS names and IPv4 addresses, the first is the common name. */
  issue(wish: { names: readonly string[]; serial: number; validFrom: EpochMs; validUntil: EpochMs }): Pem;
}

export const caFileOf = (folder: string): string => join(folder, 'simulator-ca.pem');
const keyFileOf = (folder: string): string => join(folder, 'simulator-ca-key.pem');

/** @param folder null: a new one, which nobody keeps. A CA there that has run out, or does not fit its key, is replaced. */
export function openAuthority(folder: string | null, at: EpochMs): Authority {
  const kept = folder === null ? null : readAuthority(folder, at);
  if (kept !== null) return kept;
  const { privateKey, publicKey } = newKeys();
  const caPem = certificatePem(
    {
      ...{ subject: COMMON_NAME, issuer: COMMON_NAME, names: [], authority: true, publicKey },
      ...{ serial: serialOf(randomBytes(8)), validFrom: at - DAY_MS, validUntil: at + YEARS_MS },
    },
    privateKey,
  );
  if (folder !== null) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(keyFileOf(folder), keyPem(privateKey), { mode: 0o600 });
    writeFileSync(caFileOf(folder), caPem);
  }
  return authorityOf(caPem, privateKey);
}

function readAuthority(folder: string, at: EpochMs): Authority | null {
  if (!existsSync(caFileOf(folder)) || !existsSync(keyFileOf(folder))) return null;
  try {
    const caPem = readFileSync(caFileOf(folder), 'utf8');
    const key = createPrivateKey(readFileSync(keyFileOf(folder)));
    const certificate = new X509Certificate(caPem);
    const runsOut = Date.parse(certificate.validTo) < at + 365 * DAY_MS;
    return runsOut || !certificate.checkPrivateKey(key) ? null : authorityOf(caPem, key);
  } catch {
    // something else lies there under our names
    return null;
  }
}

function authorityOf(caPem: string, signer: KeyObject): Authority {
  return {
    caPem,
    issue({ names, serial, validFrom, validUntil }) {
      const { privateKey, publicKey } = newKeys();
      const cert = certificatePem(
        {
          ...{ subject: names[0] ?? 'nobody', issuer: COMMON_NAME, names, authority: false, publicKey },
          // RFC 5280 §4.1.2.2: no serial twice from one CA, and the world's numbers start over with each start
          ...{ serial: serialOf(Buffer.concat([randomBytes(8), number(serial)])), validFrom, validUntil },
        },
        signer,
      );
      return { cert, key: keyPem(privateKey) };
    },
  };
}

const serialOf = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([1]), bytes]);

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
