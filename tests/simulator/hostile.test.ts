/** Garbage on every port of the simulator: the right error, the end of that stream, and business as usual for everyone else. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startSimulator, type TestSimulator, testUser } from '../support/simulator';
import {
  pingRequest,
  plainAuth,
  postBosh,
  type RawClient,
  rawClient,
  signIn,
  streamHeader,
} from '../support/simulator-client';

let simulator: TestSimulator;
let bystander: RawClient;
beforeAll(async () => {
  simulator = await startSimulator({ tls: true });
  bystander = await signIn(simulator, testUser, 'bystander');
});
afterAll(async () => {
  bystander.write(pingRequest('unharmed'));
  await bystander.until(/id="unharmed"/);
  expect(simulator.state()).toMatchObject({ bugs: 0, sessions: [{ jid: 'holdfast@sim.example/bystander' }] });
  simulator.stop();
});

const header = streamHeader('sim.example');

describe('TCP', () => {
  test.each<[string, string | Buffer, string]>([
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]), 'unsupported-encoding'],
    ['HTTP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n<', 'bad-format'],
    ['a DTD', '<!DOCTYPE x [<!ENTITY a "b">]>', 'restricted-xml'],
    ['another root', `<html xmlns='http://www.w3.org/1999/xhtml'>`, 'invalid-namespace'],
    ['a stream of servers', header.replace('jabber:client', 'jabber:server'), 'invalid-namespace'],
    ['an unknown host', streamHeader('else.example'), 'host-unknown'],
    ['a stream of old', header.replace(" version='1.0'>", '>'), 'unsupported-version'],
    ['a comment', `${header}<!-- hello -->`, 'restricted-xml'],
    ['a stanza before signing in', `${header}<message to='a@b'/>`, 'not-authorized'],
    ['something unknown', `${header}<hello xmlns='a:b'/>`, 'unsupported-stanza-type'],
    ['tags that cross', `${header}<a><b></a></b>`, 'not-well-formed'],
    ['text between stanzas', `${header}hello<a/>`, 'bad-format'],
    ['a stanza without end', `${header}<a>${'x'.repeat(2_000_000)}</a>`, 'policy-violation'],
  ])('%s', async (_what, bytes, condition) => {
    const client = rawClient(simulator.addresses.tcp);
    client.write(bytes);
    expect(await client.closed).toMatch(new RegExp(`<stream:stream .*<stream:error.*<${condition} .*</stream:stream>`));
  });

  test('a stanza between signing in and binding', async () => {
    const client = rawClient(simulator.addresses.tcp);
    client.write(header);
    await client.until(/<\/stream:features>/);
    client.write(plainAuth(testUser.username, testUser.password));
    await client.until(/<success/);
    client.write(`${header}<message to='holdfast@sim.example'/>`);
    expect(await client.closed).toContain('<not-authorized ');
  });

  test('speaking for somebody else', async () => {
    const client = await signIn(simulator, testUser, 'liar');
    client.write(`<message from='other@sim.example' to='holdfast@sim.example'/>`);
    expect(await client.closed).toContain('<invalid-from ');
  });

  test('five wrong passwords in a row', async () => {
    const client = rawClient(simulator.addresses.tcp);
    client.write(header);
    for (let n = 0; n < 5; n++) client.write(plainAuth('holdfast', 'guess'));
    const said = await client.closed;
    expect(said.match(/<not-authorized\/>/g)).toHaveLength(5);
    expect(said).toContain('<policy-violation ');
  });

  test('plain text on the TLS port', async () => {
    const { tls } = simulator.addresses;
    if (tls === null) throw new Error('no TLS port');
    const client = rawClient(tls);
    client.write(header);
    expect(await client.closed).not.toContain('stream');
  });
});

describe('WebSocket', () => {
  /** What the server says until it closes, and the code of the close. */
  function talk(messages: (string | Buffer)[], protocol: string[] = ['xmpp']): Promise<string> {
    return new Promise((resolve) => {
      const ws = new WebSocket(simulator.addresses.websocket, protocol);
      let heard = '';
      ws.on('open', () => {
        for (const message of messages) ws.send(message);
      });
      ws.on('message', (data) => {
        heard += String(data);
      });
      ws.on('error', (error) => {
        heard += error.message;
      });
      ws.on('close', (code) => resolve(`${heard} ${code}`));
    });
  }
  const open = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='sim.example' version='1.0'/>`;

  test.each<[string, (string | Buffer)[], RegExp]>([
    ['binary frames', [Buffer.from([1, 2, 3])], /^ 1003$/],
    ['broken XML', [open, '<a><b></a>'], /<not-well-formed .*<close .* 1000$/],
    ['a TCP header', [header], /<not-well-formed .* 1000$/],
    ['two elements in one message', [open, '<a/><b/>'], /<bad-format .* 1000$/],
    ['a stanza before the stream', [`<message xmlns='jabber:client'/>`], /<open .*<bad-format .* 1000$/],
    ['a DTD', [open, '<!DOCTYPE x><x/>'], /<restricted-xml .* 1000$/],
    ['2 MB', [open, `<a>${'x'.repeat(2_000_000)}</a>`], /<policy-violation .* 1000$/],
    ['8 MB', [open, `<a>${'x'.repeat(8_000_000)}</a>`], /100[0-9]$/],
  ])('%s', async (_what, messages, expected) => {
    expect(await talk(messages)).toMatch(expected);
  });

  test('without the subprotocol there is no stream', async () => {
    expect(await talk([], [])).toContain('400');
  });
});

describe('BOSH and HTTP', () => {
  const bosh = (): string => simulator.addresses.bosh;

  test.each<[string, () => Promise<Response>, number]>([
    ['GET', () => fetch(bosh()), 405],
    ['another path', () => fetch(`${bosh()}/else`), 404],
    ['no XML', () => fetch(bosh(), { method: 'POST', body: 'rid=1' }), 400],
    ['another element', () => fetch(bosh(), { method: 'POST', body: '<a/>' }), 400],
    [
      'no rid',
      () => fetch(bosh(), { method: 'POST', body: `<body xmlns='http://jabber.org/protocol/httpbind'/>` }),
      400,
    ],
    ['3 MB', () => fetch(bosh(), { method: 'POST', body: 'x'.repeat(3_000_000) }), 413],
    ['HTTP without an upgrade', () => fetch(simulator.addresses.websocket.replace('ws:', 'http:')), 426],
  ])('%s', async (_what, ask, status) => {
    expect((await ask()).status).toBe(status);
  });

  test('after garbage the next body is read as if nothing had been', async () => {
    await fetch(bosh(), { method: 'POST', body: '<<<' });
    expect((await postBosh(bosh(), `rid='1' to='sim.example' xmpp:version='1.0'`)).body).toContain('sid=');
  });

  test('bytes that are not HTTP', async () => {
    const client = rawClient({ host: '127.0.0.1', port: Number(new URL(bosh()).port) });
    client.write('\x16\x03\x01 hello\r\n\r\n');
    expect(await client.closed).toContain('400');
  });
});

test('random bytes and random XML, on every port', async () => {
  const xml = fc.constantFrom(
    '<',
    '>',
    '/',
    'stream:stream',
    `xmlns='jabber:client'`,
    '<iq ',
    '<auth',
    ' ',
    '&amp;',
    '&x;',
    'é',
    ']]>',
  );
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc.array(xml, { maxLength: 40 }).map((parts) => Buffer.from(header + parts.join(''))),
  );
  const ports = (): number[] => {
    const { tcp, websocket, bosh, tls, wss, https } = simulator.addresses;
    const urls = [websocket, bosh, wss, https].flatMap((url) => (url === null ? [] : [Number(new URL(url).port)]));
    return [tcp.port, tls?.port ?? tcp.port, ...urls];
  };
  await fc.assert(
    fc.asyncProperty(fc.array(noise, { minLength: 6, maxLength: 6 }), async (garbage) => {
      const clients = ports().map((port) => rawClient({ host: '127.0.0.1', port }));
      for (const [i, client] of clients.entries()) client.socket.end(garbage[i] ?? Buffer.alloc(0));
      await Promise.all(clients.map((client) => client.closed));
    }),
    { numRuns: 40 },
  );
  expect(simulator.state().bugs).toBe(0);
});
