/** The HTTP below BOSH: one POST per body on keep-alive connections that we dial ourselves. */
import type { Socket } from 'node:net';
import { type buildConnector, Client, type Dispatcher } from 'undici';
import type { BoshFailure } from '../../domain/bosh/protocol';
import type { Time } from '../../time/time';
import { failureOfError, transportFailure } from '../conditions';
import { type DialTarget, dial } from '../dial';
import type { WireHandlers } from '../port';

export type Answer =
  | { kind: 'body'; bytes: Buffer }
  | { kind: 'status'; status: number }
  | { kind: 'broken'; failure: BoshFailure }
  | { kind: 'too-large' }
  | { kind: 'not-xml'; contentType: string };

export interface BoshHttpOptions {
  origin: string;
  path: string;
  target: DialTarget;
  /** Already open, for the first request. */
  first: Socket;
  maxBytes: number;
  onCertificate: WireHandlers['onCertificate'];
  time: Time;
}

export interface BoshHttp {
  post(body: string, onAnswer: (answer: Answer) => void): Cancel;
  /** Drops every connection; nobody is answered any more. */
  destroy(): void;
}

type Connected = buildConnector.Callback;
/** Drops the connection of one request; it is not answered any more. */
type Cancel = () => void;

/** Idle connections are kept for longer than people ping; servers close theirs earlier, and then a new one is dialled. */
const KEEP_ALIVE_MS = 120_000;
const HEADERS = ['content-type', 'text/xml; charset=utf-8'];

/** Carries the failure of dialling through undici. */
class DialError extends Error {
  readonly failure: BoshFailure;
  constructor(failure: BoshFailure) {
    super(failure.condition);
    this.failure = failure;
  }
}

export function createBoshHttp(options: BoshHttpOptions): BoshHttp {
  let first: Socket | null = options.first;
  const observer = { onPhase: () => {}, onCertificate: options.onCertificate };
  // undici's Pool learns late that a connection is free, and opens more of them than there are requests.
  const idle: Client[] = [];
  const all: Client[] = [];

  function connect(_where: unknown, done: Connected): void {
    const socket = first;
    first = null;
    if (socket !== null && !socket.destroyed && socket.readyState === 'open') {
      // Not at once: undici would overlook it while it is still looking for a connection.
      queueMicrotask(() => done(null, socket));
      return;
    }
    dial(options.target, observer, options.time, (result) => {
      if (result.ok) done(null, result.socket);
      else done(new DialError(result.failure), null);
    });
  }

  function newClient(): Client {
    const client = new Client(options.origin, {
      pipelining: 1,
      // Who may ask how often, and how long an answer may take, is decided by the BOSH session.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      connect,
    });
    all.push(client);
    return client;
  }

  return {
    post(body, onAnswer) {
      const client = idle.pop() ?? newClient();
      const exchange = new Exchange(options.maxBytes, onAnswer, () => idle.push(client));
      client.dispatch({ path: options.path, method: 'POST', headers: HEADERS, body }, exchange);
      return () => exchange.cancel();
    },
    destroy() {
      first?.destroy();
      for (const client of all) void client.destroy();
    },
  };
}

/** One request and its answer. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private status = 0;
  private contentType: string | null = null;
  private chunks: Buffer[] = [];
  private bytes = 0;
  private over = false;
  private cancelled = false;

  constructor(
    private readonly maxBytes: number,
    private readonly onAnswer: (answer: Answer) => void,
    private readonly onFree: () => void,
  ) {}

  cancel(): void {
    this.cancelled = true;
    this.controller?.abort(new Error('cancelled'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.cancelled) controller.abort(new Error('cancelled'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Record<string, unknown>): void {
    this.status = status;
    const type = headers['content-type'];
    this.contentType = typeof type === 'string' ? type : null;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) {
      this.answer({ kind: 'too-large' });
      controller.abort(new Error('too large'));
    } else if (!this.over && this.status === 200) {
      this.chunks.push(chunk);
    }
  }

  onResponseEnd(): void {
    if (this.status !== 200) this.answer({ kind: 'status', status: this.status });
    else if (this.contentType !== null && !this.contentType.includes('xml')) {
      this.answer({ kind: 'not-xml', contentType: this.contentType });
    } else this.answer({ kind: 'body', bytes: joined(this.chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.answer({ kind: 'broken', failure: failureOfHttp(error) });
  }

  private answer(answer: Answer): void {
    if (this.over) return;
    this.over = true;
    // undici calls from its depths, and asserts afterwards that nobody has posted anything meanwhile.
    queueMicrotask(() => {
      this.onFree();
      if (!this.cancelled) this.onAnswer(answer);
    });
  }
}

function joined(chunks: Buffer[]): Buffer {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
}

function failureOfHttp(error: Error): BoshFailure {
  if (error instanceof DialError) return error.failure;
  const failure = failureOfError(error, null);
  // What llhttp says about an answer that is not HTTP.
  return failure.condition === 'other' ? transportFailure('closed', null, error.message) : failure;
}
