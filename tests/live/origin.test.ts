/** Only pages of this very host open the socket. */
import { expect, it } from 'vitest';
import { isSameOrigin } from '../../server/live/origin';

it.each([
  ['no browser', undefined, 'localhost:3000', undefined, true],
  ['our own page', 'http://localhost:3000', 'localhost:3000', undefined, true],
  ['our own page behind a TLS proxy', 'https://watch.example', '127.0.0.1:3000', 'watch.example', true],
  ['the first of two proxies counts', 'https://watch.example', '127.0.0.1:3000', 'watch.example, inner', true],
  ['the default port may be written out', 'https://watch.example', 'watch.example:443', undefined, true],
  ['another port', 'http://localhost:3001', 'localhost:3000', undefined, false],
  ['another site', 'https://evil.example', 'watch.example', undefined, false],
  ['a sandboxed frame', 'null', 'watch.example', undefined, false],
  ['no host at all', 'https://evil.example', undefined, undefined, false],
  ['an empty host', 'https://evil.example', '', '', false],
  ['another scheme', 'chrome-extension://watch.example', 'watch.example', undefined, false],
])('%s', (_name, origin, host, forwardedHost, same) => {
  expect(isSameOrigin({ origin, host, forwardedHost })).toBe(same);
});
