/** The zod pieces that Finesse's values are made of: text in, checked values out. */
import { z } from 'zod';
import type { EpochMs } from '#contract';

/** A word of a server; longer ones are not what they claim to be. */
export const word = z.string().min(1).max(256);
export const words = word.nullable();

const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/;

/** `YYYY-MM-DDThh:mm:ss.SSSZ` of the server's clock; null for the empty one (FINESSE §1.3) and for what is no time. */
export function stampOf(text: string | null): EpochMs | null {
  if (text === null || !STAMP.test(text)) return null;
  const at = Date.parse(text);
  return Number.isFinite(at) && at >= 0 ? at : null;
}

/** null for what is no integer that JavaScript can hold. */
export function integerOf(text: string | null): number | null {
  if (text === null || !/^[+-]?\d{1,15}$/.test(text)) return null;
  return Number(text);
}

/** A count; null for a negative one as well. */
export function countOf(text: string | null): number | null {
  const count = integerOf(text);
  return count === null || count < 0 ? null : count;
}

/** FINESSE §1.3: -1 says none, just signed in, or not recoverable: nothing at all. */
export function reasonIdOf(text: string | null): number | null {
  const id = integerOf(text);
  return id === -1 ? null : id;
}

export function booleanOf(text: string | null): boolean | null {
  const said = text?.toLowerCase();
  return said === 'true' ? true : said === 'false' ? false : null;
}

/** States and kinds are open enums: in upper case, as they are written. */
export const upper = (text: string | null): string | null => text?.toUpperCase() ?? null;
