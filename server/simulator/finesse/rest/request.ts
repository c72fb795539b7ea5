/** A REST request as the routes see it: taken apart, nothing of it trusted yet. */

export interface RestRequest {
  method: string;
  /** Decoded, without `/finesse/api` and empty parts: `['User', '1001']`. */
  path: readonly string[];
  query: URLSearchParams;
  authorization: string | null;
  /** Comes back in the event that tells the outcome; '' when none was sent. */
  requestId: string;
  contentType: string;
  body: string;
}

export type Credentials =
  | { kind: 'none' }
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'bearer'; token: string }
  | { kind: 'unreadable' };

const MAX_REQUEST_ID = 200;

/** @returns null when the path is not of the API, or cannot be decoded */
export function readTarget(url: string): { path: string[]; query: URLSearchParams } | null {
  const [raw = '', query = ''] = splitOnce(url, '?');
  if (!raw.startsWith('/')) return null;
  try {
    const parts = raw.split('/').filter((part) => part !== '');
    return { path: parts.map((part) => decodeURIComponent(part)), query: new URLSearchParams(query) };
  } catch {
    return null;
  }
}

/** What stands in a header and is to be sent on: one line, not too long. */
export function readRequestId(header: string | string[] | undefined): string {
  const text = Array.isArray(header) ? header[0] : header;
  return (text ?? '').slice(0, MAX_REQUEST_ID);
}

/** RFC 7617 §2: `Basic` and base64 of `user:password`; RFC 6750 §2.1: `Bearer` and a token. */
export function readCredentials(authorization: string | null): Credentials {
  if (authorization === null) return { kind: 'none' };
  const [scheme = '', rest = ''] = splitOnce(authorization.trim(), ' ');
  const value = rest.trim();
  if (scheme.toLowerCase() === 'bearer' && value !== '') return { kind: 'bearer', token: value };
  if (scheme.toLowerCase() !== 'basic' || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return { kind: 'unreadable' };
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon <= 0) return { kind: 'unreadable' };
  return { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
