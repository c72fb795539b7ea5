/** What changes in headers between browser and process. */
import { describe, expect, it } from 'vitest';
import { createBelief } from '../../server/start/believed';
import { type Arrival, requestHeaders, responseHeaders } from '../../server/start/headers';

const arrival: Arrival = {
  remoteAddress: '192.0.2.7',
  protocol: 'http',
  believes: createBelief(['loopback']),
  withoutCookies: false,
  path: '/agents?q=1',
  upgrade: null,
  nonce: null,
  development: false,
};

describe('on the way in', () => {
  it('what belongs to one connection stays there', () => {
    const headers = {
      host: 'hold.example',
      connection: 'keep-alive, x-private',
      'x-private': '1',
      te: 'trailers',
      accept: '*/*',
      expect: '100-continue',
    };
    expect(requestHeaders(headers, arrival)).toEqual({
      host: 'hold.example',
      accept: '*/*',
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'hold.example',
      'x-holdfast-path': '/agents?q=1',
      'x-holdfast-client': '192.0.2.7',
    });
  });

  it('cookies reach the dashboard, and never the worker', () => {
    const headers = { host: 'h', cookie: 'session=1' };
    expect(requestHeaders(headers, arrival).cookie).toBe('session=1');
    expect(requestHeaders(headers, { ...arrival, withoutCookies: true })).not.toHaveProperty('cookie');
  });

  it('a stranger cannot say where it comes from', () => {
    const headers = {
      host: 'h',
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'bank.example',
    };
    expect(requestHeaders(headers, arrival)).toMatchObject({
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'h',
    });
  });

  it('a reverse proxy on this host can', () => {
    const headers = {
      host: 'h',
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'hold.example',
    };
    expect(requestHeaders(headers, { ...arrival, remoteAddress: '::ffff:127.0.0.1' })).toMatchObject({
      'x-forwarded-for': '10.0.0.1, ::ffff:127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'hold.example',
      'x-holdfast-client': '10.0.0.1',
    });
  });

  it('nobody outside says what only the front door says', () => {
    const forged = { 'x-holdfast-path': '/x', 'x-holdfast-client': '10.9.9.9', 'x-nonce': 'mine' };
    const headers = { host: 'h', ...forged, 'content-security-policy': "script-src 'nonce-mine'" };
    const sent = requestHeaders(headers, { ...arrival, nonce: 'b3Vycw==' });
    expect(sent).toMatchObject({
      'x-holdfast-path': '/agents?q=1',
      'x-holdfast-client': '192.0.2.7',
      'x-nonce': 'b3Vycw==',
    });
    expect(sent['content-security-policy']).toContain("'nonce-b3Vycw=='");
    expect(JSON.stringify([sent, requestHeaders(headers, arrival)])).not.toMatch(/mine|10\.9\.9\.9/);
  });

  it('an upgrade asks for its protocol again', () => {
    const headers = { host: 'h', connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'k' };
    expect(requestHeaders(headers, { ...arrival, upgrade: 'websocket' })).toMatchObject({
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'k',
    });
  });
});

describe('on the way out', () => {
  it('keeps every cookie, and nothing of the inner connection', () => {
    const raw = [
      'Set-Cookie',
      'a=1',
      'Connection',
      'close, X-Inner',
      'X-Inner',
      '1',
      'Transfer-Encoding',
      'chunked',
      'Set-Cookie',
      'b=2',
      'ETag',
      '"x"',
    ];
    const lines = responseHeaders(raw, page);
    expect(lines.slice(0, 6)).toEqual(['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'ETag', '"x"']);
    expect(lines.join(' ')).not.toMatch(/X-Inner|chunked|close/);
  });
});

const page = { nonce: 'bm9uY2U=', protocol: 'http', path: '/agents', development: false } as const;
const sentWith = (raw: string[], departure: Parameters<typeof responseHeaders>[1] = page) => {
  const lines = responseHeaders(raw, departure);
  return Object.fromEntries(
    lines.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), lines[i + 1] ?? '']] : [])),
  );
};
const html = ['Content-Type', 'text/html; charset=utf-8'];

describe('what protects a browser', () => {
  it('a page runs only scripts that carry its nonce, and nothing written in between', () => {
    const policy = sentWith(html)['content-security-policy'] ?? '';
    const directive = (name: string) => policy.split('; ').find((d) => d.startsWith(`${name} `));
    expect(directive('script-src')).toBe("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'");
    expect(directive('style-src-elem')).toBe("style-src-elem 'self' 'nonce-bm9uY2U='");
    for (const d of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"])
      expect(policy).toContain(d);
    expect(policy).not.toContain('unsafe-eval');
  });

  it('what is no page runs nothing', () => {
    expect(sentWith(['Content-Type', 'image/svg+xml'])['content-security-policy']).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
  });

  it('what an answer says of itself stands', () => {
    const own = sentWith([...html, 'Content-Security-Policy', "default-src 'none'", 'Referrer-Policy', 'no-referrer']);
    expect(own).toMatchObject({ 'content-security-policy': "default-src 'none'", 'referrer-policy': 'no-referrer' });
  });

  it('TLS is insisted on only where the browser came by it', () => {
    expect(sentWith(html)).not.toHaveProperty('strict-transport-security');
    expect(sentWith(html, { ...page, protocol: 'https' })['strict-transport-security']).toMatch(/^max-age=\d{8}$/);
  });

  it('answers of the API are kept nowhere, unless they say how', () => {
    const api = { ...page, path: '/api/v1/overview' };
    expect(sentWith(['Content-Type', 'application/json'], api)['cache-control']).toBe('no-store');
    expect(sentWith(['Cache-Control', 'private, no-cache'], api)['cache-control']).toBe('private, no-cache');
    expect(sentWith(html)).not.toHaveProperty('cache-control');
  });
});
