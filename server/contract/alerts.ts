/** Incidents, the alerts that make them, what mutes them, and who was told: as recorded, streamed and shown. */
import { z } from 'zod';
import { teamId } from './agents';
import { born } from './born';
import { failure } from './failure';
import { epochMs, slug, type Topic, targetKey, topicOf } from './identity';
import { finesseSide, groupScope, outageCause } from './presence';
import { ruleCondition, ruleSchedule, ruleWhere } from './rules';
import { isInScope, type Scope } from './scope';

/** In order of urgency, the most urgent first. `in-page`: on the pages of those concerned, and nowhere else unless a channel asks for it. */
export const severities = ['page', 'high', 'ticket', 'in-page'] as const;
export const severity = z.enum(severities);
export type Severity = z.infer<typeof severity>;
/** 0 is the most urgent. */
export const urgencyOf = (s: Severity): number => severities.indexOf(s);

export const incidentKinds = [
  'service-down',
  'server-outage',
  'group-disconnect',
  'team-out',
  'unstable-agents',
  'event-delay',
  'round-trip',
  'session-down',
  'certificate',
  'account',
  'crowded-side',
  'queued-tasks',
  'observer',
] as const;
export const incidentKind = z.enum(incidentKinds);
export type IncidentKind = z.infer<typeof incidentKind>;

/** Who is concerned. `team`: the supervisors of one team, in their pages. */
export const audience = z.enum(['everybody', 'administrators', 'team']);
export type Audience = z.infer<typeof audience>;

/** A rule: a condition that must hold for a while, and who is told then. */
export const alertRule = z.object({
  key: slug,
  name: z.string().trim().min(1).max(80),
  kind: incidentKind,
  condition: ruleCondition,
  /** Only what lies here. */
  where: ruleWhere,
  severity,
  /** Outside of service hours; null: the same. */
  severityOutsideHours: severity.nullable(),
  audience,
  /** How long the condition must hold before it fires, and how long it must be gone before that is over. */
  forMs: z.number().int().nonnegative().max(86_400_000),
  recoverMs: z.number().int().nonnegative().max(86_400_000),
  /** When it is looked at; null: always. */
  schedule: ruleSchedule.nullable(),
  /** Carried by its incidents, for matchers and receivers. */
  labels: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,30}$/), z.string().max(100)),
  enabled: z.boolean(),
  /** `default`: comes with Holdfast. `file`: of holdfast.yaml, which alone can change it. `own`: made or changed in the pages. */
  origin: z.enum(['default', 'file', 'own']),
  /** What it is held against, for people; made from the condition. */
  threshold: z.string(),
});
export type AlertRule = z.infer<typeof alertRule>;

/** The state of one alert: a rule and what it is about. Times are the evidence's. */
export const alertState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('inactive') }),
  z.object({ status: z.literal('pending'), begunAt: epochMs }),
  z.object({
    status: z.literal('firing'),
    begunAt: epochMs,
    firedAt: epochMs,
    /** Since when the condition is gone; null: it holds. */
    clearAt: epochMs.nullable(),
  }),
]);
export type AlertState = z.infer<typeof alertState>;

/** Why something is not told to anybody for now; it is still evaluated, and shown. */
export const mute = z.object({
  by: z.enum(['cause', 'group', 'silence', 'maintenance']),
  /** The incident, silence or window. */
  ref: z.string(),
  text: z.string(),
});
export type Mute = z.infer<typeof mute>;

/** How an alert came to fire: everything that is needed to check it. */
export const explanation = z.object({
  ruleKey: slug,
  ruleName: z.string(),
  severity,
  threshold: z.string(),
  begunAt: epochMs,
  firedAt: epochMs,
  pendingForMs: z.number().int().nonnegative(),
  /** null: it still holds. */
  endedAt: epochMs.nullable(),
  samples: z.array(z.object({ time: epochMs, text: z.string() })).max(20),
});
export type Explanation = z.infer<typeof explanation>;

