/** Certificate and key of the front door: what is wrong with them is said before anything listens, and new ones are noticed. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readTls, type TlsResult, watchTls } from '../../server/start/tls-files';
import { createVirtualTime } from '../../server/time/virtual-time';
import { selfSigned } from '../support/certificates';

let folder: string;
let paths: { certFile: string; keyFile: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-tls-'));
  paths = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = Date.now();
const one = selfSigned({ names: ['hold.example'] });
const other = selfSigned({ names: ['hold.example'] });
function write(cert: string, key: string): void {
  writeFileSync(paths.certFile, cert);
  writeFileSync(paths.keyFile, key);
}

describe('what is wrong is said with its variable and file', () => {
  test.each<[string, () => void, RegExp]>([
    ['nothing there', () => undefined, /^TLS_CERT .*cert\.pem does not exist$/],
    ['no key', () => writeFileSync(paths.certFile, one.cert), /^TLS_KEY .*key\.pem does not exist$/],
    ['no PEM', () => write('rubbish', one.key), /^TLS_CERT .* is no certificate in PEM$/],
    ['no key in PEM', () => write(one.cert, one.cert), /^TLS_KEY .* is no private key in PEM without a passphrase$/],
    ['another key', () => write(one.cert, other.key), /^TLS_KEY .* is not the key of the certificate in TLS_CERT .*$/],
  ])('%s', (_, make, sentence) => {
    make();
    const read = readTls(paths, now);
    expect(read).toMatchObject({ ok: false, problem: expect.stringMatching(sentence) });
    expect(JSON.stringify(read)).not.toContain('PRIVATE KEY');
  });
});

test('an expired certificate is used, and told', () => {
  const expired = selfSigned({ names: ['hold.example'], fromDays: -30, toDays: -2 });
  write(expired.cert, expired.key);
  expect(readTls(paths, now)).toMatchObject({ ok: true, warning: expect.stringMatching(/cert\.pem expired on /) });
  write(one.cert, one.key);
  expect(readTls(paths, now)).toMatchObject({ ok: true, warning: null });
});

test('new files are noticed within half a minute, and what is wrong with them is told', async () => {
  write(one.cert, one.key);
  const time = createVirtualTime();
  const heard: TlsResult['ok'][] = [];
  const stop = watchTls(paths, time, (read) => heard.push(read.ok));
  await time.advance(60_000);
  expect(heard).toEqual([]);
  write(other.cert, one.key);
  utimesSync(paths.certFile, 1, 1);
  await time.advance(30_000);
  expect(heard).toEqual([false]);
  write(other.cert, other.key);
  utimesSync(paths.keyFile, 2, 2);
  await time.advance(30_000);
  expect(heard).toEqual([false, true]);
  stop();
  write(one.cert, one.key);
  utimesSync(paths.certFile, 3, 3);
  await time.advance(60_000);
  expect(heard).toHaveLength(2);
});
