/** Takes a person out of what people typed: notes, reasons, entries of the audit log. */
import { z } from 'zod';

/** All that somebody may be called by. */
export interface Identity {
  clusterKey: string;
  loginId: string;
  /** First and last names that were ever told, spelled as they were. */
  names: readonly string[];
}

/** Stands where a name was. */
export const BLOT = '[name removed]';
/** A single letter is in every word. */
const LEAST_NAME = 2;

export type Blot = (text: string) => string;

/**
 * Logins in any spelling, with the rest of a JID, and two names of one person side by side; a name alone only as spelled or in capitals:
 * many are words as well. Whole words alone.
 */
export function blotter(people: readonly Identity[]): Blot {
  const logins = people.map(({ loginId }) => `${quoted(loginId)}(?:@[\\w.-]*\\w)?(?:/[\\w.-]*\\w)?`);
  const named = people.map(({ names }) => names.filter((name) => name.trim().length >= LEAST_NAME));
  const pairs = named.flatMap((names) =>
    names.flatMap((one) => names.flatMap((two) => (one === two ? [] : [`${quoted(one)}[ ,]+${quoted(two)}`]))),
  );
  const alone = named.flat().flatMap((name) => [quoted(name), quoted(name.toUpperCase())]);
  const patterns = [wordsOf([...pairs, ...logins], 'giu'), wordsOf(alone, 'gu')].flatMap((pattern) => pattern ?? []);
  const again = new RegExp(`${quoted(BLOT)}(?:[ ,]+${quoted(BLOT)})+`, 'g');
  return (text) => patterns.reduce((left, pattern) => left.replace(pattern, BLOT), text).replace(again, BLOT);
}

function wordsOf(words: readonly string[], flags: string): RegExp | null {
  // The longest first: of two that begin alike the shorter would leave the rest.
  const sorted = [...new Set(words)].sort((a, b) => b.length - a.length);
  return sorted.length === 0
    ? null
    : new RegExp(`(?<![\\p{L}\\p{N}_])(?:${sorted.join('|')})(?![\\p{L}\\p{N}_])`, flags);
}

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** The same with every text in it blotted, however deep; the very same value where there was nothing. */
export function blottedDeep(value: unknown, blot: Blot): unknown {
  if (typeof value === 'string') return blot(value);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => blottedDeep(item, blot));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const before = Object.entries(value);
  const after = before.map(([key, part]): [string, unknown] => [key, blottedDeep(part, blot)]);
  return after.some(([, part], i) => part !== before[i]?.[1]) ? Object.fromEntries(after) : value;
}

/**
 * The same with what people typed in it blotted, and nothing else: the notes of an incident, the reason of a silence, as records or as
 * facts that carry them. The very same value where there was nothing.
 */
export function blottedTyped(value: unknown, blot: Blot): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { incident, silence, timeline, reason, assignedTo } = z.looseObject({}).parse(value);
  const changed: Record<string, unknown> = {};
  const put = (key: string, before: unknown, after: unknown) => {
    if (after !== before) changed[key] = after;
  };
  if (incident !== undefined) put('incident', incident, blottedTyped(incident, blot));
  if (silence !== undefined) put('silence', silence, blottedTyped(silence, blot));
  if (typeof reason === 'string') put('reason', reason, blot(reason));
  if (typeof assignedTo === 'string') put('assignedTo', assignedTo, blot(assignedTo));
  if (Array.isArray(timeline)) {
    const entries = timeline.map((entry: unknown) => blottedEntry(entry, blot));
    if (entries.some((entry, i) => entry !== timeline[i])) changed.timeline = entries;
  }
  return Object.keys(changed).length === 0 ? value : { ...value, ...changed };
}

const typedEntry = z.looseObject({ by: z.string(), text: z.string() });

function blottedEntry(entry: unknown, blot: Blot): unknown {
  const typed = typedEntry.safeParse(entry);
  if (!typed.success) return entry;
  const text = blot(typed.data.text);
  return text === typed.data.text ? entry : { ...typed.data, text };
}

/**
 * The same with each `loginId` in it, however deep, as somebody else.
 *
 * @param become from the cluster, as far as it stands beside, and the login
 */
export function loginsDeep(value: unknown, become: (clusterKey: string, loginId: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => loginsDeep(item, become));
  if (typeof value !== 'object' || value === null) return value;
  const cluster: unknown = Reflect.get(value, 'clusterKey');
  const clusterKey = typeof cluster === 'string' ? cluster : '';
  return Object.fromEntries(
    Object.entries(value).map(([key, part]): [string, unknown] => [
      key,
      key === 'loginId' && typeof part === 'string' ? become(clusterKey, part) : loginsDeep(part, become),
    ]),
  );
}
