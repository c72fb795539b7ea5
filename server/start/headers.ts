/** What the front door changes in headers on their way through. Pure. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

// RFC 9110 §7.6.1: these belong to one connection and are not passed on.
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Answered by this server itself before the request is passed on.
  'expect',
]);

export interface Arrival {
  /** Of the socket. */
  remoteAddress: string;
  protocol: 'http' | 'https';
  /** Sign-in cookies are the dashboard's; the worker never sees them. */
  withoutCookies: boolean;
  /** As asked for, path and query: the dashboard says where to go on after a sign-in. */
  path: string;
  /** For an upgrade the protocol that is asked for, else null. */
  upgrade: string | null;
}

/** The headers of the request that is sent on. */
export function requestHeaders(headers: IncomingHttpHeaders, arrival: Arrival): OutgoingHttpHeaders {
  const named = listed(headers.connection);
  const kept: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (HOP_BY_HOP.has(name) || named.has(name) || value === undefined) continue;
    if (name === 'cookie' && arrival.withoutCookies) continue;
    kept[name] = value;
  }
  if (arrival.upgrade !== null) {
    kept.connection = 'Upgrade';
    kept.upgrade = arrival.upgrade;
  }
  return { ...kept, ...forwarded(headers, arrival), 'x-holdfast-path': arrival.path };
}

/** A reverse proxy on this host is believed; what anybody else says about itself is replaced. */
function forwarded(headers: IncomingHttpHeaders, { remoteAddress, protocol }: Arrival): OutgoingHttpHeaders {
  const believed = isLoopback(remoteAddress);
  const said = (name: string): string | null => {
    const value = headers[name];
    return believed && typeof value === 'string' && value !== '' ? value : null;
  };
  const before = said('x-forwarded-for');
  return {
    'x-forwarded-for': before === null ? remoteAddress : `${before}, ${remoteAddress}`,
    'x-forwarded-proto': said('x-forwarded-proto') ?? protocol,
    'x-forwarded-host': said('x-forwarded-host') ?? headers.host ?? '',
  };
}

/** Header lines of an answer, flat as in `rawHeaders`, without those of the inner connection. */
export function responseHeaders(rawHeaders: readonly string[]): string[] {
  const named = new Set<string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() === 'connection') for (const name of listed(rawHeaders[i + 1])) named.add(name);
  }
  const kept: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && !named.has(lower)) kept.push(name, rawHeaders[i + 1] ?? '');
  }
  return kept;
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function listed(connection: string | undefined): Set<string> {
  return new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
}
