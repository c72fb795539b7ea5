/** What the front door refuses, and how: more than it takes, slower than it waits, and HTTP where it speaks TLS. */
import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createFrontDoor, type FrontDoor } from '../../server/start/front-door';
import { bodyLimitOf, limits } from '../../server/start/limits';
import { createAuthority } from '../support/certificates';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const end of cleanUp.splice(0).reverse()) end();
});

const authority = createAuthority();
const issued = () => {
  const { cert, key, pin } = authority.issue({ names: ['127.0.0.1'] });
  return { tls: { cert: Buffer.from(cert), key: Buffer.from(key) }, pin };
};

async function open(
  tls: { cert: Buffer; key: Buffer } | null = null,
): Promise<{ port: number; door: FrontDoor; seen: string[] }> {
  const seen: string[] = [];
  const dashboard = http.createServer(((req, res) => {
    seen.push(`${req.method} ${req.url}`);
    if (req.method === 'PUT') res.statusCode = 405;
    if (req.method === 'OPTIONS') res.setHeader('allow', 'GET, HEAD');
    req.resume().on('end', () => res.end(String(req.headers['x-forwarded-proto'])));
  }) satisfies RequestListener);
  dashboard.listen(0, '127.0.0.1');
  await once(dashboard, 'listening');
  const address = dashboard.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const door = createFrontDoor({
    ...{ basePath: '/base', workerUrl: 'http://127.0.0.1:1', dashboardUrl: () => `http://127.0.0.1:${port}` },
    ...{ trustProxy: [], tls, development: false },
  });
  cleanUp.push(() => {
    door.closeToNew();
    door.destroy();
    dashboard.close();
    dashboard.closeAllConnections();
  });
  return { port: await door.listen(0, '127.0.0.1'), door, seen };
}

/** Everything that comes back for these bytes. */
async function said(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('too much', () => {
  const status = async (port: number, path: string, init: RequestInit) => {
    const res = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return [res.status, res.headers.get('content-type'), res.headers.get('x-content-type-options')];
  };
  const refused = (code: number) => [code, 'application/problem+json', 'nosniff'];

  it('a body that says that it is too large never reaches the dashboard; an imported configuration may be larger', async () => {
    const { port, seen } = await open();
    const large = { method: 'POST', body: 'x'.repeat(limits.bodyBytes + 1) };
    expect(await status(port, '/base/api/v1/commands', large)).toEqual(refused(413));
    expect(seen).toEqual([]);
    expect((await status(port, '/base/api/v1/configuration/import', large))[0]).toBe(200);
    const larger = { method: 'POST', body: 'x'.repeat(limits.importBytes + 1) };
    expect(await status(port, '/base/api/v1/configuration/import', larger)).toEqual(refused(413));
    expect(bodyLimitOf('/api/v1/configurations')).toBe(limits.bodyBytes);
  });

  it('a body that does not say is counted', async () => {
    const { port } = await open();
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await said(
      port,
      `POST /api/v1/commands HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('methods that nothing here has', async () => {
    const { port, seen } = await open();
    expect(await said(port, 'TRACE / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 405 /);
    expect(seen).toEqual([]);
  });

  it('addresses and headers', async () => {
    const { port, seen } = await open();
    expect(await status(port, `/${'x'.repeat(limits.urlBytes)}`, {})).toEqual(refused(414));
    const answer = await said(port, `GET / HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(limits.headerBytes)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 [\s\S]*application\/problem\+json/);
    expect(seen).toEqual([]);
  });
});

describe('programs are told as problems', () => {
  const told = async (port: number, path: string, method = 'GET') => {
    const res = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return [res.status, res.headers.get('content-type')];
  };

  it('what is no address, and which methods are not taken', async () => {
    const { port, seen } = await open();
    expect(await told(port, '/base/api/v1/incidents/%zz')).toEqual([400, 'application/problem+json']);
    expect(seen).toEqual([]);
    expect(await told(port, '/base/api/v1/incidents', 'PUT')).toEqual([405, 'application/problem+json']);
    const refused = await fetch(`http://127.0.0.1:${port}/base/api/v1/incidents`, { method: 'PUT' });
    expect(refused.headers.get('allow')).toBe('GET, HEAD');
    // What a page says is the page's.
    expect(await told(port, '/base/incidents', 'PUT')).toEqual([405, null]);
  });
});

it('says that it is alive, whatever is behind it', async () => {
  const { port, seen } = await open();
  expect(await (await fetch(`http://127.0.0.1:${port}/base/healthz`)).json()).toEqual({ status: 'alive' });
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect(seen).toEqual([]);
});

describe('TLS', () => {
  const get = async (port: number) => {
    const [res] = await once(https.get({ port, host: '127.0.0.1', ca: authority.ca, agent: false }), 'response');
    const { fingerprint256 } = res.socket.getPeerCertificate();
    return { body: await text(res), hsts: res.headers['strict-transport-security'], fingerprint256 };
  };

  it('is spoken with the given certificate, said to the dashboard, and insisted on; a new certificate needs no restart', async () => {
    const { port, door } = await open(issued().tls);
    const first = await get(port);
    expect([first.body, first.hsts]).toEqual(['https', 'max-age=31536000']);
    door.renew(issued().tls);
    expect((await get(port)).fingerprint256).not.toBe(first.fingerprint256);
  });

  it('whoever comes by HTTP is sent to the same address by HTTPS; what was to change something is refused', async () => {
    const { port, seen } = await open(issued().tls);
    const answer = await said(port, 'GET /base/agents?q=1 HTTP/1.1\r\nHost: hold.example:8443\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 308 [\s\S]*location: https:\/\/hold\.example:8443\/base\/agents\?q=1\r\n/i);
    expect(await said(port, 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    const odd = await said(port, 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n');
    expect(odd).not.toMatch(/location/i);
    expect(seen).toEqual([]);
  });
});
