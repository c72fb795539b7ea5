/** Certificate and key of the front door: read from PEM files, checked before anything listens, and read again when they change. */
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { EpochMs } from '#contract';
import type { Env } from '../config/env';
import { codeOf } from '../config/private-file';
import { every, type Time, wallNow } from '../time/time';

/** PEM. */
export interface TlsFiles {
  cert: Buffer;
  key: Buffer;
}

export type TlsResult = { ok: true; tls: TlsFiles; warning: string | null } | { ok: false; problem: string };

type Paths = NonNullable<Env['tls']>;

/** @param now to tell an expired certificate, which is used nevertheless: a browser says it better than a door that stays shut */
export function readTls({ certFile, keyFile }: Paths, now: EpochMs): TlsResult {
  const cert = read('TLS_CERT', certFile);
  const key = read('TLS_KEY', keyFile);
  if (typeof cert === 'string') return { ok: false, problem: cert };
  if (typeof key === 'string') return { ok: false, problem: key };
  if (!usable(() => createSecureContext({ cert })))
    return { ok: false, problem: `TLS_CERT ${certFile} is no certificate in PEM` };
  if (!usable(() => createSecureContext({ key })))
    return { ok: false, problem: `TLS_KEY ${keyFile} is no private key in PEM without a passphrase` };
  if (!usable(() => createSecureContext({ cert, key })))
    return { ok: false, problem: `TLS_KEY ${keyFile} is not the key of the certificate in TLS_CERT ${certFile}` };
  return { ok: true, tls: { cert, key }, warning: ageWarning(cert, certFile, now) };
}

function ageWarning(cert: Buffer, certFile: string, now: EpochMs): string | null {
  const { validFrom, validTo } = new X509Certificate(cert);
  if (Date.parse(validTo) < now) return `the certificate in ${certFile} expired on ${validTo}`;
  return Date.parse(validFrom) > now ? `the certificate in ${certFile} is not valid before ${validFrom}` : null;
}

function read(name: string, file: string): Buffer | string {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = codeOf(error);
    return `${name} ${file} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown error'})`}`;
  }
}

function usable(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}

const LOOK_EVERY_MS = 30_000;

/** Certificates are renewed every few weeks or days: no restart is needed. @returns how to stop looking */
export function watchTls(paths: Paths, time: Time, onChange: (result: TlsResult) => void): () => void {
  let known = stampOf(paths);
  return every(time, LOOK_EVERY_MS, () => {
    const stamp = stampOf(paths);
    if (stamp === known) return;
    known = stamp;
    onChange(readTls(paths, wallNow(time)));
  });
}

function stampOf({ certFile, keyFile }: Paths): string {
  return [certFile, keyFile]
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat === undefined ? 'none' : `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
    })
    .join(' ');
}
