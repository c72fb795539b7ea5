/** REST without TLS, as since 12.5: whoever asks is sent to HTTPS (FINESSE §1.1). */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Time } from '../../../time/time';
import { Door } from '../../door';
import type { Side } from '../model';
import type { World } from '../world/port';

export interface RedirectOptions {
  world: World;
  side: Side;
  time: Time;
  /** 0 = a free one. */
  port: number;
  /** Where HTTPS is. */
  httpsPort: number;
}

export interface Redirect {
  /** `http://127.0.0.1:<port>/finesse/api` */
  readonly url: string;
  close(): void;
}

/** Rejects when the port is taken. */
export async function openRedirect({ world, side, time, port, httpsPort }: RedirectOptions): Promise<Redirect> {
  const host = '127.0.0.1';
  const view = world.side(side);
  // a web application that is down tells nobody where to go
  const isSilent = () => !view.parts().host || world.outside().observerCut || view.rest() === 'timeout';
  const server = createServer((req, res) => {
    req.resume();
    if (!isSilent()) sendTo(`https://${nameIn(req) ?? view.host}:${httpsPort}${req.url ?? '/'}`, res);
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable && !isSilent()) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  const door = await Door.open({ host, port, time, onSocket: (socket) => void server.emit('connection', socket) });
  return {
    url: `http://${host}:${door.port}/finesse/api`,
    close() {
      door.close();
      server.close();
    },
  };
}

function sendTo(location: string, res: ServerResponse): void {
  res.writeHead(301, { Location: location, 'Content-Length': 0 }).end();
}

/** The name that the client knows this server by; null when it says none that could be one. */
function nameIn(req: IncomingMessage): string | null {
  return /^([A-Za-z0-9.-]+)(:\d+)?$/.exec(req.headers.host ?? '')?.[1] ?? null;
}
