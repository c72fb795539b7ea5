/** Asks one server for one thing at a time, as one account, and sends nothing more for it once it was refused. */
import type { CertificateFacts, EpochMs } from '#contract';
import type { Time } from '../../time/time';
import type { TlsTrust, WireHandlers } from '../../transport/port';
import type { Secret } from '../../xmpp/port';
import { failed, judgeStatus, type RestFailure } from './failure';
import { createHttps, type Exchanged, type Https, type HttpsOptions } from './https';
import type { LoadMeter } from './load-meter';
import { isAllowed, type Query, requestOf, type WireRequest } from './requests';

export interface RestOptions {
  /** The name that the certificate has to be for. */
  host: string;
  port: number;
  trust: TlsTrust;
  username: string;
  password: Secret;
  /** Of the server: its accounts share one. */
  meter: LoadMeter;
  time: Time;
  /** For one request, dialling included. Default 10 s. */
  timeoutMs?: number;
  /** Of one answer. Default 8 MiB. */
  maxBytes?: number;
  onCertificate?(certificate: CertificateFacts): void;
  /** What carries requests; HTTPS on sockets unless a test plays the server. */
  openHttps?: (options: HttpsOptions) => Https;
  /** Everything that was sent, as it ends. */
  onExchange?(exchange: ExchangeFacts): void;
}

export interface ExchangeFacts {
  what: Query['what'];
  method: string;
  path: string;
  startedAt: EpochMs;
  tookMs: number;
  bytes: number;
  /** null: no answer. */
  status: number | null;
  /** null: a good answer. */
  failure: RestFailure | null;
}

export interface Timing {
  /** When the request was written, by our clock. */
  sentAt: EpochMs;
  /** From then to the head of the answer. */
  waitedMs: number;
  /** From the beginning, dialling and reading included. */
  tookMs: number;
}

/** `tookMs` null: nothing was sent. */
export type Asked = ({ ok: true; body: string } & Timing) | { ok: false; failure: RestFailure; tookMs: number | null };

interface Waiting {
  query: Query;
  resolve(asked: Asked): void;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** More than these never wait unless nobody looks at the answers. */
const MAX_WAITING = 256;

export class Asker {
  private readonly https;
  private password: Secret;
  private waiting: Waiting[] = [];
  private busy = false;
  private proven = false;
  private refused = false;
  private closed = false;
  private lastWasStale = false;
  private abandon: (() => void) | null = null;

  constructor(private readonly options: RestOptions) {
    const { host, port, trust, time, openHttps = createHttps } = options;
    this.password = options.password;
    const onCertificate: WireHandlers['onCertificate'] = (facts) => options.onCertificate?.(facts);
    this.https = openHttps({ target: { host, port, tls: { name: host, trust } }, onCertificate, time });
  }

  /** Whether the account was refused: then nothing is sent until `resume`. */
  get isStopped(): boolean {
    return this.refused;
  }

  ask(query: Query): Promise<Asked> {
    return new Promise((resolve) => {
      if (this.closed) return resolve(unsent('closed'));
      if (this.waiting.length >= MAX_WAITING) return resolve(unsent('over-budget'));
      // what tells whether the server is there does not wait behind a list of users
      if (query.what === 'SystemInfo') this.waiting.unshift({ query, resolve });
      else this.waiting.push({ query, resolve });
      void this.work();
    });
  }

  stop(): void {
    this.refused = true;
  }

  resume(password?: Secret): void {
    this.refused = false;
    this.proven = false;
    if (password !== undefined) this.password = password;
  }

  close(): void {
    this.closed = true;
    this.https.destroy();
    for (const { resolve } of this.waiting.splice(0)) resolve(unsent('closed'));
    this.abandon?.();
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      next.resolve(await this.answer(next.query));
    }
    this.busy = false;
  }

  private async answer(query: Query): Promise<Asked> {
    const doubt = await this.proveFor(query);
    if (doubt !== null) return doubt;
    const first = await this.once(query);
    // RFC 9110 §9.2.2: what only reads may be sent once more, when the kept connection was closed under it
    const stale = !first.ok && first.failure.condition === 'transport' && this.lastWasStale;
    return stale ? this.once(query) : first;
  }

