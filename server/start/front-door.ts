/** The one public port: a plain pipe in front of worker and dashboard, which may come and go behind it. */
import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Believes, createBelief } from './believed';
import { protectiveHeaders } from './content-policy';
import { createDoorServer } from './door-server';
import { type Arrival, outerProtocol } from './headers';
import { bodyLimitOf, isApi, refusalOf, refusalOfCode, refusals, withAllow } from './limits';
import { pipeRequest, pipeUpgrade, type Upstream } from './pipe';
import { destinationOf, innerPath } from './routing';
import type { TlsFiles } from './tls-files';
import { type Answer, aliveAnswer, waitingAnswer } from './waiting-page';

export interface FrontDoorOptions {
  basePath: string;
  workerUrl: string;
  /** `http://127.0.0.1:port`, or null while the dashboard is starting. */
  dashboardUrl: () => string | null;
  /** Reverse proxies that are believed, as in `Env`. */
  trustProxy: readonly string[];
  /** null: HTTP. */
  tls: TlsFiles | null;
  development: boolean;
}

export interface FrontDoor {
  /** Resolves with the port; rejects with the system's error, e.g. `EADDRINUSE`. */
  listen(port: number, host: string): Promise<number>;
  /** New connections get this certificate. */
  renew(tls: TlsFiles): void;
  /** Takes no new connections and ends those that wait for their next request; the others go on. */
  closeToNew(): void;
  /** Ends what is still open. */
  destroy(): void;
}

export function createFrontDoor(options: FrontDoorOptions): FrontDoor {
  const { basePath, workerUrl, dashboardUrl, development } = options;
  const believes = createBelief(options.trustProxy);
  const agents = {
    worker: new http.Agent({ keepAlive: true, maxSockets: 512, noDelay: true }),
    dashboard: new http.Agent({ keepAlive: true, maxSockets: 512, noDelay: true }),
  };
  const upgraded = new Set<Duplex>();

  /** `origin` null: it is starting. */
  function wayOf(req: IncomingMessage, upgrade: string | null) {
    const url = req.url ?? '/';
    const { to, path } = destinationOf(url, basePath);
    const origin = to === 'worker' ? workerUrl : dashboardUrl();
    const nonce = to === 'dashboard' ? randomBytes(16).toString('base64') : null;
    const arrival: Arrival = {
      ...arrivalOf(req, believes),
      withoutCookies: to === 'worker',
      upgrade,
      nonce,
      development,
    };
    const protocol = outerProtocol(req.headers, arrival);
    const departure = { nonce, protocol, path: innerPath(url, basePath), development };
    const upstream: Upstream | null = origin === null ? null : { origin, path, agent: agents[to], arrival, departure };
    return { to, upstream, departure };
  }

  function onRequest(req: IncomingMessage, res: ServerResponse): void {
    const { to, upstream, departure } = wayOf(req, null);
    res.on('error', () => res.destroy());
    const answer = (what: Answer) => {
      req.resume();
      const body = Buffer.from(what.body);
      const headers = { ...protectiveHeaders({ ...departure, contentType: null }), ...what.headers };
      res.writeHead(what.status, { ...headers, 'content-length': body.length }).end(req.method === 'HEAD' ? '' : body);
    };
    const { path } = departure;
    const unreachable = () => answer(waitingAnswer(to, req.headers.accept));
    const tooLarge = () => answer(refusals.largeBody);
    const methodRefused =
      to === 'dashboard' && isApi(path)
        ? (allowed: string | null) => answer(allowed === null ? refusals.method : withAllow(refusals.method, allowed))
        : null;
    const refusal = refusalOf({
      method: req.method ?? 'GET',
      url: req.url ?? '/',
      contentLength: req.headers['content-length'],
      path,
    });
    const own = refusal ?? (path === '/healthz' ? aliveAnswer : null);
    if (own !== null) answer(own);
    else if (upstream === null) unreachable();
    else pipeRequest(req, res, upstream, { unreachable, tooLarge, methodRefused, maxBodyBytes: bodyLimitOf(path) });
  }

  function onUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    if (socket instanceof Socket) tuneForLongLife(socket);
    const { to, upstream } = wayOf(req, req.headers.upgrade ?? 'websocket');
    const wait = () => socket.end(raw(waitingAnswer(to, undefined)));
    if (upstream === null) wait();
    else pipeUpgrade(req, socket, head, upstream, wait);
  }

  const server = createDoorServer(options.tls, onRequest);
  server.on('upgrade', onUpgrade);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable) socket.end(raw(refusalOfCode(error.code)));
    else socket.destroy();
  });

  return {
    listen: (port, host) => listen(server, port, host),
    renew(tls) {
      if ('setSecureContext' in server) server.setSecureContext(tls);
    },
    closeToNew() {
      server.close();
      server.closeIdleConnections();
    },
    destroy() {
      for (const socket of upgraded) socket.destroy();
      server.closeAllConnections();
      agents.worker.destroy();
      agents.dashboard.destroy();
    },
  };
}

function arrivalOf(req: IncomingMessage, believes: Believes) {
  const encrypted = 'encrypted' in req.socket && req.socket.encrypted === true;
  const protocol: Arrival['protocol'] = encrypted ? 'https' : 'http';
  return { remoteAddress: req.socket.remoteAddress ?? '', protocol, believes, path: req.url ?? '/' };
}

function listen(server: http.Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** A browser that vanished is noticed by the system, not by a timer of ours. */
function tuneForLongLife(socket: Socket): void {
  socket.setTimeout(0);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 30_000);
}

function raw({ status, headers, body }: Answer): string {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' });
  const head = `HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}`;
  return `${head}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
