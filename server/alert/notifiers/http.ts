/** One POST of a channel, and its answer as a value. */
import type { Sent } from './port';

export interface Post {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** @param now for an HTTP date in Retry-After */
export async function post({ url, headers, body }: Post, signal: AbortSignal, now: () => number): Promise<Sent> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    // Nothing is read of what it says; an unread body would keep the connection.
    await response.body?.cancel();
    if (response.ok) return { ok: true };
    const { status } = response;
    const retryAfterMs = retryAfterOf(response.headers.get('retry-after'), now());
    return { ok: false, condition: `http-${status}`, retryAfterMs, permanent: isPermanent(status) };
  } catch (error) {
    return { ok: false, condition: conditionOf(error), retryAfterMs: null, permanent: false };
  }
}

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

const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  EHOSTUNREACH: 'host-unreachable',
  ETIMEDOUT: 'timeout',
  ESOCKET: 'connection-refused',
  ECONNECTION: 'connection-refused',
  EAUTH: 'not-authorized',
  UND_ERR_SOCKET: 'connection-reset',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
};

/** The system's code in our words; it may stand in the error's cause. */
export function conditionOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'other';
  if ('name' in error && (error.name === 'AbortError' || error.name === 'TimeoutError')) return 'timeout';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code !== null && known[code] !== undefined) return known[code];
  return 'cause' in error ? conditionOf(error.cause) : 'other';
}
