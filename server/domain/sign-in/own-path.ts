/** Where somebody goes on after signing in: only to a page of our own. Pure. */

const HERE = 'http://holdfast.invalid';
const LONGEST = 500;

/** @returns a path with its query, `/` for whatever leads elsewhere */
export function ownPath(asked: string | null): string {
  // A backslash is a slash to browsers, and what is no character is left out by them: both could begin another host.
  if (asked === null || asked.length > LONGEST || !/^\/(?![/\\])[\x20-\x7e]*$/.test(asked)) return '/';
  if (!URL.canParse(asked, HERE)) return '/';
  const { origin, pathname, search } = new URL(asked, HERE);
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}` : '/';
}
