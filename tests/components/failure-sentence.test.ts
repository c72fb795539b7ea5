/** Every kind of failure reads as one line that names where it died and what the standard calls it. */
import { describe, expect, test } from 'vitest';
import { type Failure, failureKind } from '#contract';
import { failureSentence } from '../../components/format/failure-sentence';

type Case = [sentence: string, failure: Omit<Failure, 'text'> & { text?: string }];
const day = (iso: string): number => Date.parse(`${iso}T12:00:00Z`);

const cases: Case[] = [
  [
    'ping: no answer in 3 × 10 s',
    { kind: 'timeout', condition: 'ping-timeout', phase: 'online', detail: { misses: 3, timeoutMs: 10_000 } },
  ],
  [
    'first ping: no answer in 10 s',
    { kind: 'timeout', condition: 'ping-timeout', phase: 'first-ping', detail: { timeoutMs: 10_000 } },
  ],
  ['ping: no answer in time', { kind: 'timeout', condition: 'ping-timeout', phase: 'online' }],
  [
    'SASL: no answer within 30 s',
    { kind: 'timeout', condition: 'connect-timeout', phase: 'sasl', detail: { timeoutMs: 30_000 } },
  ],
  [
    'Stream: conflict, another session took this resource',
    { kind: 'stream-error', condition: 'conflict', phase: 'online' },
  ],
  [
    'Stream: system-shutdown, the server is shutting down',
    { kind: 'stream-error', condition: 'system-shutdown', phase: 'online' },
  ],
  [
    'Stream: not-well-formed, the server sent broken XML',
    { kind: 'stream-error', condition: 'not-well-formed', phase: 'features' },
  ],
  ['Stream: something-new', { kind: 'stream-error', condition: 'something-new', phase: 'online' }],
  ['SASL: not-authorized, will not retry', { kind: 'auth', condition: 'not-authorized', phase: 'sasl' }],
  [
    'SASL: no-mechanism, the server offers none that we support; will not retry',
    { kind: 'auth', condition: 'no-mechanism', phase: 'sasl' },
  ],
  [
    'SASL: temporary-auth-failure, the server cannot check passwords now',
    { kind: 'auth', condition: 'temporary-auth-failure', phase: 'sasl' },
  ],
  ['Bind: conflict, the resource is in use', { kind: 'stanza-error', condition: 'conflict', phase: 'bind' }],
  [
    'BOSH: item-not-found (HTTP 404), the server no longer knows the session',
    { kind: 'bosh', condition: 'item-not-found', phase: 'online', detail: { status: 404 } },
  ],
  [
    'BOSH: remote-stream-error, the server ended the stream behind the connection manager',
    { kind: 'bosh', condition: 'remote-stream-error', phase: 'online' },
  ],
  ['BOSH: HTTP 503', { kind: 'bosh', condition: 'http-status', phase: 'bosh-session', detail: { status: 503 } }],
  ['DNS: host not found', { kind: 'transport', condition: 'host-not-found', phase: 'dns' }],
  ['TCP: connection refused', { kind: 'transport', condition: 'connection-refused', phase: 'tcp' }],
  ['TCP: host unreachable', { kind: 'transport', condition: 'host-unreachable', phase: 'tcp' }],
  [
    'TCP: no answer within 5 s',
    { kind: 'transport', condition: 'connection-timeout', phase: 'tcp', detail: { timeoutMs: 5_000 } },
  ],
  ['Connection: reset by the peer', { kind: 'transport', condition: 'connection-reset', phase: 'online' }],
  [
    'Connection: closed by the server (code 1001)',
    { kind: 'transport', condition: 'closed', phase: 'online', detail: { status: 1001 } },
  ],
  ['Stream features: closed by the server', { kind: 'transport', condition: 'closed', phase: 'features' }],
  [
    'TLS: certificate expired on 3 November 2026',
    { kind: 'transport', condition: 'certificate-expired', phase: 'tls', detail: { validToMs: day('2026-11-03') } },
  ],
  [
    'TLS: certificate not valid before 1 December 2026',
    {
      kind: 'transport',
      condition: 'certificate-not-yet-valid',
      phase: 'tls',
      detail: { validFromMs: day('2026-12-01') },
    },
  ],
  [
    'TLS: certificate not trusted, issued by CN=Lab CA',
    { kind: 'transport', condition: 'certificate-untrusted', phase: 'tls', detail: { issuer: 'CN=Lab CA' } },
  ],
  ['TLS: certificate is for another name', { kind: 'transport', condition: 'certificate-name-mismatch', phase: 'tls' }],
  [
    'TLS: certificate is not the pinned one',
    { kind: 'transport', condition: 'certificate-pin-mismatch', phase: 'tls' },
  ],
  ['TLS: handshake failed (tls-error)', { kind: 'transport', condition: 'tls-error', phase: 'tls' }],
  ['TLS: the server does not offer STARTTLS', { kind: 'transport', condition: 'starttls-refused', phase: 'features' }],
  [
    'WebSocket upgrade: HTTP 403',
    { kind: 'transport', condition: 'http-status', phase: 'upgrade', detail: { status: 403 } },
  ],
  [
    'WebSocket upgrade: not a valid WebSocket answer (websocket-protocol)',
    { kind: 'transport', condition: 'websocket-protocol', phase: 'upgrade' },
  ],
  ['Connection: failed (EPROTO)', { kind: 'transport', condition: 'other', phase: 'online', text: 'EPROTO' }],
];

test.each(cases)('%s', (sentence, failure) => {
  expect(failureSentence({ text: null, ...failure })).toBe(sentence);
});

describe('no kind is forgotten', () => {
  test.each(failureKind.options)('%s', (kind) => {
    expect(cases.some(([, failure]) => failure.kind === kind)).toBe(true);
  });
});
