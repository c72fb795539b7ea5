/** HTTPS to one server: one request at a time on a kept connection that we dial, and trust, as every transport does. */
import type { Socket } from 'node:net';
import { type buildConnector, Client, type Dispatcher } from 'undici';
import type { EpochMs } from '#contract';
import type { Cancel, Time } from '../../time/time';
import { failureOfError, transportFailure } from '../../transport/conditions';
import { type DialTarget, dial } from '../../transport/dial';
import type { WireFailure, WireHandlers } from '../../transport/port';
import type { WireRequest } from './requests';

export interface HttpsOptions {
  target: DialTarget & { tls: NonNullable<DialTarget['tls']> };
  onCertificate: WireHandlers['onCertificate'];
  time: Time;
}

export type Exchanged = {
  /** Both directions, headers included, TLS not. */
  bytes: number;
} & (
  | {
      kind: 'answer';
      status: number;
      body: string;
      /** When the request was written. */
      sentAt: EpochMs;
      /** From then to the answer's head, ms with a fraction. */
      waitedMs: number;
    }
  /** `stale`: on a kept connection, before any answer: the server may have closed it for its age. */
  | { kind: 'broken'; failure: WireFailure; stale: boolean }
  | { kind: 'timeout' }
  | { kind: 'too-large' }
);

export interface Sending {
  request: WireRequest;
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** Of the answer's body. */
  maxBytes: number;
}

export interface Https {
  /** One at a time: `done` is called once, never before `send` returns, and not at all after `destroy`. */
  send(sending: Sending, done: (exchanged: Exchanged) => void): void;
  destroy(): void;
}

/** Tomcat closes an idle connection after a minute at most; SystemInfo is asked more often than this. */
const KEEP_ALIVE_MS = 45_000;

/** Carries the failure of dialling through undici. */
class DialError extends Error {
  constructor(readonly failure: WireFailure) {
    super(failure.condition);
  }
}

export function createHttps({ target, onCertificate, time }: HttpsOptions): Https {
  let client: Client | null = null;
  let socket: Socket | null = null;
  let stopDialling: Cancel = () => undefined;
  let destroyed = false;

  function connect(_where: unknown, done: buildConnector.Callback): void {
    socket = null;
    stopDialling = dial(target, { onPhase: () => undefined, onCertificate }, time, (result) => {
      if (!result.ok) return done(new DialError(result.failure), null);
      socket = result.socket;
      done(null, result.socket);
    });
  }

  function drop(): void {
    stopDialling();
    void client?.destroy();
    client = null;
    socket = null;
  }

  function newClient(): Client {
    const host = target.host.includes(':') ? `[${target.host}]` : target.host;
    return new Client(`https://${host}:${target.port}`, {
      pipelining: 1,
      // the deadline is one, from here: it covers dialling, waiting and reading
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      connect,
    });
  }

  return {
    send(sending, done) {
      const before = socket !== null && !socket.destroyed ? bytesOf(socket) : null;
      client ??= newClient();
      const exchange = new Exchange(sending.maxBytes, before !== null, time, (outcome) => {
        stopWaiting();
        if (destroyed) return;
        const bytes = Math.max(0, bytesOf(socket) - (before ?? 0));
        // after these the connection is in the middle of something
        if (outcome.kind === 'timeout' || outcome.kind === 'too-large') drop();
        done({ ...outcome, bytes });
      });
      const stopWaiting = time.after(sending.timeoutMs, () => exchange.giveUp());
      const { request, headers } = sending;
      const body = request.method === 'POST' ? { body: request.body } : {};
      client.dispatch({ path: request.path, method: request.method, headers: { ...headers }, ...body }, exchange);
    },
    destroy() {
      destroyed = true;
      drop();
    },
  };
}

const bytesOf = (socket: Socket | null): number =>
  socket === null ? 0 : socket.bytesRead + (socket.bytesWritten ?? 0);

type WithoutBytes<T> = T extends unknown ? Omit<T, 'bytes'> : never;
type Outcome = WithoutBytes<Exchanged>;

/** One request and its answer. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private status: number | null = null;
  private sentAt: EpochMs = 0;
  private sentMonoMs = 0;
  private waitedMs = 0;
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private over = false;

  constructor(
    private readonly maxBytes: number,
    private readonly reused: boolean,
    private readonly time: Time,
    private readonly onOutcome: (outcome: Outcome) => void,
  ) {}

  giveUp(): void {
    this.end({ kind: 'timeout' });
    this.controller?.abort(new Error('timeout'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.over) controller.abort(new Error('timeout'));
    this.sentAt = this.time.now();
    this.sentMonoMs = this.time.monoMs();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    // RFC 9110 §15.2: interim answers
    if (status < 200) return;
    this.status = status;
    this.waitedMs = this.time.monoMs() - this.sentMonoMs;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.maxBytes) {
      this.end({ kind: 'too-large' });
      controller.abort(new Error('too large'));
    } else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { sentAt, waitedMs } = this;
    const body = Buffer.concat(this.chunks).toString('utf8');
    this.end({ kind: 'answer', status: this.status ?? 0, body, sentAt, waitedMs });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.end({ kind: 'broken', failure: failureOf(error), stale: this.reused && this.status === null });
  }

  private end(outcome: Outcome): void {
    if (this.over) return;
    this.over = true;
    // undici calls from its depths, and asserts afterwards that nobody has asked for anything meanwhile.
    queueMicrotask(() => this.onOutcome(outcome));
  }
}

function failureOf(error: Error): WireFailure {
  if (error instanceof DialError) return error.failure;
  const failure = failureOfError(error, null);
  // what llhttp says about an answer that is not HTTP
  return failure.condition === 'other' ? transportFailure('closed', null, error.message) : failure;
}
