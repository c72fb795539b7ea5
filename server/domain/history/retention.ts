/** How long history is kept, and what of it has to go. */
import type { EpochMs } from '#contract';
import { DAY_MS } from './rollup';
import { type KeptSince, type Source, sources } from './series';

/** Days, but for the hours that samples stay rows. */
export interface Retention {
  freshHours: number;
  /** Samples in chunks. */
  chunkDays: number;
  minuteDays: number;
  tenMinuteDays: number;
  hourDays: number;
  dayDays: number;
  /** Changes of phase, missed pings and disconnects: what availability and reports are made of. */
  stateDays: number;
  /** What teams were counted to be, minute by minute; their rollups are kept like those of pings. */
  countDays: number;
  /** Facts with an agent's name. */
  nameDays: number;
  /** Facts with a pseudonym in its place; after that only the team is known. */
  pseudonymDays: number;
  /** Incidents that are resolved, and what mutes them. */
  incidentDays: number;
  /** Who was told of them, try by try. */
  deliveryDays: number;
  /** Who changed or saw what. */
  auditDays: number;
}

const THREE_YEARS = 3 * 366;

export const defaultRetention: Retention = {
  freshHours: 2,
  chunkDays: 30,
  minuteDays: 30,
  tenMinuteDays: 180,
  hourDays: THREE_YEARS,
  dayDays: THREE_YEARS,
  stateDays: THREE_YEARS,
  countDays: 30,
  nameDays: 30,
  pseudonymDays: 180,
  incidentDays: THREE_YEARS,
  deliveryDays: 180,
  auditDays: 365,
};

export const countPrunedKinds = ['counts', 'counts-10m', 'counts-1h', 'counts-1d'] as const;
export type CountPrunedKind = (typeof countPrunedKinds)[number];
export const alertPrunedKinds = [
  ...([
    'incidents',
    'incident-events',
    'silences',
    'windows',
    'deliveries',
    'delivery-events',
    'transcripts',
    'audit',
  ] as const),
] as const;
export type AlertPrunedKind = (typeof alertPrunedKinds)[number];

/** What is thrown away as it gets old; the others lose their names. */
export const prunedKinds = [
  ...([...sources, 'missed', 'server-minutes', 'disconnects', 'groups', 'events'] as const),
  ...countPrunedKinds,
  ...alertPrunedKinds,
] as const;
export type PrunedKind = (typeof prunedKinds)[number];
export const forgottenKinds = ['names', 'pseudonyms'] as const;
export type ForgottenKind = (typeof forgottenKinds)[number];

/** Everything before these times may be thrown away: whole days of UTC, so that nothing that is kept is incomplete. */
export function horizonsOf(retention: Retention, now: EpochMs): Record<PrunedKind | ForgottenKind, EpochMs> {
  const since = (days: number) => Math.max(0, Math.floor((now - days * DAY_MS) / DAY_MS) * DAY_MS);
  return {
    samples: since(retention.chunkDays),
    '1m': since(retention.minuteDays),
    '10m': since(retention.tenMinuteDays),
    '1h': since(retention.hourDays),
    '1d': since(retention.dayDays),
    missed: since(retention.stateDays),
    events: since(retention.stateDays),
    disconnects: since(retention.stateDays),
    groups: since(retention.stateDays),
    counts: since(retention.countDays),
    'counts-10m': since(retention.tenMinuteDays),
    'counts-1h': since(retention.hourDays),
    'counts-1d': since(retention.dayDays),
    incidents: since(retention.incidentDays),
    'incident-events': since(retention.incidentDays),
    silences: since(retention.incidentDays),
    // Availability of the past leaves out what was planned then.
    windows: since(retention.stateDays),
    transcripts: since(retention.incidentDays),
    deliveries: since(retention.deliveryDays),
    'delivery-events': since(retention.deliveryDays),
    audit: since(retention.auditDays),
    'server-minutes': since(retention.minuteDays),
    names: since(retention.nameDays),
    pseudonyms: since(Math.max(retention.nameDays, retention.pseudonymDays)),
  };
}

/** @param marks what has been thrown away so far */
export function keptSince(marks: ReadonlyMap<string, EpochMs>): KeptSince {
  const since = (source: Source) => marks.get(source) ?? 0;
  return { samples: since('samples'), '1m': since('1m'), '10m': since('10m'), '1h': since('1h'), '1d': since('1d') };
}
