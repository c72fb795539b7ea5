/** The server's half of SASL, against a client's half written down here from the RFCs. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { beginSasl, type Credentials, createCredentials, decodeSasl, type SaslStep } from '../../server/simulator/sasl';

const user = createCredentials('ann', 'pencil');
const find = (name: string): Credentials | null => (name === 'ann' ? user : null);

/** RFC 5802 §3 from the client's side. @returns the server's last word, and whether its signature was right */
function scram(mechanism: 'SCRAM-SHA-1' | 'SCRAM-SHA-256', name: string, password: string) {
  const hash = mechanism === 'SCRAM-SHA-1' ? 'sha1' : 'sha256';
  const exchange = beginSasl(mechanism, find);
  const bare = `n=${name},r=clientnonce`;
  const first = exchange?.next(Buffer.from(`n,,${bare}`));
  if (exchange === null || first?.kind !== 'challenge') throw new Error('no challenge');
  const {
    r = '',
    s = '',
    i = '',
  } = Object.fromEntries(first.data.split(',').map((part) => [part[0], part.slice(2)] as const));
  const salted = pbkdf2Sync(password, Buffer.from(s, 'base64'), Number(i), hash === 'sha1' ? 20 : 32, hash);
  const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
  const clientKey = hmac(salted, 'Client Key');
  const withoutProof = `c=biws,r=${r}`;
  const message = `${bare},${first.data},${withoutProof}`;
  const signature = hmac(createHash(hash).update(clientKey).digest(), message);
  const proof = Buffer.from(clientKey.map((byte, n) => byte ^ (signature[n] ?? 0))).toString('base64');
  const last = exchange.next(Buffer.from(`${withoutProof},p=${proof}`));
  const signed = `v=${hmac(hmac(salted, 'Server Key'), message).toString('base64')}`;
  return { last, signed: last.kind === 'success' && last.data === signed, nonce: r };
}

describe.each(['SCRAM-SHA-1', 'SCRAM-SHA-256'] as const)('%s', (mechanism) => {
  test('knows its user, proves itself, and adds to the nonce', () => {
    const { last, signed, nonce } = scram(mechanism, 'ann', 'pencil');
    expect(last).toMatchObject({ kind: 'success', username: 'ann' });
    expect(signed).toBe(true);
    expect(nonce.length).toBeGreaterThan('clientnonce'.length + 16);
  });

  test('a wrong password and an unknown user end alike', () => {
    expect(scram(mechanism, 'ann', 'pen').last).toEqual({ kind: 'failure', condition: 'not-authorized' });
    expect(scram(mechanism, 'eve', 'pencil').last).toEqual({ kind: 'failure', condition: 'not-authorized' });
  });

  test.each([
    ['not UTF-8', Buffer.from([0xff])],
    ['no header', Buffer.from('hello')],
    ['channel binding that is not offered', Buffer.from('p=tls-unique,,n=ann,r=x')],
    ['an extension that must be understood', Buffer.from('n,,m=x,n=ann,r=x')],
    ['nothing', Buffer.alloc(0)],
  ])('%s is malformed', (_what, bytes) => {
    expect(beginSasl(mechanism, find)?.next(bytes)).toEqual({ kind: 'failure', condition: 'malformed-request' });
  });

  test('nobody may act for another', () => {
    const step = beginSasl(mechanism, find)?.next(Buffer.from('n,a=bob,n=ann,r=x'));
    expect(step).toEqual({ kind: 'failure', condition: 'invalid-authzid' });
  });
});

test.each<[string, string, SaslStep]>([
  ['right', '\0Ann\0pencil', { kind: 'success', username: 'ann', data: null }],
  ['right, for oneself', 'ann@sim.example\0ann\0pencil', { kind: 'success', username: 'ann', data: null }],
  ['for another', 'bob\0ann\0pencil', { kind: 'failure', condition: 'invalid-authzid' }],
  ['wrong', '\0ann\0pen', { kind: 'failure', condition: 'not-authorized' }],
  ['unknown', '\0eve\0pencil', { kind: 'failure', condition: 'not-authorized' }],
  ['two parts', 'ann\0pencil', { kind: 'failure', condition: 'malformed-request' }],
])('PLAIN: %s', (_what, text, step) => {
  expect(beginSasl('PLAIN', find)?.next(Buffer.from(text))).toEqual(step);
});

test('a mechanism that is not offered is none, and base64 is base64', () => {
  expect(beginSasl('DIGEST-MD5', find)).toBeNull();
  expect(decodeSasl('=')).toEqual(Buffer.alloc(0));
  expect(decodeSasl('YQ==')?.toString()).toBe('a');
  expect(decodeSasl('Y!')).toBeNull();
});
