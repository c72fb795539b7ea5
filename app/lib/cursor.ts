/** Cursors: where a list was left, in a form that nobody is to look into. */
import { NO_CURSOR } from '#contract';
import { pageOf } from '../../server/domain/http/paging';
import { json } from './problem';
import { type Read, wrongQuery } from './query';

/** @param list its name: a cursor of one list is none of another */
export function cursorOf(list: string, key: string): string {
  return Buffer.from(`${list}\n${key}`, 'utf8').toString('base64url');
}

/** The key that it stands for; null: from the start. */
export function readCursor(list: string, cursor: string | undefined): Read<string | null> {
  if (cursor === undefined) return { status: 'ok', value: null };
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const key = text.startsWith(`${list}\n`) ? text.slice(list.length + 1) : '';
  // What decodes to the same bytes in two ways, or to no text, was not made here.
  if (key === '' || cursorOf(list, key) !== cursor)
    return { status: 'invalid', errors: [{ path: 'cursor', message: NO_CURSOR }] };
  return { status: 'ok', value: key };
}

export interface Asked {
  limit: number;
  cursor?: string | undefined;
}

/** A page of a list in order of its keys, with `next` in the body and as a link. */
export function answerList<T>(
  request: Request,
  { name, keyOf }: { name: string; keyOf: (item: T) => string },
  { limit, cursor }: Asked,
  items: readonly T[],
): Response {
  const after = readCursor(name, cursor);
  if (after.status === 'invalid') return wrongQuery(after.errors);
  const page = pageOf(items, keyOf, { after: after.value, limit });
  const next = page.after === null ? null : cursorOf(name, page.after);
  return linked(request, json({ items: page.items, next }), next);
}

/** RFC 8288 §3: relative to the address that was asked for, so that it holds behind any proxy. */
export function linked(request: Request, answer: Response, next: string | null): Response {
  if (next === null) return answer;
  const query = new URL(request.url).searchParams;
  query.set('cursor', next);
  answer.headers.set('link', `<?${query}>; rel="next"`);
  return answer;
}