  /**
   * Rights are asked for only with a password that is known to be right: otherwise their 401 could be the first of the five
   * that lock the user (FINESSE §1.1). One's own user tells.
   */
  private async proveFor(query: Query): Promise<Asked | null> {
    if (this.proven || query.what === 'SystemInfo' || query.what === 'DesktopConfig') return null;
    if (query.what === 'User' && query.id === this.options.username) return null;
    const own = await this.once({ what: 'User', id: this.options.username });
    if (this.proven || own.ok) return null;
    return own;
  }

  private async once(query: Query): Promise<Asked> {
    const anonymous = query.what === 'DesktopConfig';
    const request = requestOf(query);
    if (this.closed) return unsent('closed');
    if (request === null || !isAllowed(request)) return unsent('not-allowed');
    if (this.refused && !anonymous) return unsent('stopped');
    const allowed = this.options.meter.take();
    if (allowed === null) return unsent('over-budget');
    const { time, meter } = this.options;
    const [startedAt, startedMonoMs] = [time.now(), time.monoMs()];
    const maxBytes = Math.min(this.options.maxBytes ?? MAX_BYTES, allowed);
    const exchanged = await this.exchange(request, maxBytes, anonymous);
    if (exchanged === null) return unsent('closed');
    meter.spent(exchanged.bytes);
    const tookMs = time.monoMs() - startedMonoMs;
    const asked =
      exchanged.kind === 'too-large' && maxBytes === allowed
        ? { ok: false as const, failure: failed('over-budget'), tookMs }
        : this.judge(query, exchanged, tookMs);
    this.options.onExchange?.({
      ...{ what: query.what, method: request.method, path: request.path, startedAt, tookMs, bytes: exchanged.bytes },
      status: exchanged.kind === 'answer' ? exchanged.status : null,
      failure: asked.ok ? null : asked.failure,
    });
    return asked;
  }

  /** null: closed meanwhile. */
  private exchange(request: WireRequest, maxBytes: number, anonymous: boolean): Promise<Exchanged | null> {
    const basic = Buffer.from(`${this.options.username}:${this.password.reveal()}`).toString('base64');
    const headers = {
      accept: request.method === 'POST' ? 'application/json' : 'application/xml, application/json',
      ...(anonymous ? {} : { authorization: `Basic ${basic}` }),
      ...(request.method === 'POST' ? { 'content-type': 'application/json' } : {}),
    };
    const timeoutMs = this.options.timeoutMs ?? TIMEOUT_MS;
    return new Promise((resolve) => {
      this.abandon = () => resolve(null);
      this.https.send({ request, headers, timeoutMs, maxBytes }, resolve);
    });
  }

  private judge(query: Query, exchanged: Exchanged, tookMs: number): Asked {
    this.lastWasStale = exchanged.kind === 'broken' && exchanged.stale;
    switch (exchanged.kind) {
      case 'timeout':
      case 'too-large':
        return { ok: false, failure: failed(exchanged.kind), tookMs };
      case 'broken':
        return { ok: false, failure: failed('transport', { transport: exchanged.failure }), tookMs };
      case 'answer': {
        const { status, body, sentAt, waitedMs } = exchanged;
        const { failure, credit } = judgeStatus(status, body, this.proven);
        this.learn(query, failure, credit);
        return failure === null ? { ok: true, body, sentAt, waitedMs, tookMs } : { ok: false, failure, tookMs };
      }
    }
  }

  private learn({ what }: Query, failure: RestFailure | null, credit: 'taken' | 'refused' | 'unsaid'): void {
    if (what === 'DesktopConfig') return;
    if (credit === 'refused') {
      this.refused = true;
      this.proven = false;
    } else if (failure?.condition === 'not-permitted') this.proven = credit === 'taken';
    // SystemInfo may be open to everybody (FINESSE §1.2)
    else if (credit === 'taken' && what !== 'SystemInfo') this.proven = true;
  }
}

const unsent = (condition: 'stopped' | 'over-budget' | 'not-allowed' | 'closed'): Asked => ({
  ok: false,
  failure: failed(condition),
  tookMs: null,
});
