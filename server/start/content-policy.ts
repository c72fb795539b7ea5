/** What a browser is told to refuse: the Content-Security-Policy of pages, and the headers around every answer. Pure. */

/** Only pages run anything; what is downloaded runs nothing, wherever it is opened. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/**
 * The policy of one page. Scripts run by its nonce alone, and so do style elements; style attributes cannot carry one (CSP 3 §6.7.3), and
 * Mantine and the charts set sizes and colours by them.
 * @param nonce base64, never used twice
 * @param development the bundler of `npm run dev` evaluates code and adds styles of its own
 */
export function contentPolicy(nonce: string, development: boolean): string {
  const named = `'nonce-${nonce}'`;
  return [
    "default-src 'self'",
    // Chunks are loaded by scripts that carry the nonce.
    `script-src 'self' ${named} 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    `style-src-elem 'self' ${development ? "'unsafe-inline'" : named}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // WebSockets of this host are `'self'` as well.
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export interface Answered {
  /** Of the answer, as it comes from the process behind; null = none. */
  contentType: string | null;
  /** For its scripts; null when no page can come of the request. */
  nonce: string | null;
  /** As the browser sees it: TLS here, or at a proxy that is believed. */
  protocol: 'http' | 'https';
  /** Without the base path. */
  path: string;
  development: boolean;
}

/** RFC 6797 §6.1: a year. Names below this one are somebody else's. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** Headers that every answer gets, unless it says something of its own. */
export function protectiveHeaders(answered: Answered): Record<string, string> {
  const { contentType, nonce, protocol, path, development } = answered;
  const isPage = nonce !== null && (contentType ?? '').startsWith('text/html');
  return {
    'content-security-policy': isPage ? contentPolicy(nonce, development) : NOTHING,
    'x-content-type-options': 'nosniff',
    // RFC 7034: for what does not know frame-ancestors.
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(protocol === 'https' ? { 'strict-transport-security': STRICT_TRANSPORT } : {}),
    ...(path.startsWith('/api/') ? { 'cache-control': 'no-store' } : {}),
  };
}
