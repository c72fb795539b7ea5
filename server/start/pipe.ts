/** Carries one request, or one upgraded connection, to the process behind the front door and back, without keeping any of it. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Arrival, type Departure, requestHeaders, responseHeaders } from './headers';

export interface Upstream {
  /** `http://host:port` */
  origin: string;
  path: string;
  agent: http.Agent;
  arrival: Arrival;
  departure: Departure;
}

export interface Otherwise {
  /** Nothing has been answered yet and the process is not there: the caller answers. */
  unreachable(): void;
  /** Likewise, when more came than `maxBodyBytes`. */
  tooLarge(): void;
  /** Likewise, when the process answered 405, without a word more, with the methods that it takes; null: that is passed on. */
  methodRefused: ((allowed: string | null) => void) | null;
  maxBodyBytes: number;
}

const KEEP_ALIVE_PROBE_MS = 30_000;

/**
 * Either side's breaking off ends the other; each side reads no faster than the other writes.
 */
export function pipeRequest(req: IncomingMessage, res: ServerResponse, upstream: Upstream, otherwise: Otherwise): void {
  const { origin, path, agent, arrival, departure } = upstream;
  const outgoing = http.request(new URL(origin), {
    agent,
    method: req.method ?? 'GET',
    path,
    headers: requestHeaders(req.headers, arrival),
    setHost: false,
  });
  let refused = false;
  outgoing.on('response', (answer) => {
    if (answer.statusCode === 405 && otherwise.methodRefused !== null) {
      answer.resume();
      const { methodRefused } = otherwise;
      // Something else may have been answered in the meantime.
      return askForMethods(upstream, (allowed) => {
        if (!res.headersSent && !res.destroyed) methodRefused(allowed);
      });
    }
    res.writeHead(answer.statusCode ?? 502, answer.statusMessage, responseHeaders(answer.rawHeaders, departure));
    // A stream that has said nothing yet (events) must still show its headers.
    res.flushHeaders();
    answer.on('error', () => res.destroy());
    answer.pipe(res);
  });
  outgoing.on('error', () => {
    if (refused) return;
    if (res.headersSent || res.destroyed) res.destroy();
    else if (mayRepeat(req) && outgoing.reusedSocket) pipeRequest(req, res, upstream, otherwise);
    else otherwise.unreachable();
  });
  res.on('close', () => {
    if (!res.writableFinished) outgoing.destroy();
  });
  req.on('error', () => outgoing.destroy());
  let bytes = 0;
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= otherwise.maxBodyBytes || refused) return;
    refused = true;
    outgoing.destroy();
    if (res.headersSent) res.destroy();
    else otherwise.tooLarge();
  });
  req.pipe(outgoing);
}

const ASKED_FOR_MS = 2_000;

/** RFC 9110 §15.5.6 wants the methods named; the process names them to whoever asks for its OPTIONS. */
function askForMethods({ origin, path, agent, arrival }: Upstream, told: (allowed: string | null) => void): void {
  const headers = requestHeaders({}, arrival);
  const asking = http.request(new URL(origin), {
    ...{ agent, method: 'OPTIONS', path, headers, setHost: true, timeout: ASKED_FOR_MS },
  });
  asking.on('response', (answer) => {
    answer.resume();
    told(answer.headers.allow ?? null);
  });
  asking.on('timeout', () => asking.destroy());
  asking.on('error', () => told(null));
  asking.end();
}

/** A kept-alive connection may have been closed just now; a request without a body and without consequences is simply sent again. */
function mayRepeat(req: IncomingMessage): boolean {
  return (req.method === 'GET' || req.method === 'HEAD') && req.headers['content-length'] === undefined;
}

/** As `pipeRequest`, for `Upgrade`: after the answer `101` both sockets are joined until one ends. */
export function pipeUpgrade(
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  upstream: Upstream,
  unreachable: () => void,
): void {
  const outgoing = http.request(new URL(upstream.origin), {
    agent: false,
    method: req.method ?? 'GET',
    path: upstream.path,
    headers: requestHeaders(req.headers, upstream.arrival),
    setHost: false,
  });
  outgoing.on('upgrade', (answer, inner, innerHead) => {
    const upgrade = ['Connection: Upgrade', `Upgrade: ${answer.headers.upgrade ?? 'websocket'}`];
    socket.write(rawAnswer(answer, upstream.departure, upgrade));
    if (innerHead.length > 0) socket.write(innerHead);
    if (head.length > 0) inner.write(head);
    inner.setNoDelay(true);
    inner.setKeepAlive(true, KEEP_ALIVE_PROBE_MS);
    join(socket, inner);
  });
  outgoing.on('response', (answer) => {
    socket.write(rawAnswer(answer, upstream.departure, ['Connection: close']));
    answer.on('error', () => socket.destroy());
    answer.pipe(socket);
  });
  outgoing.on('error', () => {
    if (!socket.destroyed) unreachable();
  });
  socket.on('error', () => outgoing.destroy());
  socket.on('close', () => outgoing.destroy());
  outgoing.end();
}

function join(a: Duplex, b: Duplex): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.pipe(to);
  }
}

function rawAnswer(answer: IncomingMessage, departure: Departure, connection: readonly string[]): string {
  const flat = responseHeaders(answer.rawHeaders, departure);
  const lines = [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`];
  for (let i = 0; i < flat.length; i += 2) lines.push(`${flat[i]}: ${flat[i + 1]}`);
  return `${[...lines, ...connection].join('\r\n')}\r\n\r\n`;
}
