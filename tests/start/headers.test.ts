/** What changes in headers between browser and process. */
import { describe, expect, it } from 'vitest';
import { type Arrival, requestHeaders, responseHeaders } from '../../server/start/headers';

const arrival: Arrival = {
  remoteAddress: '192.0.2.7',
  protocol: 'http',
  withoutCookies: false,
  path: '/agents?q=1',
  upgrade: null,
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
    });
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
    expect(responseHeaders(raw)).toEqual(['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'ETag', '"x"']);
  });
});
