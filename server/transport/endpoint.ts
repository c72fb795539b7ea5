/** Where a URL of ours leads to: host and port to dial, and whether through TLS. */

export interface Endpoint {
  /** Without brackets, also for IPv6. */
  host: string;
  port: number;
  secure: boolean;
  /** Path and query. */
  path: string;
}

/** @param url a valid `ws:`, `wss:`, `http:` or `https:` URL; the configuration has checked it */
export function endpointOf(url: string): Endpoint {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const secure = protocol === 'wss:' || protocol === 'https:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    secure,
    path: pathname + search,
  };
}
