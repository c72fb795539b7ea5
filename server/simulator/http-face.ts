/** The HTTP side of a port: which path is BOSH, which is a WebSocket, and a decent answer to everything else. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate, HttpUpgrade } from './options';

export interface HttpRoutes {
  /** POST on this path. */
  bosh?: { path: string; handle: RequestListener };
  websocket?: { path: string; upgrade: HttpUpgrade };
}

export interface HttpFace {
  /** Serves a socket that a door let in. */
  serve(socket: Socket): void;
  /** For the handshakes to come. */
  setCertificate(certificate: Certificate): void;
}

/** @param certificate TLS when there is one */
export function createHttpFace(routes: HttpRoutes, certificate: Certificate | null): HttpFace {
  const secure: SecureServer | null = certificate === null ? null : createSecureServer(certificate);
  const server: Server = secure ?? createServer();
  server.keepAliveTimeout = 75_000;
  server.on('request', (req, res) => {
    const path = pathOf(req);
    const { bosh, websocket } = routes;
    if (bosh !== undefined && path === withoutSlash(bosh.path)) {
      if (req.method === 'POST') return bosh.handle(req, res);
      // XEP-0124 §20: browsers on other origins ask first
      const headers = {
        Allow: 'POST, OPTIONS',
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Headers': '*',
      };
      return void res.writeHead(req.method === 'OPTIONS' ? 204 : 405, headers).end();
    }
    const upgradeOnly = websocket !== undefined && path === withoutSlash(websocket.path);
    res.writeHead(upgradeOnly ? 426 : 404, upgradeOnly ? { Upgrade: 'websocket' } : {}).end();
  });
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (routes.websocket !== undefined && pathOf(req) === withoutSlash(routes.websocket.path))
      routes.websocket.upgrade(req, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  server.on('tlsClientError', (_error: Error, socket: Duplex) => socket.destroy());
  return {
    serve: (socket) => void server.emit('connection', socket),
    setCertificate: (next) => secure?.setSecureContext(next),
  };
}

/** Without query and closing slash. */
function pathOf(req: IncomingMessage): string {
  return withoutSlash((req.url ?? '/').split('?', 1)[0] ?? '/');
}

const withoutSlash = (path: string): string => path.replace(/(.)\/$/, '$1');
