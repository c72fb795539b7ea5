/** What the wall says of its figures: the one thing that matters most, and how old it all is. Pure. */
import {
  type EpochMs,
  type IncidentKind,
  type Severity,
  STALE_AFTER_MS,
  type WallCluster,
  type WallCounts,
  type WallFigures,
  type WallTeam,
} from '#contract';
import { inWords, plural } from '../format/units';

export type Tone = 'well' | 'warn' | 'bad' | 'unknown';

export interface WallSentence {
  tone: Tone;
  words: string;
}

/** Holdfast's own sight goes first: without it the rest is old. */
export function wallSentence({ clusters, incidents, measuredAt, at }: WallFigures): WallSentence {
  if (measuredAt === null || at - measuredAt > BLIND_AFTER_MS)
    return { tone: 'unknown', words: 'Nothing is measured at the moment: what is shown is old' };
  const sum = summedCounts(clusters);
  const out = clusters.flatMap((c) => c.servers.filter((s) => s.status === 'out'));
  const lost = clusters.reduce((n, c) => n + (c.servers.length === 0 ? c.sessions.all - c.sessions.online : 0), 0);
  const parts = [
    ...(out.length === 0 ? [] : [`${plural(out.length, 'server')} out`]),
    ...(sum.atRisk === 0 ? [] : [`${plural(sum.atRisk, 'agent')} at risk`]),
    ...(sum.out === 0 ? [] : [`${plural(sum.out, 'agent')} forced out`]),
    ...(lost === 0 ? [] : [`${plural(lost, 'session')} lost`]),
  ];
  const urgent = incidents.filter((i) => i.severity === 'page').reduce((n, i) => n + i.count, 0);
  if (parts.length > 0) return { tone: out.length > 0 || urgent > 0 ? 'bad' : 'warn', words: capital(inWords(parts)) };
  const open = incidents.reduce((n, i) => n + i.count, 0);
  if (urgent > 0) return { tone: 'bad', words: plural(urgent, 'urgent incident') };
  if (clusters.length === 0) return { tone: 'unknown', words: 'There is nothing to show yet' };
  const high = incidents.some((i) => i.severity === 'high');
  if (open > 0)
    return { tone: high ? 'warn' : 'well', words: `Connections are well; ${plural(open, 'incident')} open` };
  return { tone: 'well', words: 'All connections are well' };
}

/** As long as the pages allow the worker. */
const BLIND_AFTER_MS = 15_000;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function summedCounts(clusters: readonly { counts: WallCounts }[]): WallCounts {
  const sum = { connected: 0, unstable: 0, atRisk: 0, out: 0, unknown: 0 };
  for (const { counts } of clusters) {
    sum.connected += counts.connected;
    sum.unstable += counts.unstable;
    sum.atRisk += counts.atRisk;
    sum.out += counts.out;
    sum.unknown += counts.unknown;
  }
  return sum;
}

/** Tiles that can be told apart across a room. */
const TEAMS_AT_MOST = 24;

export interface ShownTeams {
  teams: readonly WallTeam[];
  /** Left out, all of them without trouble unless there is more trouble than room. */
  more: number;
  moreInTrouble: number;
}

/** Those in trouble first; the others keep the order of their names. */
export function shownTeams({ teams }: WallCluster, clusters: number): ShownTeams {
  const room = Math.max(4, Math.floor(TEAMS_AT_MOST / Math.max(1, clusters)));
  const sorted = [...teams].sort((a, b) => troubleOf(b.counts) - troubleOf(a.counts));
  const left = sorted.slice(room);
  return {
    teams: sorted.slice(0, room),
    more: left.length,
    moreInTrouble: left.filter((t) => troubleOf(t.counts) > 0).length,
  };
}

/** One cluster of few teams: there is room to be seen from further away. */
export function isSparse({ clusters }: WallFigures): boolean {
  return clusters.length === 1 && (clusters[0]?.teams.length ?? 0) <= 12;
}

export const troubleOf = ({ atRisk, out }: WallCounts): number => atRisk + out;

export const severityNames: Readonly<Record<Severity, string>> = {
  page: 'Urgent',
  high: 'High',
  ticket: 'Ticket',
  'in-page': 'Notice',
};

export const kindNames: Readonly<Record<IncidentKind, string>> = {
  'service-down': 'Service down',
  'server-outage': 'Server outage',
  'group-disconnect': 'Many agents disconnected together',
  'team-out': 'Much of a team is out',
  'unstable-agents': 'Unstable connections',
  'event-delay': 'Events arrive late',
  'round-trip': 'Slow answers',
  'session-down': 'Session down',
  certificate: 'Certificate',
  account: 'Account of Holdfast',
  'crowded-side': 'One side is crowded',
  'queued-tasks': 'Tasks queue up',
  observer: 'Holdfast itself',
};

export const urgentOf = ({ incidents }: WallFigures): number =>
  incidents.filter((i) => i.severity === 'page' && !i.acknowledged).reduce((n, i) => n + i.count, 0);

export type Freshness = 'fresh' | 'late' | 'stale';

/** The wall asks every 5 s: one answer that is missed shows, three are an outage of the wall. */
export function freshnessOf(heardAt: EpochMs, now: EpochMs): Freshness {
  const age = now - heardAt;
  return age <= 8_000 ? 'fresh' : age <= Math.max(20_000, STALE_AFTER_MS) ? 'late' : 'stale';
}
