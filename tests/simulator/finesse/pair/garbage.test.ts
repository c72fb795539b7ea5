/** Garbage on every port of a pair: each answers in its own way or hangs up, and business goes on for everybody else. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import fc from 'fast-check';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFinesseControl } from '../../../../server/simulator/finesse/control/api';
import { type Finesse, startFinesse } from '../../../../server/simulator/finesse/pair';
import { createScaledTime } from '../../../../server/simulator/finesse/scaled-time';
import { createScenarioRunner } from '../../../../server/simulator/finesse/scenario-runner';
import type { JsonApi } from '../../../../server/simulator/json-api';
import { createSystemTime } from '../../../../server/time/system-time';
import { admin, settings } from '../rest/scene';

let finesse: Finesse;
let control: JsonApi;
let client: Agent;

beforeAll(async () => {
  const time = createScaledTime(createSystemTime({ keepAlive: false }));
  finesse = await startFinesse({ world: settings, plainPorts: true }, time);
  const scenarios = createScenarioRunner(finesse.world, time);
  control = await openFinesseControl({ finesse, scenarios, time }, 0);
  client = new Agent({ connect: { ca: finesse.caPem } });
});
afterAll(async () => {
  await client.destroy();
  control.close();
  finesse.stop();
});

const portOf = (url: string | null): number => Number(new URL(url ?? '').port);

/** Every port of side A, and the control API's. */
function ports(): { name: string; port: number; tls: boolean }[] {
  const { rest, addresses } = finesse.sides.A;
  return [
    { name: 'REST', port: portOf(rest), tls: true },
    { name: 'BOSH', port: portOf(addresses.https), tls: true },
    { name: 'WebSocket', port: portOf(addresses.wss), tls: true },
    { name: 'XMPP over TLS', port: addresses.tls?.port ?? 0, tls: true },
    { name: 'plain BOSH', port: portOf(addresses.bosh), tls: false },
    { name: 'plain XMPP', port: addresses.tcp?.port ?? 0, tls: false },
    { name: 'control', port: portOf(control.url), tls: false },
  ];
}

/** Says it, hangs up after it, and waits until the other end has too. */
function throwAt({ port, tls }: { port: number; tls: boolean }, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const say = (socket: Socket): void => void socket.end(bytes);
    const socket = tls
      ? connectTls({ port, host: '127.0.0.1', ca: finesse.caPem, servername: 'localhost' }, () => say(socket))
      : connectTcp(port, '127.0.0.1', () => say(socket));
    socket.on('error', () => undefined);
    socket.resume();
    socket.once('close', () => resolve());
  });
}

async function businessGoesOn(): Promise<void> {
  for (const side of ['A', 'B'] as const) {
    const response = await fetch(`${finesse.sides[side].rest}/SystemInfo`, {
      dispatcher: client,
      headers: { authorization: admin },
    });
    expect(response.status).toBe(200);
    await response.text();
  }
  expect(finesse.bugs()).toBe(0);
}

const post = 'POST /http-bind/ HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\n';
const body = (content: string): string => `${post}Content-Length: ${content.length}\r\n\r\n${content}`;

const pieces = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 2_000 }),
  fc.string({ unit: 'binary', maxLength: 500 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom(
      'GET / HTTP/1.1\r\n\r\n',
      'PUT /finesse/api/User/1001001 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'POST /finesse/api/performance HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'POST /act HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"do":"x"',
      body('<body rid="1" xmlns="http://jabber.org/protocol/httpbind"'),
      body('<!DOCTYPE a [<!ENTITY b "c">]><body>&b;</body>'),
      'GET /ws/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: short\r\n\r\n',
      "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='else.example'>",
      `<a>${'<b>'.repeat(5_000)}`,
      'x'.repeat(300_000),
    )
    .map((text) => Buffer.from(text)),
);

test('whatever is thrown at whichever port', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(6), pieces, async (which, bytes) => {
      const port = ports()[which];
      if (port !== undefined) await throwAt(port, bytes);
    }),
    { numRuns: 150 },
  );
  await businessGoesOn();
}, 60_000);

test('plain text where TLS is spoken, and half a handshake', async () => {
  for (const { port, tls } of ports().filter((p) => p.tls)) {
    await throwAt({ port, tls: !tls }, Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    // a ClientHello that ends in the middle
    await throwAt({ port, tls: !tls }, Buffer.from('16030100ff010000fb0303', 'hex'));
  }
  await businessGoesOn();
});
