/** What only WebSocket has: the upgrade, the subprotocol, close codes and the framing namespace. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type LoggedWire, openLogged } from '../support/wire-log';
import { doorsOf, listen } from '../support/wire-servers';

const NS = 'urn:ietf:params:xml:ns:xmpp-framing';
const OPEN = `<open xmlns='${NS}' id='s1' version='1.0'/>`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

interface Peer {
  onSocket?(socket: WebSocket, request: IncomingMessage): void;
  onRequest?(request: IncomingMessage, response: ServerResponse): void;
  subprotocol?: string | false;
}

async function talkingTo({ onSocket, onRequest, subprotocol = 'xmpp' }: Peer): Promise<LoggedWire> {
  const server = createServer(onRequest);
  if (onRequest === undefined) {
    const sockets = new WebSocketServer({ server, handleProtocols: () => subprotocol });
    sockets.on('connection', (socket, request) => {
      socket.on('error', () => {});
      socket.once('message', () => socket.send(OPEN));
      onSocket?.(socket, request);
    });
  }
  const { stop } = doorsOf(server);
  const client = openLogged({ address: { kind: 'websocket', url: `ws://127.0.0.1:${await listen(server)}/ws?x=1` } });
  cleanups.push(() => client.wire.destroy(), stop);
  return client;
}

test('asks for the path, offers the subprotocol xmpp and no compression', async () => {
  let seen: IncomingMessage | undefined;
  const client = await talkingTo({
    onSocket(_socket, request) {
      seen = request;
    },
  });
  await client.until('open');
  expect(seen?.url).toBe('/ws?x=1');
  expect(seen?.headers['sec-websocket-protocol']).toBe('xmpp');
  expect(seen?.headers['sec-websocket-extensions']).toBeUndefined();
});

test('a server that does not speak xmpp is refused', async () => {
  const client = await talkingTo({ subprotocol: false });
  await client.until('closed');
  expect(client.log.at(-1)).toBe('closed transport websocket-protocol in upgrade');
});

test.each([403, 404, 200, 502])('HTTP %i instead of the upgrade', async (status) => {
  const client = await talkingTo({
    onRequest(_request, response) {
      response.statusCode = status;
      response.end('no');
    },
  });
  await client.until('closed');
  expect(client.closes).toMatchObject([
    { kind: 'transport', condition: 'http-status', phase: 'upgrade', detail: { status } },
  ]);
});

test.each([
  [1000, 'closed'],
  [1001, 'closed'],
  [1002, 'websocket-protocol'],
  [1008, 'websocket-protocol'],
  [1009, 'too-much-data'],
  [1011, 'closed'],
])('close code %i', async (code, condition) => {
  const client = await talkingTo({ onSocket: (socket) => socket.once('message', () => socket.close(code, 'why')) });
  await client.until('closed');
  expect(client.closes).toMatchObject([{ kind: 'transport', condition, text: 'why', detail: { status: code } }]);
});

test.each([
  ['a binary message', Buffer.from('<a/>'), { binary: true }, 'transport websocket-protocol'],
  ['text that is not UTF-8', Buffer.from([0xff]), { binary: false }, 'stream-error unsupported-encoding'],
  ['two elements', '<a/><b/>', {}, 'stream-error bad-format'],
  ['half an element', '<a>', {}, 'stream-error not-well-formed'],
  ['an unknown frame', `<open2 xmlns='${NS}'/>`, {}, 'stream-error invalid-namespace'],
])('%s', async (_what, data, options, expected) => {
  const client = await talkingTo({ onSocket: (socket) => socket.once('message', () => socket.send(data, options)) });
  await client.until('closed');
  expect(client.log.at(-1)).toBe(`closed ${expected} in null`);
});

test('the peer sends us elsewhere', async () => {
  const close = `<close xmlns='${NS}' see-other-uri='wss://b.example/ws'/>`;
  const client = await talkingTo({ onSocket: (socket) => socket.once('message', () => socket.send(close)) });
  await client.until('closed');
  expect(client.closes).toMatchObject([
    { kind: 'stream-error', condition: 'see-other-host', text: 'wss://b.example/ws' },
  ]);
});

test('our close is a <close/>, answered by the peer’s, then the WebSocket closes', async () => {
  const heard: string[] = [];
  const closed = new Promise<number>((resolve) => {
    void talkingTo({
      onSocket(socket) {
        socket.on('message', (data) => {
          heard.push(String(data));
          if (heard.length === 2) socket.send(`<close xmlns='${NS}'/>`);
        });
        socket.on('close', resolve);
      },
    }).then(async (client) => {
      await client.until('open');
      client.wire.close();
      await client.until('closed by us');
    });
  });
  expect(await closed).toBe(1000);
  expect(heard.at(-1)).toBe(`<close xmlns='${NS}'/>`);
});
