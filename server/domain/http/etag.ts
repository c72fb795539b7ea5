/** Whether somebody has an answer already, by its mark. Pure. */

/**
 * RFC 9110 §13.1.2: `If-None-Match` is `*` or a list of marks, compared weakly.
 *
 * @param asked the header as it came; null: there was none
 */
export function isKnown(asked: string | null, etag: string): boolean {
  if (asked === null) return false;
  if (asked.trim() === '*') return true;
  return asked.split(',').some((one) => opaqueOf(one) === opaqueOf(etag));
}

// RFC 9110 §8.8.3.2: weak comparison looks at the opaque tags alone.
function opaqueOf(etag: string): string {
  return etag.trim().replace(/^W\//, '');
}