export const timelineKinds = [
  ...(['first-sign', 'fired', 'told', 'affected', 'muted', 'unmuted', 'acknowledged', 'assigned', 'note'] as const),
  ...(['flapping', 'resolved', 'reopened', 'not-told', 'merged'] as const),
] as const;
export const timelineEntry = z.object({
  time: epochMs,
  kind: z.enum(timelineKinds),
  text: z.string().max(2_000),
  /** Who did it; null: Holdfast. */
  by: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** What one channel was last told of an incident. */
export const channelTold = z.object({
  channel: z.string(),
  severity,
  toldAt: epochMs,
  /** Reminders since. */
  reminders: z.number().int(),
});
export type ChannelTold = z.infer<typeof channelTold>;

/**
 * A span of trouble. Replaced as a whole whenever it changes; the higher `revision` stands. Its times are on the wall clock, under names
 * that the bus does not move.
 */
export const incident = z.object({
  id: z.string(),
  revision: z.number().int().positive(),
  kind: incidentKind,
  /** What it is about: the same trouble again has the same. */
  subject: z.string(),
  severity,
  audience,
  clusterKey: slug.nullable(),
  nodeKey: slug.nullable(),
  side: finesseSide.nullable(),
  /** Set: only this team's share of it is told. */
  teamId: teamId.nullable(),
  title: z.string(),
  cause: z.object({
    outage: outageCause.nullable(),
    scope: groupScope.nullable(),
    where: z.string().nullable(),
    failure: failure.nullable(),
  }),
  status: z.enum(['open', 'resolved']),
  firstSignAt: epochMs,
  openedAt: epochMs,
  acknowledged: z.object({ time: epochMs, who: z.string() }).nullable(),
  assignedTo: z.string().nullable(),
  /** `who` null: it ended by itself. */
  resolved: z.object({ time: epochMs, who: z.string().nullable() }).nullable(),
  reopened: z.number().int().nonnegative(),
  /** Set: a duplicate of that incident, which goes on for both. */
  mergedInto: z.string().nullable().default(null),
  labels: z.record(z.string(), z.string()).default({}),
  flapping: z.boolean(),
  mutedBy: mute.nullable(),
  affected: z.object({
    servers: z.array(z.string()),
    transports: z.array(targetKey),
    teams: z.array(z.object({ teamId, name: z.string(), agents: z.number().int() })),
    /** Now, and at the most. */
    agents: z.number().int(),
    agentsAtMost: z.number().int(),
  }),
  explanations: z.array(explanation),
  told: z.array(channelTold),
  timeline: z.array(timelineEntry),
});
export type Incident = z.infer<typeof incident>;

export const incidentChanged = z.object({
  ...born,
  type: z.literal('incident-changed'),
  /** Set: the share of this team, for those who may see no other. */
  forTeam: z.object({ clusterKey: slug, teamId }).nullable(),
  incident,
});

/**
 * The topics of an incident: a team's share goes to the team; the whole one to those who may see all, and where no agents are counted to
 * everybody. One of a server counts agents when a group was merged into it: what is left without them is told on its own.
 */
export function topicsOfIncident(e: Pick<z.infer<typeof incidentChanged>, 'forTeam' | 'incident'>): Topic[] {
  const { forTeam } = e;
  if (forTeam !== null) {
    const { clusterKey, teamId } = forTeam;
    return [topicOf.team(clusterKey, teamId), topicOf.teamIncidents(clusterKey, teamId)];
  }
  const { clusterKey } = e.incident;
  if (clusterKey === null) return [topicOf.incidents, topicOf.serviceIncidents, topicOf.observer];
  if (countsAgents(e.incident)) return [topicOf.incidents, topicOf.agents(clusterKey)];
  return [topicOf.incidents, topicOf.serviceIncidents, topicOf.cluster(clusterKey)];
}

const aboutAgents: ReadonlySet<IncidentKind> = new Set(['group-disconnect', 'team-out', 'unstable-agents']);

/** Whether there are teams in it whose agents are counted. */
export function countsAgents(i: Pick<Incident, 'kind' | 'affected'>): boolean {
  return aboutAgents.has(i.kind) || i.affected.teams.length > 0;
}

/** What those see who may see only some teams: it shrinks to their share; null: it is about agents, and none of them theirs. */
export function incidentFor(i: Incident, scope: Scope): Incident | null {
  const { clusterKey } = i;
  if (scope === null || clusterKey === null || !countsAgents(i)) return i;
  const teams = i.affected.teams.filter((t) => isInScope(scope, clusterKey, t.teamId));
  if (teams.length === 0 && aboutAgents.has(i.kind)) return null;
  if (teams.length === i.affected.teams.length) return i;
  const timeline = i.timeline.filter((entry) => entry.kind !== 'affected' && entry.kind !== 'merged');
  return { ...ofTeams(i, teams), timeline, explanations: i.explanations.map((x) => ({ ...x, samples: [] })) };
}

/** As if these teams were all that it is about. */
function ofTeams(i: Incident, teams: Incident['affected']['teams']): Incident {
  const agents = teams.reduce((sum, t) => sum + t.agents, 0);
  const affected = { ...i.affected, teams, agents: i.status === 'open' ? agents : 0, agentsAtMost: agents };
  // Titles that count agents begin with the count.
  return { ...i, title: i.title.replace(/^\d+(?= )/, String(agents)), affected };
}

/** For those of several teams: the share of one is told, and what is known of the others stands. */
export function withShare(known: Incident | undefined, share: Incident): Incident {
  if (known === undefined) return share;
  if (known.revision > share.revision) return known;
  const told = new Set(share.affected.teams.map((t) => t.teamId));
  const others = known.affected.teams.filter((t) => !told.has(t.teamId));
  return others.length === 0 ? share : ofTeams(share, [...others, ...share.affected.teams]);
}

/** The newer of two records of one incident stands, whatever order they come in. */
export function newerIncident(known: Incident | undefined, told: Incident): Incident {
  return known !== undefined && known.revision >= told.revision ? known : told;
}

export const deliveryAttempt = z.object({
  at: epochMs,
  tookMs: z.number().nonnegative(),
  condition: z.string().nullable(),
});

export const bundledIncident = z.object({ incidentId: z.string(), title: z.string(), severity });

/** Something that a channel is told, and what became of it. The id is the de-duplication key: incident, transition, channel. */
export const delivery = z.object({
  id: z.string(),
  incidentId: z.string(),
  channel: z.string(),
  /** `opened-page-0` (severity and how often it was re-opened), `reminder-…`, `resolved-…`. */
  transition: z.string(),
  /** Orders the deliveries of one channel. */
  order: z.number().int().nonnegative(),
  createdAt: epochMs,
  status: z.enum(['waiting', 'delivered', 'dead']),
  tries: z.number().int().nonnegative(),
  /** When it is tried (again). */
  dueAt: epochMs,
  /** Of the last try: e.g. `http-500`, `connection-refused`, `timeout`; null: none failed. */
  condition: z.string().nullable(),
  deliveredAt: epochMs.nullable(),
  /** The latest ones, oldest first; `condition` null: it was taken. */
  attempts: z.array(deliveryAttempt).max(20).default([]),
  /** Told in the same message, shortly. */
  bundled: z.array(bundledIncident).max(100).default([]),
  /** As it was when the delivery was made: what is told does not change while it waits. */
  incident,
});
export type Delivery = z.infer<typeof delivery>;
