/** Why stored bytes are not what this version writes. */

/**
 * - `version`: written by another version, or not by us
 * - `truncated`: ends before what it announces
 * - `excess`: goes on after its end
 * - `implausible`: announces what cannot be: more than fits, out of order, counts that do not add up
 */
export type Unreadable = 'version' | 'truncated' | 'excess' | 'implausible';

export type Decoded<T> = { ok: true; value: T } | { ok: false; condition: Unreadable };

export function readable<T>(value: T): Decoded<T> {
  return { ok: true, value };
}

export function unreadable(condition: Unreadable): { ok: false; condition: Unreadable } {
  return { ok: false, condition };
}
