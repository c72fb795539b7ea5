/** How much of a request the front door takes before it refuses, and how long it waits for it. Pure. */
import type { Answer } from './waiting-page';

const KIB = 1024;

/** Of requests; answers may be as long and as slow as they like. */
export const limits = {
  /** Line and headers together. */
  headerBytes: 16 * KIB,
  urlBytes: 8 * KIB,
  bodyBytes: 64 * KIB,
  /** A connection to be tested: the certificate of an authority may come along. */
  testBytes: 96 * KIB,
  /** A whole configuration that is imported. */
  importBytes: 2_560 * KIB,
  /** Who sends headers byte by byte holds a socket for no longer. */
  headersMs: 10_000,
  requestMs: 30_000,
  connections: 4_096,
} as const;

/** Bytes that the body of a request to this path may have. @param path without the base path, with or without a query */
export function bodyLimitOf(path: string): number {
  if (/^\/api\/v1\/configuration(\/|\?|$)/.test(path)) return limits.importBytes;
  return /^\/api\/v1\/connection-test(\?|$)/.test(path) ? limits.testBytes : limits.bodyBytes;
}

/** RFC 9110 §9.3.8: TRACE would show a page what its browser sends. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Null = nothing against it, as far as its head tells. A body without a length is counted while it passes. */
export function refusalOf(head: {
  method: string;
  url: string;
  contentLength: string | undefined;
  path: string;
}): Answer | null {
  if (!METHODS.has(head.method)) return withAllow(refusals.method, [...METHODS].join(', '));
  if (head.url.length > limits.urlBytes) return refusals.longAddress;
  if (isApi(head.path) && !isDecodable(head.path)) return refusals.badAddress;
  const length = Number(head.contentLength ?? 0);
  return length > bodyLimitOf(head.path) ? refusals.largeBody : null;
}

/** Programs are told as problems what pages say in words. @param path without the base path */
export const isApi = (path: string): boolean => path.startsWith('/api/');

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path.split('?')[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

const refusal = (status: number, title: string): Answer => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  body: JSON.stringify({ type: 'about:blank', status, title }),
});

/** RFC 9110 §15.5.6. @param methods as `GET, HEAD` */
export const withAllow = (answer: Answer, methods: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, allow: methods },
});

export const refusals = {
  malformed: refusal(400, 'This is no HTTP request'),
  badAddress: refusal(400, 'The address is not percent-encoded as it should be'),
  method: refusal(405, 'This address does not take that method'),
  tooSlow: refusal(408, 'The request took too long'),
  // RFC 9110 §15.5.14
  largeBody: refusal(413, 'The body is too large'),
  longAddress: refusal(414, 'The address is too long'),
  // RFC 6585 §5
  largeHeaders: refusal(431, 'The headers are too large'),
} as const;

/** What the HTTP parser's complaint means. @param code of Node's error */
export function refusalOfCode(code: string | undefined): Answer {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return refusals.largeHeaders;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return refusals.tooSlow;
    default:
      return refusals.malformed;
  }
}
