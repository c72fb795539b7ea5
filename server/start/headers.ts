/** What the front door changes in headers on their way through. Pure. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { type Believes, clientOf } from './believed';
import { contentPolicy, protectiveHeaders } from './content-policy';

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
  believes: Believes;
  /** Sign-in cookies are the dashboard's; the worker never sees them. */
  withoutCookies: boolean;
  /** As asked for, path and query: the dashboard says where to go on after a sign-in. */
  path: string;
  /** For an upgrade the protocol that is asked for, else null. */
  upgrade: string | null;
  /** For the scripts of the page that may come of it; null when none can. */
  nonce: string | null;
  development: boolean;
}

/** Said to the processes behind by this door alone; whoever else says it is not heard. */
const OURS = new Set([
  'x-holdfast-path',
  'x-holdfast-client',
  'x-nonce',
  'content-security-policy',
  'content-security-policy-report-only',
]);

/** The headers of the request that is sent on. */
export function requestHeaders(headers: IncomingHttpHeaders, arrival: Arrival): OutgoingHttpHeaders {
  const named = listed(headers.connection);
  const kept: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (HOP_BY_HOP.has(name) || named.has(name) || OURS.has(name) || value === undefined) continue;
    if (name === 'cookie' && arrival.withoutCookies) continue;
    kept[name] = value;
  }
  if (arrival.upgrade !== null) {
    kept.connection = 'Upgrade';
    kept.upgrade = arrival.upgrade;
  }
  return { ...kept, ...forwarded(headers, arrival), ...nonceFor(arrival), 'x-holdfast-path': arrival.path };
}

/** Next takes the nonce of its scripts from the policy; our own layout reads it by its name. */
function nonceFor({ nonce, development }: Arrival): OutgoingHttpHeaders {
  return nonce === null ? {} : { 'x-nonce': nonce, 'content-security-policy': contentPolicy(nonce, development) };
}

/** A reverse proxy of ours is believed; what anybody else says about itself is replaced. */
function forwarded(headers: IncomingHttpHeaders, arrival: Arrival): OutgoingHttpHeaders {
  const { remoteAddress, believes } = arrival;
  const said = (name: string): string | null => saidBy(headers, name, arrival);
  const before = said('x-forwarded-for');
  return {
    'x-forwarded-for': before === null ? remoteAddress : `${before}, ${remoteAddress}`,
    'x-forwarded-proto': outerProtocol(headers, arrival),
    'x-forwarded-host': said('x-forwarded-host') ?? headers.host ?? '',
    'x-holdfast-client': clientOf(before, remoteAddress, believes),
  };
}

/** As the browser speaks to us, or to the proxy in front of us. */
export function outerProtocol(
  headers: IncomingHttpHeaders,
  arrival: Pick<Arrival, 'protocol' | 'remoteAddress' | 'believes'>,
): 'http' | 'https' {
  // Of several proxies the first one speaks with the browser.
  const said = saidBy(headers, 'x-forwarded-proto', arrival)?.split(',')[0]?.trim().toLowerCase();
  return said === 'https' || said === 'http' ? said : arrival.protocol;
}

function saidBy(
  headers: IncomingHttpHeaders,
  name: string,
  { remoteAddress, believes }: Pick<Arrival, 'remoteAddress' | 'believes'>,
): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' && believes(remoteAddress) ? value : null;
}

/** What the answer to a request is sent with, besides what the process behind says of it. */
export interface Departure {
  nonce: string | null;
  protocol: 'http' | 'https';
  /** Without the base path. */
  path: string;
  development: boolean;
}

/** Header lines of an answer, flat as in `rawHeaders`, without those of the inner connection, with those that protect a browser. */
export function responseHeaders(rawHeaders: readonly string[], departure: Departure): string[] {
  const lines: (readonly [string, string])[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  const is = (wanted: string) => (line: readonly [string, string]) => line[0].toLowerCase() === wanted;
  const named = new Set(lines.filter(is('connection')).flatMap(([, value]) => [...listed(value)]));
  const kept = lines.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !named.has(name.toLowerCase()));
  const contentType = lines.find(is('content-type'))?.[1] ?? null;
  const added = Object.entries(protectiveHeaders({ ...departure, contentType })).filter(
    ([name]) => !kept.some(is(name)),
  );
  return [...kept, ...added].flat();
}

function listed(connection: string | undefined): Set<string> {
  return new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
}
