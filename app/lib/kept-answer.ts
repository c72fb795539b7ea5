/** What whoever asked may keep of an answer, and how they ask whether it is still so. */
import { createHash } from 'node:crypto';
import type { Permission } from '#contract';
import { isKnown } from '../../server/domain/http/etag';

/** About people by their names, or secretive by nature: kept nowhere. */
const unkept: ReadonlySet<Permission> = new Set<Permission>(['see-agents', 'configure', 'administer']);

/**
 * Marks JSON that was read with GET, and answers 304 to whoever has it already (RFC 9110 §13.1.2 and §15.4.5). Everything else
 * stays as it is, and is not to be kept.
 */
export async function withMark(request: Request, permission: Permission, answer: Response): Promise<Response> {
  if (request.method !== 'GET' || answer.status !== 200) return answer;
  // What is taken away as a file may be long, and is written while it is read.
  if (answer.headers.has('content-disposition')) return answer;
  if (!/^application\/json\b/.test(answer.headers.get('content-type') ?? '')) return answer;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const headers = new Headers(answer.headers);
  // Weak: a proxy may compress it on its way.
  const etag = `W/"${createHash('sha1').update(bytes).digest('base64url')}"`;
  headers.set('etag', etag);
  headers.set('cache-control', unkept.has(permission) ? 'no-store' : 'private, no-cache');
  headers.append('vary', 'Accept, Authorization, Cookie');
  if (!isKnown(request.headers.get('if-none-match'), etag)) return new Response(bytes, { status: 200, headers });
  for (const name of ['content-type', 'content-length']) headers.delete(name);
  return new Response(null, { status: 304, headers });
}

/** The same answer with more headers. */
export function withHeaders(answer: Response, more: readonly (readonly [string, string])[]): Response {
  const headers = new Headers(answer.headers);
  for (const [name, value] of more) headers.set(name, value);
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}
