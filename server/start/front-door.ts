/** The one public port: a plain pipe in front of worker and dashboard, which may come and go behind it. */
import http, { type IncomingMessage } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeRequest, pipeUpgrade, type Upstream } from './pipe';
import { type Destination, destinationOf } from './routing';
import { type Answer, waitingAnswer } from './waiting-page';

export interface FrontDoorOptions {
  basePath: string;
  workerUrl: string;
  /** `http://127.0.0.1:port`, or null while the dashboard is starting. */
  dashboardUrl: () => string | null;
}

export interface FrontDoor {
  /** Resolves with the port; rejects with the system's error, e.g. `EADDRINUSE`. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new connections and ends those that wait for their next request; the others go on. */
  closeToNew(): void;
  /** Ends what is still open. */
  destroy(): void;
}

export function createFrontDoor({ basePath, workerUrl, dashboardUrl }: FrontDoorOptions): FrontDoor {
  const agents = {
    worker: new http.Agent({ keepAlive: true, maxSockets: 512, noDelay: true }),
    dashboard: new http.Agent({ keepAlive: true, maxSockets: 512, noDelay: true }),
  };
  const upgraded = new Set<Duplex>();

  function upstreamOf({ to, path }: Destination): Upstream | null {
    const origin = to === 'worker' ? workerUrl : dashboardUrl();
    return origin === null ? null : { origin, path, agent: agents[to], withoutCookies: to === 'worker' };
  }

  const server = http.createServer({ noDelay: true, keepAliveTimeout: 65_000 }, (req, res) => {
    const destination = destinationOf(req.url ?? '/', basePath);
    const upstream = upstreamOf(destination);
    const wait = () => {
      const { status, headers, body } = waitingAnswer(destination.to, req.headers.accept);
      req.resume();
      res
        .writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
        .end(req.method === 'HEAD' ? '' : body);
    };
    res.on('error', () => res.destroy());
    if (upstream === null) wait();
    else pipeRequest(req, res, upstream, wait);
  });

  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    if (socket instanceof Socket) tuneForLongLife(socket);
    const destination = destinationOf(req.url ?? '/', basePath);
    const upstream = upstreamOf(destination);
    const wait = () => socket.end(raw(waitingAnswer(destination.to, undefined)));
    if (upstream === null) wait();
    else pipeUpgrade(req, socket, head, upstream, wait);
  });

  server.on('clientError', (_, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });

  return {
    listen: (port, host) => listen(server, port, host),
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
  return `HTTP/1.1 ${status} Service Unavailable\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
