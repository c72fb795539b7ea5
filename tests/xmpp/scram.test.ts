/** SCRAM against the examples of RFC 5802 §5 and RFC 7677 §3, and against servers that do not play by them. */
import { describe, expect, it } from 'vitest';
import { createSaltedPasswords, type Digest } from '../../server/xmpp/sasl/salted-passwords';
import { saslPrep } from '../../server/xmpp/sasl/saslprep';
import { clientFinal, clientFirst, readServerFirst, serverProved } from '../../server/xmpp/sasl/scram';

interface Vector {
  digest: Digest;
  clientNonce: string;
  serverFirst: string;
  final: string;
  serverFinal: string;
}

const vectors: Vector[] = [
  {
    digest: 'sha1',
    clientNonce: 'fyko+d2lbbFgONRv9qkxdawL',
    serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    serverFinal: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    digest: 'sha256',
    clientNonce: 'rOprNGfwEbeRWgbNEkqO',
    serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    final: 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
];

async function finish(vector: Vector) {
  const first = clientFirst('user', vector.clientNonce);
  const read = readServerFirst(vector.serverFirst, vector.clientNonce);
  if (!read.ok) throw new Error(read.problem);
  const { salt, iterations } = read.value;
  const keys = await createSaltedPasswords().keysFor(vector.digest, 'pencil', salt, iterations);
  return clientFinal(vector.digest, keys, first.bare, read.value);
}

describe('the examples of the RFCs', () => {
  it.each(vectors)('$digest: the proof is theirs, and so is the server signature', async (vector) => {
    const final = await finish(vector);
    expect(final.message).toBe(vector.final);
    expect(serverProved(vector.serverFinal, final.serverSignature)).toBe(true);
  });

  it.each(vectors)('$digest: any other server signature is refused', async (vector) => {
    const { serverSignature } = await finish(vector);
    const wrong = ['', 'v=', 'e=other-error', vector.serverFinal.slice(0, -5), `v=${'A'.repeat(27)}=`, 'v=!!'];
    for (const serverFinal of wrong) expect(serverProved(serverFinal, serverSignature)).toBe(false);
  });
});

describe('the first messages', () => {
  it('escapes what would end a user name', () => {
    expect(clientFirst('a=b,c', 'n').message).toBe('n,,n=a=3Db=2Cc,r=n');
  });

  it.each([
    ['another nonce', 'r=other1,s=QSXC,i=4096'],
    ['our nonce alone', 'r=mine,s=QSXC,i=4096'],
    ['too few rounds to protect the password', 'r=mine1,s=QSXC,i=4095'],
    ['rounds that would only burn our CPU', 'r=mine1,s=QSXC,i=2000001'],
    ['rounds that are no number', 'r=mine1,s=QSXC,i=0x1000'],
    ['no salt', 'r=mine1,s=,i=4096'],
    ['an extension that we would have to understand', 'm=ext,r=mine1,s=QSXC,i=4096'],
    ['nothing', ''],
    ['another order', 's=QSXC,r=mine1,i=4096'],
  ])('refuses %s', (_what, message) => {
    expect(readServerFirst(message, 'mine').ok).toBe(false);
  });
});

describe('salted passwords', () => {
  it('are derived once per password, salt and count', async () => {
    const cache = createSaltedPasswords(2);
    const salt = Buffer.from('salt');
    const first = await cache.keysFor('sha256', 'pencil', salt, 4096);
    expect(await cache.keysFor('sha256', 'pencil', salt, 4096)).toBe(first);
    expect(await cache.keysFor('sha256', 'pencil', salt, 4097)).not.toBe(first);
    await cache.keysFor('sha256', 'pencil', Buffer.from('other'), 4096);
    expect(await cache.keysFor('sha256', 'pencil', salt, 4096), 'the oldest was let go').not.toBe(first);
  });
});

describe('SASLprep, the examples of RFC 4013 §3', () => {
  it.each([
    ['I\u00adX', 'IX'],
    ['user', 'user'],
    ['USER', 'USER'],
    ['\u00aa', 'a'],
    ['\u2168', 'IX'],
    ['\u0007', null],
    ['a\u00a0b', 'a b'],
  ])('%j becomes %j', (text, prepared) => {
    expect(saslPrep(text)).toBe(prepared);
  });
});
