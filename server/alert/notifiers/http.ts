/** The HTTP below channels: one POST on a connection of its own, and its answer as a value. Redirects are never followed. */
import { createHash } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import { Agent, type buildConnector, request } from 'undici';
import { guardedConnector } from '../../net/http';
import { codeOf, conditionOfCode } from '../../transport/conditions';
import type { TlsTrust } from '../../transport/port';
import type { Sent } from './port';

export interface Post {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface Http {
  /** Never throws. */
  post(post: Post, signal: AbortSignal): Promise<Sent>;
  /** For headers that say when. Epoch milliseconds. */
  now(): number;
}

export function createHttp({ now, trust = {} }: { now: () => number; trust?: TlsTrust }): Http {
  const connect = connectorOf(trust);
  return {
    now,
    async post({ url, headers, body }, signal) {
      // Told rarely, and only once: a connection that the other side has just given up would cost a message.
      const dispatcher = new Agent({ connect, pipelining: 0 });
      try {
        const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher });
        // Nothing is read of what it says.
        answer.body.on('error', () => undefined).destroy();
        return sentOf(answer.statusCode, headerOf(answer.headers['retry-after']), now());
      } catch (error) {
        return { ok: false, condition: conditionOf(error), retryAfterMs: null, permanent: false };
      } finally {
        void dispatcher.destroy().catch(() => undefined);
      }
    },
  };
}

function sentOf(status: number, retryAfter: string | null, now: number): Sent {
  if (status >= 200 && status < 300) return { ok: true };
  const retryAfterMs = retryAfterOf(retryAfter, now);
  return { ok: false, condition: `http-${status}`, retryAfterMs, permanent: isPermanent(status) };
}

const headerOf = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : (value[0] ?? null);

/** RFC 9110 §15.5: the request itself is at fault, but for those that say «later». A redirect is a wrong address. */
function isPermanent(status: number): boolean {
  return status < 500 && status !== 408 && status !== 425 && status !== 429;
}

const LONGEST_WAIT_MS = 3_600_000;

/** RFC 9110 §10.2.3: seconds, or a date. */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(LONGEST_WAIT_MS, Math.max(0, ms)) : null;
}

const CONNECT_TIMEOUT_MS = 10_000;
const PIN_MISMATCH = 'HOLDFAST_PIN_MISMATCH';

/** Sessions of TLS are not resumed: a resumed one shows no certificate to hold against a pin. */
function connectorOf({ ca, pin }: TlsTrust): buildConnector.connector {
  const common = { timeout: CONNECT_TIMEOUT_MS, maxCachedSessions: 0 };
  if (pin === undefined) return guardedConnector({ ...common, ...(ca === undefined ? {} : { ca }) });
  const open = guardedConnector({ ...common, rejectUnauthorized: false });
  return (options, done) =>
    open(options, (...[error, socket]) => {
      if (error !== null) return done(error, null);
      if (!(socket instanceof TLSSocket) || pinOf(socket) === pin) return done(null, socket);
      socket.destroy();
      done(Object.assign(new Error('another certificate'), { code: PIN_MISMATCH }), null);
    });
}

function pinOf(socket: TLSSocket): string {
  const { raw } = socket.getPeerCertificate();
  return `sha256/${createHash('sha256')
    .update(raw ?? '')
    .digest('base64')}`;
}

/** Those that say more of a channel than of a socket. */
const known: Readonly<Record<string, string>> = {
  [PIN_MISMATCH]: 'certificate-pin-mismatch',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  UND_ERR_SOCKET: 'connection-reset',
  // nodemailer
  ESOCKET: 'connection-reset',
  ECONNECTION: 'connection-reset',
  EDNS: 'host-not-found',
  EAUTH: 'not-authorized',
  ETLS: 'tls-error',
};

/** The system's code in our words; it may stand beside a library's own, or in the error's cause. */
export function conditionOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'other';
  if ('name' in error && (error.name === 'AbortError' || error.name === 'TimeoutError')) return 'timeout';
  const original = 'originalCode' in error && typeof error.originalCode === 'string' ? error.originalCode : undefined;
  for (const code of [original, codeOf(error)]) {
    if (code === undefined) continue;
    const condition = known[code] ?? conditionOfCode(code);
    if (condition !== 'other') return condition;
  }
  return 'cause' in error ? conditionOf(error.cause) : 'other';
}
