/** Silences as the page shows and makes them. Pure. */
import {
  type EpochMs,
  fitsAll,
  type Incident,
  incidentKinds,
  isInForce,
  type Matcher,
  type Silence,
  severities,
  valuesOf,
} from '#contract';
import { kindWords, severityWords } from '../../incidents/words';

export const fields = ['kind', 'severity', 'cluster', 'node', 'team', 'subject'] as const;
export type Field = Matcher['field'];

export const fieldWords: Record<Field, string> = {
  ...{ kind: 'Kind', severity: 'Severity', cluster: 'Cluster', node: 'Server', team: 'Team', subject: 'Subject' },
};

/** `Kind is Session`, `Server is not finesse-b`. */
export function matcherWords({ field, is, value }: Matcher): string {
  return `${fieldWords[field]} ${is === 'equal' ? 'is' : 'is not'} ${valueWords(field, value)}`;
}

/** What a value is called, where it has a name besides. */
export function valueWords(field: Field, value: string): string {
  const [kind, severity] = [incidentKinds.find((k) => k === value), severities.find((s) => s === value)];
  if (field === 'kind' && kind !== undefined) return `${kindWords[kind]} (${value})`;
  return field === 'severity' && severity !== undefined ? severityWords[severity] : value;
}

export interface Sorted {
  inForce: Silence[];
  toCome: Silence[];
  ended: Silence[];
}

/** Those that end next come first; of those that are over the last. */
export function sorted(silences: readonly Silence[], at: EpochMs): Sorted {
  const byEnd = [...silences].sort((a, b) => a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1));
  return {
    inForce: byEnd.filter((s) => isInForce(s, at)),
    toCome: byEnd.filter((s) => s.startsAt > at),
    ended: byEnd.filter((s) => s.expiresAt <= at).reverse(),
  };
}

/** The open incidents that fit. */
export function fitting(matchers: readonly Matcher[], incidents: readonly Incident[]): Incident[] {
  return matchers.length === 0 ? [] : incidents.filter((i) => i.status === 'open' && fitsAll(matchers, i));
}

/** The form as the address fills it in: `?kind=session-down&cluster=cc`. A field with nothing is one to fill in. */
export function draftOf(query: URLSearchParams): Matcher[] {
  const said = fields.flatMap((field): Matcher[] =>
    query
      .getAll(field)
      .filter((value) => value !== '')
      .map((value) => ({ field, is: 'equal', value })),
  );
  return said.length > 0 ? said : [{ field: 'cluster', is: 'equal', value: '' }];
}

/** What can be chosen: of kind and severity what there is at all, of the others what open incidents have. */
export function choices(field: Field, incidents: readonly Incident[]): { value: string; label: string }[] {
  const values =
    field === 'kind'
      ? incidentKinds
      : field === 'severity'
        ? severities
        : new Set(incidents.flatMap((i) => valuesOf(field, i)));
  return [...values].map((value) => ({ value, label: valueWords(field, value) }));
}

/** As sent: without what was left empty. */
export const filledIn = (matchers: readonly Matcher[]): Matcher[] =>
  matchers.map((m) => ({ ...m, value: m.value.trim() })).filter((m) => m.value !== '');

const HOUR_MS = 3_600_000;
export const lengths = [
  { ms: HOUR_MS / 2, words: '30 minutes' },
  { ms: HOUR_MS, words: '1 hour' },
  { ms: 4 * HOUR_MS, words: '4 hours' },
  { ms: 8 * HOUR_MS, words: '8 hours' },
  { ms: 24 * HOUR_MS, words: '1 day' },
  { ms: 72 * HOUR_MS, words: '3 days' },
  { ms: 168 * HOUR_MS, words: '1 week' },
] as const;

/** `Two silences are in force, …` */
export function silencesSentence({ inForce, toCome }: Sorted): string {
  const force = inForce.length === 0 ? 'No silence is in force' : `${count(inForce.length)} in force`;
  const come = toCome.length === 0 ? '' : `, ${toCome.length} to come`;
  return `${force}${come}. What fits one is evaluated and shown, and nobody is told of it; who was told of its beginning is told of its end.`;
}

const count = (n: number): string => (n === 1 ? '1 silence is' : `${n} silences are`);
