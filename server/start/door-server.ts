/** The HTTP server of the front door, with its limits; over TLS, whoever comes without it is told the right address. */
import http, { type IncomingMessage, type RequestListener } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { limits } from './limits';
import type { TlsFiles } from './tls-files';

const options = {
  noDelay: true,
  keepAliveTimeout: 65_000,
  maxHeaderSize: limits.headerBytes,
  headersTimeout: limits.headersMs,
  requestTimeout: limits.requestMs,
  connectionsCheckingInterval: 5_000,
} as const;

export function createDoorServer(tls: TlsFiles | null, onRequest: RequestListener): http.Server | https.Server {
  const server =
    tls === null
      ? http.createServer(options, onRequest)
      : secureServer(
          https.createServer(
            { ...options, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersMs },
            onRequest,
          ),
        );
  server.maxConnections = limits.connections;
  return server;
}

/** RFC 8446 §5.1: a record of a handshake. */
const TLS_HANDSHAKE = 0x16;

/** Looks at the first byte of each connection before TLS does. */
function secureServer(server: https.Server): https.Server {
  const plain = http.createServer({ maxHeaderSize: limits.headerBytes }, sendElsewhere);
  const [openTls] = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    socket.setTimeout(limits.headersMs, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === TLS_HANDSHAKE) {
        socket.setTimeout(0);
        openTls?.call(server, socket);
      } else plain.emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  return server;
}

/** RFC 9110 §15.4.9 for what may be asked again; the rest has already gone unprotected. */
function sendElsewhere(req: IncomingMessage, res: http.ServerResponse): void {
  const { host = '' } = req.headers;
  const repeatable = req.method === 'GET' || req.method === 'HEAD';
  const address = `https://${host}${req.url ?? '/'}`;
  const location = repeatable && req.url?.startsWith('/') && URL.canParse(address) ? { location: address } : {};
  const body = 'This port speaks HTTPS: write https:// before the address.\n';
  res.writeHead('location' in location ? 308 : 400, {
    ...{ ...location, connection: 'close', 'content-type': 'text/plain; charset=utf-8' },
    'content-length': Buffer.byteLength(body),
  });
  res.end(body);
}
