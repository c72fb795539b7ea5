/** The audit log in words. Pure. */
import type { AuditEntryView, AuditKind } from '#contract';

export const kindWords: Readonly<Record<AuditKind, string>> = {
  'signing-in': 'Signing in',
  people: 'People',
  access: 'Keys and links',
  settings: 'Settings',
  incidents: 'Incidents',
  seen: 'Seen and taken away',
};

const actions: Readonly<Record<string, string>> = {
  'signed-in': 'signed in',
  'signed-out': 'signed out',
  'sign-in-refused': 'was not let in',
  'password-changed': 'changed the password',
  'password-refused': 'gave a wrong password',
  'password-reset': 'chose a new password',
  'password-reset-asked': 'asked for a new password',
  'password-reset-offered': 'offered a new password',
  'second-factor-on': 'switched the second factor on',
  'second-factor-off': 'switched the second factor off',
  'second-factor-removed': 'took the second factor away',
  'sign-ins-ended': 'ended sign-ins',
  'set-up': 'set Holdfast up',
  'person-added': 'added a person',
  'person-changed': 'changed what a person may',
  'person-removed': 'removed a person',
  'person-linked': 'came by single sign-on the first time',
  'person-invited': 'invited a person',
  'person-forgotten': 'had a person forgotten',
  'invitation-withdrawn': 'withdrew an invitation',
  'invitation-accepted': 'took up an invitation',
  'key-made': 'made a key',
  'key-revoked': 'revoked a key',
  'link-made': 'made a link',
  'link-revoked': 'revoked a link',
  'configuration-changed': 'changed the configuration',
  'configuration-imported': 'took over a configuration',
  'configuration-exported': 'took the configuration away',
  'privacy-changed': 'changed what of people is kept',
  'connection-tested': 'tested a connection',
  'view-agent': 'looked at an agent',
  'export-incident': 'took an incident away',
  'audit-exported': 'took the audit log away',
};

/** `made a key`; a command in its own words: `pause target`. */
export const actionWords = (action: string): string => actions[action] ?? action.replaceAll('-', ' ');

export const actorWords = (actor: string): string => (actor === '-' ? 'Nobody known' : actor);

export interface DetailLine {
  name: string;
  was: string | null;
  is: string | null;
}

/** What was and what is, name by name; what stayed is left out. The rest of the detail as it is. */
export function detailLines({ detail }: Pick<AuditEntryView, 'detail'>): DetailLine[] {
  const { was, is, ...rest } = detail;
  const [before, after] = [fieldsOf(was), fieldsOf(is)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.flatMap((name) => {
    const [a, b] = [textOf(before[name]), textOf(after[name])];
    return a === b ? [] : [{ name, was: a, is: b }];
  });
  const others = Object.entries(rest).map(([name, value]) => ({ name, was: null, is: textOf(value) }));
  return [...changed, ...others].filter((line) => line.was !== null || line.is !== null);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return value === undefined ? {} : { value };
  return Object.fromEntries(Object.entries(value));
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  return JSON.stringify(value);
}
