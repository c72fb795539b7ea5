/** REST over HTTPS as one of the two servers gives it: what hangs, what is late, and what is no HTTP at all. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Time } from '../../../time/time';
import { Door } from '../../door';
import type { Certificate } from '../../options';
import type { Side } from '../model';
import type { SideView, World } from '../world/port';
import type { Tokens } from './access';
import { readBody } from './body';
import { errors, type Reply } from './reply';
import { readRequestId, readTarget } from './request';
import { answer, defaultDetailsPath, type RestContext } from './routes';

export interface RestOptions {
  world: World;
  side: Side;
  time: Time;
  tokens: Tokens;
  certificate: Certificate;
  /** Loopback unless told otherwise. */
  host?: string;
  /** 0 = a free one. */
  port?: number;
  /** Serves `/ws/` on this port too, as from 12.6 on: FINESSE §5. It goes on when Tomcat is down. */
  upgrade?: ((req: IncomingMessage, socket: Duplex, head: Buffer) => void) | null;
  connectedUserDetailsPath?: string;
}

export interface RestServer {
  /** `https://127.0.0.1:<port>/finesse/api` */
  readonly url: string;
  readonly port: number;
  /** New TLS handshakes meet this one. */
  setCertificate(certificate: Certificate): void;
  /** Calls back once, when the next request is here and nobody has answered it. */
  onceAsked(listener: () => void): void;
  /** Errors of the simulator itself: none, one hopes. */
  bugs(): number;
  close(): void;
}

/** Slow senders are cut off after this. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Rejects when the port is taken. It follows the world by itself. */
export async function openRest(options: RestOptions): Promise<RestServer> {
  const { host = '127.0.0.1', port = 0, certificate, time } = options;
  const server = createServer({
    ...certificate,
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
  });
  const onSocket = (socket: Socket): void => void server.emit('connection', socket);
  const door = await Door.open({ host, port, onSocket, time });
  return new RunningRest(options, server, door);
}

class RunningRest implements RestServer {
  private readonly view: SideView;
  private readonly context: RestContext;
  private readonly idleOrWaiting = new Set<Duplex>();
  private readonly unsubscribe: () => void;
  private wasUp: boolean;
  private faults = 0;
  private asked: (() => void)[] = [];

  constructor(
    private readonly options: RestOptions,
    private readonly server: Server,
    private readonly door: Door,
  ) {
    const { world, side, tokens, time, connectedUserDetailsPath = defaultDetailsPath } = options;
    this.view = world.side(side);
    this.context = { world, side, tokens, now: () => time.now(), connectedUserDetailsPath };
    this.wasUp = this.isUp();
    this.listen();
    this.follow();
    this.unsubscribe = world.subscribe((event) => {
      if (event.type === 'part-changed' && event.side !== side) return;
      if (event.type === 'part-changed' || event.type === 'outside-changed') this.follow();
    });
  }

  get port(): number {
    return this.door.port;
  }

  get url(): string {
    return `https://${this.options.host ?? '127.0.0.1'}:${this.port}/finesse/api`;
  }

  setCertificate(certificate: Certificate): void {
    this.server.setSecureContext(certificate);
  }

  onceAsked(listener: () => void): void {
    this.asked.push(listener);
  }

  bugs(): number {
    return this.faults;
  }

  close(): void {
    this.unsubscribe();
    this.door.close();
    this.server.close();
  }

  private listen(): void {
    const { server } = this;
    server.on('secureConnection', (socket) => {
      this.idleOrWaiting.add(socket);
      socket.once('close', () => this.idleOrWaiting.delete(socket));
    });
    server.on('request', (req, res) => void this.serve(req, res));
    server.on('upgrade', (req, socket, head) => this.upgrade(req, socket, head));
    server.on('clientError', (error, socket) => this.refuseGarbage(error, socket));
    server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  private isUp(): boolean {
    const { host, tomcat } = this.view.parts();
    return host && tomcat;
  }

  /** Nobody is let in while the host is down or we are cut off; a web application that stopped leaves no connection behind. */
  private follow(): void {
    const silent = this.isCutOff();
    const up = this.isUp();
    if (up !== this.wasUp && !this.options.world.outside().observerCut && this.view.parts().host) this.resetAll();
    this.wasUp = up;
    this.door.hold(silent);
  }

  private isCutOff(): boolean {
    return !this.view.parts().host || this.options.world.outside().observerCut;
  }

  private resetAll(): void {
    for (const socket of this.idleOrWaiting) socket.destroy();
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    res.on('error', () => res.destroy());
    const body = await readBody(req);
    if (body.kind === 'gone') return;
    for (const listener of this.asked.splice(0)) queueMicrotask(listener);
    // never answered: the client waits until its own time-out
    if (this.isCutOff() || this.view.rest() === 'timeout') return;
    const reply = body.kind === 'too-large' ? errors.tooLarge() : this.reply(req, body.text);
    const send = (): void => {
      if (!this.isCutOff() && this.view.rest() !== 'timeout') write(res, reply, body.kind === 'too-large');
    };
    const delayMs = this.view.restDelayMs();
    if (delayMs > 0) this.options.time.after(delayMs, send);
    else send();
  }

  private reply(req: IncomingMessage, body: string): Reply {
    const target = readTarget(req.url ?? '/');
    if (target === null) return errors.malformed('The request is malformed or incomplete');
    try {
      return answer(this.context, {
        ...target,
        method: req.method ?? '',
        authorization: req.headers.authorization ?? null,
        requestId: readRequestId(req.headers.requestid),
        contentType: req.headers['content-type'] ?? '',
        body,
      });
    } catch {
      this.faults += 1;
      return errors.failing();
    }
  }

  private upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    this.idleOrWaiting.delete(socket);
    const { upgrade = null } = this.options;
    if (upgrade !== null && /^\/ws\/?(\?|$)/.test(req.url ?? '')) upgrade(req, socket, head);
    else if (!this.isCutOff()) socket.end(rawReply(errors.notFound(req.url ?? '/')));
  }

  private refuseGarbage(error: NodeJS.ErrnoException, socket: Duplex): void {
    if (!socket.writable || this.isCutOff()) return void socket.destroy();
    const reply = errors.malformed('The request is malformed or incomplete');
    socket.end(rawReply(error.code === 'HPE_HEADER_OVERFLOW' ? { ...reply, status: 431 } : reply));
  }
}

function write(res: ServerResponse, { status, body, contentType, headers }: Reply, last: boolean): void {
  if (res.destroyed) return;
  res.writeHead(status, {
    'Content-Type': `${contentType};charset=UTF-8`,
    'Cache-Control': 'no-cache, no-store, must-revalidate',
    'Content-Length': Buffer.byteLength(body),
    ...(last ? { Connection: 'close' } : {}),
    ...headers,
  });
  res.end(body);
}

/** Where HTTP has no answer of its own to offer. */
function rawReply({ status, body, contentType }: Reply): string {
  const words: Record<number, string> = {
    400: 'Bad Request',
    404: 'Not Found',
    431: 'Request Header Fields Too Large',
  };
  const head = `HTTP/1.1 ${status} ${words[status] ?? 'Error'}\r\nConnection: close\r\nContent-Type: ${contentType}`;
  return `${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
