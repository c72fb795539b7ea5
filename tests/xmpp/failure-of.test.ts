/** How ends of streams, SASL exchanges, stanzas and wires become failures. */
import { describe, expect, it } from 'vitest';
import { boundedText, saslCause, stanzaErrorCause, streamErrorCause, wireFailure } from '../../server/xmpp/failure-of';
import { plainAllowed } from '../../server/xmpp/plain-allowed';
import { parseAll } from './fake-wire';
import { tcp } from './play';

const NS = {
  streams: 'urn:ietf:params:xml:ns:xmpp-streams',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
};

function one(xml: string) {
  const [element] = parseAll(xml);
  if (element === undefined) throw new Error(`not an element: ${xml}`);
  return element;
}

describe('stream errors (RFC 6120 §4.9.3)', () => {
  it.each([
    [`<conflict xmlns='${NS.streams}'/>`, 'conflict', null],
    [`<text xmlns='${NS.streams}'>later</text><reset xmlns='${NS.streams}'/>`, 'reset', 'later'],
    [`<see-other-host xmlns='${NS.streams}'>b.example</see-other-host>`, 'see-other-host', 'b.example'],
    [`<xml-not-well-formed xmlns='${NS.streams}'/>`, 'not-well-formed', null],
    [`<app xmlns='urn:app'/><policy-violation xmlns='${NS.streams}'/>`, 'policy-violation', null],
    [`<conflict xmlns='urn:elsewhere'/>`, 'undefined-condition', null],
    [`<brand-new xmlns='${NS.streams}'/>`, 'undefined-condition', 'brand-new'],
    ['', 'undefined-condition', null],
  ])('%s', (inner, condition, text) => {
    expect(streamErrorCause(one(`<stream:error>${inner}</stream:error>`))).toEqual({
      kind: 'stream-error',
      condition,
      text,
    });
  });
});

it('SASL failures (RFC 6120 §6.5)', () => {
  const failure = `<failure xmlns='${NS.sasl}'><account-disabled/><text>call us</text></failure>`;
  expect(saslCause(one(failure))).toEqual({ kind: 'auth', condition: 'account-disabled', text: 'call us' });
  expect(saslCause(one(`<failure xmlns='${NS.sasl}'/>`)).condition).toBe('undefined-condition');
});

it('stanza errors (RFC 6120 §8.3.3)', () => {
  const error = `<error type='cancel'><not-allowed xmlns='${NS.stanzas}'/><text xmlns='${NS.stanzas}'>no</text></error>`;
  expect(stanzaErrorCause(one(`<iq type='error'>${error}</iq>`))).toEqual({
    kind: 'stanza-error',
    condition: 'not-allowed',
    text: 'no',
  });
  expect(stanzaErrorCause(one(`<iq type='error'/>`)).condition).toBe('undefined-condition');
});

it('a wire that failed knows its phase, or the session does', () => {
  const refused = { kind: 'transport', condition: 'connection-refused', phase: 'tcp', text: null } as const;
  expect(wireFailure(refused, 'dns')).toEqual(refused);
  expect(wireFailure({ ...refused, phase: null }, 'online').phase).toBe('online');
  expect(wireFailure(null, 'sasl')).toEqual({ kind: 'transport', condition: 'closed', phase: 'sasl', text: null });
});

it('the words of a peer are bounded', () => {
  expect(boundedText(` ${'x'.repeat(1_000)}`)).toHaveLength(500);
  expect(boundedText(' \n')).toBeNull();
});

describe('PLAIN goes', () => {
  it.each([
    [tcp('none', '127.0.0.1'), false, false, true],
    [tcp('none', '127.12.0.9'), false, false, true],
    [tcp('none', '::1'), false, false, true],
    [{ kind: 'websocket', url: 'ws://localhost:5280/ws' } as const, false, false, true],
    [{ kind: 'bosh', url: 'http://[::1]:5280/http-bind' } as const, false, false, true],
    [tcp('none', 'chat.example'), false, false, false],
    [tcp('none', '127.0.0.1.evil.example'), false, false, false],
    [{ kind: 'bosh', url: 'http://localhost.evil.example/b' } as const, false, false, false],
    [tcp('tls', 'chat.example'), true, false, true],
    [tcp('none', 'chat.example'), false, true, true],
  ])('to %j, secure %s, allowed in plain words %s: %s', (address, secure, allowed, goes) => {
    expect(plainAllowed(address, secure, allowed)).toBe(goes);
  });
});
