/** The search for secrets is itself not blind: each form is found wherever it stands, and nothing else is. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchIn, secretsIn } from './planted-secrets';

const secret = 'planted-"ü/+ 6d1f9c20ab';
const secrets = new Map([['it', secret]]);

test.each<[string, (around: string) => string]>([
  ['as it is', (text) => text],
  ['in hexadecimal', (text) => Buffer.from(text).toString('hex')],
  ['in an address', (text) => encodeURIComponent(text)],
  ['in JSON', (text) => JSON.stringify({ text })],
  ['in base64, as SASL PLAIN sends it', (text) => Buffer.from(text).toString('base64')],
  ['in base64url, as tokens hold it', (text) => Buffer.from(text).toString('base64url')],
])('%s', (_, written) => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (before, after) => {
      expect(searchIn('a log', written(before + secret + after), secrets)).toEqual([
        expect.stringMatching(/^a log holds it /),
      ]);
    }),
  );
  expect(searchIn('a log', written('nothing of the kind'), secrets)).toEqual([]);
});

test('what is found is told without the secret', () => {
  expect(searchIn('a log', `x ${secret}`, secrets).join()).not.toContain('6d1f');
});

test('the secrets of a configuration are those of its secret keys', () => {
  const channel = { name: 'Hook', webhook: { url: 'http://hooks.example', secret: 'a-long-secret' }, token: 'short' };
  expect([...secretsIn({ notify: { channels: [channel] } })]).toEqual([
    ['notify.channels.0.webhook.secret', 'a-long-secret'],
  ]);
});
