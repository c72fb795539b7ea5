/** Incidents in words. */
import type { Incident, IncidentKind, Severity, TimelineEntry } from '#contract';

export const severityWords: Record<Severity, string> = {
  page: 'Page',
  high: 'High',
  ticket: 'Ticket',
  'in-page': 'Notice',
};

export const kindWords: Record<IncidentKind, string> = {
  'service-down': 'Service',
  'server-outage': 'Server outage',
  'group-disconnect': 'Group disconnect',
  'team-out': 'Team',
  'unstable-agents': 'Unstable connections',
  'event-delay': 'Event delay',
  'round-trip': 'Answer times',
  'session-down': 'Session',
  certificate: 'Certificate',
  account: 'Account',
  'crowded-side': 'Load',
  'queued-tasks': 'Load',
  observer: 'Holdfast itself',
};

/** `open`, `open, J. Kim has it`, `open, muted`, `over`. */
export function statusWords(i: Incident): string {
  if (i.status === 'resolved') return i.resolved?.who == null ? 'over' : `closed by ${i.resolved.who}`;
  if (i.mutedBy !== null) return 'open, muted';
  return i.acknowledged === null ? 'open' : `open, ${i.assignedTo ?? i.acknowledged.who} has it`;
}

const entryWords: Record<TimelineEntry['kind'], string> = {
  'first-sign': 'First sign',
  fired: 'Alert',
  told: 'Told',
  affected: 'Affected',
  muted: 'Muted',
  unmuted: 'No longer muted',
  acknowledged: 'Acknowledged',
  assigned: 'Assigned',
  note: 'Note',
  flapping: 'Flapping',
  merged: 'Merged',
  resolved: 'Over',
  reopened: 'Back again',
  'not-told': 'Not told',
};

/** `Alert: One side down (page): …` */
export function entrySentence({ kind, text, by }: TimelineEntry): string {
  const who = by === null ? '' : ` (${by})`;
  return kind === 'acknowledged' ? `Acknowledged by ${by ?? 'Holdfast'}` : `${entryWords[kind]}: ${text}${who}`;
}

/** `3 incidents`, with the most urgent one in words for people who cannot see colours. */
export function countWords(open: readonly Incident[]): string {
  const pages = open.filter((i) => i.severity === 'page').length;
  const noun = open.length === 1 ? 'incident' : 'incidents';
  return pages === 0 ? `${open.length} ${noun}` : `${open.length} ${noun}, ${pages} urgent`;
}

/** The form of a silence that fits this incident and its like. */
export function silenceAddress(i: Pick<Incident, 'kind' | 'clusterKey' | 'nodeKey' | 'teamId'>): string {
  const query = new URLSearchParams({ kind: i.kind });
  if (i.clusterKey !== null) query.set('cluster', i.clusterKey);
  if (i.nodeKey !== null) query.set('node', i.nodeKey);
  if (i.teamId !== null) query.set('team', i.teamId);
  return `/alerting/silences?${query}`;
}
