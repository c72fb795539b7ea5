/** Which web pages may open the live socket: only those that this very host served. */

export interface OriginHeaders {
  origin: string | undefined;
  host: string | undefined;
  /** As a reverse proxy in front of us saw it; a browser cannot set it for another site's page. */
  forwardedHost: string | undefined;
}

/** No Origin is no browser, and such a client still needs a ticket. `null` and other schemes are foreign. RFC 6454 §7. */
export function isSameOrigin({ origin, host, forwardedHost }: OriginHeaders): boolean {
  if (origin === undefined) return true;
  const page = urlOf(origin);
  if (page === null || (page.protocol !== 'http:' && page.protocol !== 'https:')) return false;
  const proxied = forwardedHost?.split(',')[0]?.trim();
  return [host, proxied].some(
    (h) => h !== undefined && h !== '' && urlOf(`${page.protocol}//${h}`)?.host === page.host,
  );
}

function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
