/** What a review of an outage is made from, as it was read at one time, and who it concerns. */
import type {
  Disconnect,
  EpochMs,
  EventOf,
  EvidenceFeed,
  Failure,
  GroupRecord,
  Incident,
  IncidentSnapshot,
  OutageCause,
  PhaseInterval,
  PresenceOutcome,
  ReadinessRung,
  Recorded,
  RttLane,
  ServerView,
  TargetKey,
  TargetState,
  TransportKind,
  UnobservedSpan,
} from '#contract';
import { isForcedOut } from '#contract';
import type { Span } from '../../history/timeline';
import { isLoss, wentAt } from '../../presence/disconnects';

export const serverFactTypes = [
  ...(['readiness-changed', 'outage-changed', 'server-facts-changed', 'feed-changed'] as const),
  'server-certificate-changed',
] as const;
export const targetFactTypes = [
  ...(['session-lost', 'connect-finished', 'target-configured', 'target-archived'] as const),
  ...(['certificate-changed', 'command-accepted'] as const),
] as const;
export const observerFactTypes = [
  ...(['observer-started', 'observer-gap', 'observer-stalled', 'clock-stepped'] as const),
  ...(['alerting-configured', 'silence-changed'] as const),
] as const;

export type ServerFact = Recorded<EventOf<(typeof serverFactTypes)[number]>>;
export type TargetFact = Recorded<EventOf<(typeof targetFactTypes)[number]>>;
export type ObserverFact = Recorded<EventOf<(typeof observerFactTypes)[number]>>;

/** The product's words for what the standards name. */
export interface ReviewWords {
  failure(failure: Failure): string;
  rung(rung: ReadinessRung): string;
  cause(cause: OutageCause): string;
  outcome(outcome: PresenceOutcome): string;
  transport(kind: TransportKind): string;
  feed(feed: EvidenceFeed): string;
}

export interface OutageReads {
  at: EpochMs;
  incident: Incident;
  deliveries: IncidentSnapshot['deliveries'];
  clusterName: string | null;
  window: OutageWindow;
  servers: readonly ServerView[];
  /** In order of time, from a day before the window; of each kind and server the last one before as well. */
  serverFacts: readonly ServerFact[];
  targets: readonly TargetState[];
  sessions: readonly { target: TargetKey; intervals: readonly PhaseInterval[] }[];
  sessionsLeftOut: number;
  targetFacts: readonly TargetFact[];
  observerFacts: readonly ObserverFact[];
  unobserved: readonly UnobservedSpan[];
  /** Of the cluster and the window; null: those of agents are not asked for. */
  disconnects: readonly Disconnect[];
  groups: readonly GroupRecord[];
  /** By login as stored, in order of seq, the one in force before the window first. */
  verdicts: ReadonlyMap<string, readonly EventOf<'agent-health-changed'>[]>;
  rtt: readonly RttLane[];
  /** Of each kind of history: everything before is gone. */
  thrownAway: ReadonlyMap<string, EpochMs>;
  names: boolean;
  pseudonymOf(clusterKey: string, loginId: string): string;
  words: ReviewWords;
}

export interface OutageWindow extends Span {
  trouble: Span;
}

const MINUTE = 60_000;
export const DAY_BEFORE_MS = 86_400_000;
/** What is told of an agent may be this much before the first sign of the servers, or after their end. */
const LOSS_BEFORE_MS = MINUTE;
const LOSS_AFTER_MS = 3 * MINUTE;

/** The trouble with enough around it to see what was before, and how people came back. */
export function outageWindow(i: Pick<Incident, 'firstSignAt' | 'resolved'>, at: EpochMs): OutageWindow {
  const trouble = { from: i.firstSignAt, to: Math.max(i.firstSignAt + 1_000, i.resolved?.time ?? at) };
  const around = Math.min(30 * MINUTE, Math.max(5 * MINUTE, (trouble.to - trouble.from) / 3));
  const to =
    i.resolved === null ? trouble.to : Math.min(Math.max(at, trouble.to), trouble.to + Math.max(around, 15 * MINUTE));
  return { from: Math.max(0, Math.floor(trouble.from - around)), to: Math.ceil(to), trouble };
}

/** Losses that the incident is about. @returns null: it is not about agents */
export function affectedBy(
  i: Incident,
  disconnects: readonly Disconnect[],
  { trouble }: OutageWindow,
): Disconnect[] | null {
  const inTime = (d: Disconnect) =>
    wentAt(d) >= trouble.from - LOSS_BEFORE_MS && wentAt(d) <= trouble.to + LOSS_AFTER_MS && isLoss(d);
  const where = (belongs: (d: Disconnect) => boolean) => disconnects.filter((d) => inTime(d) && belongs(d));
  switch (i.kind) {
    case 'group-disconnect': {
      const groupId = i.subject.split(' ').at(-1);
      return disconnects.filter((d) => d.groupId === groupId);
    }
    case 'team-out':
      return where((d) => d.teamId === i.teamId);
    case 'server-outage':
      return where((d) => d.side === i.side || (d.side === null && isForcedOut(d)));
    case 'service-down':
      return where(() => true);
    case 'unstable-agents':
      return where((d) => i.affected.teams.some((t) => t.teamId === d.teamId));
    default:
      return null;
  }
}

/** How many lanes are drawn; the rest is counted. */
export const LANES_SHOWN = 40;

/** Those whose lanes are drawn: forced out before others, then by the time lost; in order of time. */
export function lanesOf(affected: readonly Disconnect[], lostMs: (d: Disconnect) => number): Disconnect[] {
  return [...affected]
    .sort((a, b) => Number(isForcedOut(b)) - Number(isForcedOut(a)) || lostMs(b) - lostMs(a) || wentAt(a) - wentAt(b))
    .slice(0, LANES_SHOWN)
    .sort((a, b) => wentAt(a) - wentAt(b) || (a.id < b.id ? -1 : 1));
}

/** The servers that the trouble is about: its own, or all. */
export function troubledServers(i: Incident, servers: readonly ServerView[]): ServerView[] {
  if (i.nodeKey !== null) return servers.filter((s) => s.nodeKey === i.nodeKey);
  const named = servers.filter((s) => i.affected.servers.includes(`${s.clusterKey}/${s.nodeKey}`));
  return named.length > 0 ? named : [...servers];
}
