/** The front door on real sockets: what passes, what is changed, and what happens when either side breaks off. */
import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createFrontDoor, type FrontDoor } from '../../server/start/front-door';

const HOST = '127.0.0.1';
const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const end of cleanUp.splice(0).reverse()) end();
});

async function serve(handler: RequestListener): Promise<{ url: string; server: Server }> {
  const server = http.createServer(handler);
  server.listen(0, HOST);
  await once(server, 'listening');
  cleanUp.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { url: `http://${HOST}:${typeof address === 'object' ? address?.port : 0}`, server };
}

async function open(options: {
  worker?: string;
  dashboard?: string | null;
  tls?: { cert: Buffer; key: Buffer };
}): Promise<{ url: string; port: number; door: FrontDoor }> {
  const door = createFrontDoor({
    basePath: '',
    workerUrl: options.worker ?? 'http://127.0.0.1:1',
    dashboardUrl: () => options.dashboard ?? null,
    trustProxy: ['loopback'],
    tls: options.tls ?? null,
    development: false,
  });
  const port = await door.listen(0, HOST);
  cleanUp.push(() => {
    door.closeToNew();
    door.destroy();
  });
  return { url: `http://${HOST}:${port}`, port, door };
}

/** Nothing changes over so many turns of the event loop that nothing will. */
async function standsStill(value: () => number): Promise<void> {
  let before = -1;
  for (let calm = 0; calm < 500; calm = value() === before ? calm + 1 : 0) {
    before = value();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const echo: RequestListener = async (req, res) => {
  const body = await text(req);
  res.setHeader('set-cookie', ['a=1', 'b=2']);
  res.writeHead(207, 'Quite Fine', { 'content-type': 'application/json' });
  res.end(JSON.stringify({ method: req.method, url: req.url, headers: req.headers, body }));
};

describe('requests', () => {
  it('reach the dashboard and come back as they are', async () => {
    const { url } = await open({ dashboard: (await serve(echo)).url });
    const res = await fetch(`${url}/a%20b?c=d`, { method: 'POST', body: 'hello', headers: { cookie: 'session=1' } });
    expect([res.status, res.statusText, res.headers.getSetCookie()]).toEqual([207, 'Quite Fine', ['a=1', 'b=2']]);
    const seen = await res.json();
    expect(seen).toMatchObject({ method: 'POST', url: '/a%20b?c=d', body: 'hello' });
    expect(seen.headers).toMatchObject({
      cookie: 'session=1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(url).host,
    });
  });

  it('reach the worker below /live, without cookies', async () => {
    const { url } = await open({ worker: (await serve(echo)).url });
    const seen = await (await fetch(`${url}/live/?EIO=4`, { headers: { cookie: 'session=1' } })).json();
    expect(seen.url).toBe('/live/?EIO=4');
    expect(seen.headers).not.toHaveProperty('cookie');
  });

  it('survive a connection that the process closed while it rested', async () => {
    const dashboard = await serve((_, res) => res.end('fine'));
    const { url } = await open({ dashboard: dashboard.url });
    for (let i = 0; i < 3; i++) {
      expect(await (await fetch(url)).text()).toBe('fine');
      dashboard.server.closeAllConnections();
    }
  });

  it('are not read faster than the reader takes them', async () => {
    const chunk = Buffer.alloc(1 << 20);
    let sent = 0;
    const dashboard = await serve((_, res) => {
      const fill = () => {
        if (sent === 64) return res.end();
        sent++;
        res.write(chunk);
        return res.once('drain', fill);
      };
      fill();
    });
    const { url } = await open({ dashboard: dashboard.url });
    const [res]: IncomingMessage[] = await once(http.get(url), 'response');
    await standsStill(() => sent);
    expect(sent).toBeLessThan(40);
    let received = 0;
    for await (const part of res as IncomingMessage) received += part.length;
    expect(received).toBeGreaterThanOrEqual(64 << 20);
  });

  it('that the browser breaks off end behind the door too', async () => {
    let gone: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const dashboard = await serve((_, res) => {
      res.on('close', gone);
      res.write('first');
    });
    const { url } = await open({ dashboard: dashboard.url });
    const request = http.get(url);
    const [res]: IncomingMessage[] = await once(request, 'response');
    await once(res as IncomingMessage, 'data');
    request.destroy();
    await ended;
  });

  it('that break off behind the door do not look complete', async () => {
    const dashboard = await serve((req, res) => {
      res.write('half');
      setImmediate(() => req.socket.destroy());
    });
    const { url } = await open({ dashboard: dashboard.url });
    await expect(fetch(url).then((res) => res.text())).rejects.toThrow();
  });
});

describe('while a process is starting', () => {
  it('people see a page that opens by itself, programs see JSON', async () => {
    const { url } = await open({});
    const page = await fetch(url, { headers: { accept: 'text/html,*/*' } });
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await page.text()).toContain('Holdfast is starting');
    const api = await fetch(`${url}/api/health`);
    expect([api.status, await api.json()]).toEqual([503, { status: 'starting', waitingFor: 'dashboard' }]);
    const live = await fetch(`${url}/live/`);
    expect([live.status, await live.json()]).toEqual([503, { status: 'starting', waitingFor: 'worker' }]);
  });

  it('a WebSocket is told to come again', async () => {
    const { port } = await open({});
    const socket = new WebSocket(`ws://${HOST}:${port}/live/`);
    const [, answer]: [unknown, IncomingMessage] = (await once(socket, 'unexpected-response')) as [
      unknown,
      IncomingMessage,
    ];
    expect(answer.statusCode).toBe(503);
  });
});

describe('WebSockets', () => {
  async function webSocketWorker() {
    const worker = await serve((_, res) => res.end());
    const sockets = new WebSocketServer({
      server: worker.server,
      verifyClient: ({ req }: { req: IncomingMessage }) => req.url !== '/live/no',
    });
    return { worker, sockets };
  }

  it('pass to the worker in both directions, without cookies', async () => {
    const { worker, sockets } = await webSocketWorker();
    sockets.on('connection', (socket, req) => {
      socket.send(JSON.stringify(req.headers.cookie ?? 'no cookie'));
      socket.on('message', (data) => socket.send(`you said ${data}`));
    });
    const { port } = await open({ worker: worker.url });
    const socket = new WebSocket(`ws://${HOST}:${port}/live/`, { headers: { cookie: 'session=1' } });
    const heard: string[] = [];
    const both = new Promise<void>((resolve) => {
      socket.on('message', (data) => heard.push(String(data)) === 2 && resolve());
    });
    await once(socket, 'open');
    socket.send('x'.repeat(100_000));
    await both;
    expect(heard).toEqual(['"no cookie"', `you said ${'x'.repeat(100_000)}`]);
    socket.terminate();
  });

  it('end on both sides, whichever ends', async () => {
    const { worker, sockets } = await webSocketWorker();
    const { port } = await open({ worker: worker.url });
    const first = new WebSocket(`ws://${HOST}:${port}/live/`);
    const [inner] = await once(sockets, 'connection');
    await once(first, 'open');
    first.terminate();
    await once(inner, 'close');

    const second = new WebSocket(`ws://${HOST}:${port}/live/`);
    const [inner2] = await once(sockets, 'connection');
    await once(second, 'open');
    inner2.terminate();
    await once(second, 'close');
  });

  it('that the worker refuses are refused with its own words', async () => {
    const { worker } = await webSocketWorker();
    const { port } = await open({ worker: worker.url });
    const socket = new WebSocket(`ws://${HOST}:${port}/live/no`);
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(answer.statusCode).toBe(401);
  });
});

it('answers nonsense with 400 and goes on', async () => {
  const { url, port } = await open({ dashboard: (await serve((_, res) => res.end('fine'))).url });
  const socket = connect(port, HOST);
  socket.end('GET / HTTP/1.1\r\nbroken header\r\n\r\n');
  expect(await text(socket)).toContain('400 Bad Request');
  expect(await (await fetch(url)).text()).toBe('fine');
});
