/** An answer that need not be sent again while it is the same. */
import { createHash } from 'node:crypto';

/** RFC 9110 §8.8.3, §13.1.2. The file may change without a new revision, so that the tag is of the whole. */
export function unlessUnchanged(request: Request, body: unknown): Response {
  const text = JSON.stringify(body);
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'private, no-cache', 'content-type': 'application/json' };
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*')
    ? new Response(null, { status: 304, headers: { etag, 'cache-control': headers['cache-control'] } })
    : new Response(text, { headers });
}
