/** The facts that Holdfast records and streams. Types of events for a browser beacon (`beacon-…`) and for server-log lines (`log-…`) are reserved. */
import { z } from 'zod';
import { alertingConfigured, channelTested, deliveryChanged, incidentExported } from './alerting';
import { incidentChanged, topicsOfIncident } from './alerts';
import { born } from './born';
import { certificateFacts, failure, phaseSpan } from './failure';
import { epochMs, expectation, slug, type Topic, targetKey, topicOf, transportKind } from './identity';
import {
  accountsRetried,
  agentEvents,
  agentViewed,
  clusterEvents,
  groupChanged,
  serverEvents,
  teamsCounted,
} from './presence-events';
import { recordingChanged } from './recording';
import { silenceChanged } from './silences';

const ofTarget = { ...born, clusterKey: slug, nodeKey: slug, targetKey };

export const sessionPhase = z.enum(['stopped', 'connecting', 'online', 'backoff']);
export type SessionPhase = z.infer<typeof sessionPhase>;

export const sessionPhaseChanged = z.object({
  ...ofTarget,
  type: z.literal('session-phase-changed'),
  from: sessionPhase,
  to: sessionPhase,
  /** Attempts since the session was last online, from 1; 0 when stopped. */
  attempt: z.number().int().nonnegative(),
  /** Why, when the phase was left by a failure. */
  failure: failure.nullable(),
  /** When the next try is due, in `backoff`. */
  retryAt: epochMs.nullable(),
  /** Why a stopped session is stopped. */
  stopReason: z.enum(['paused', 'refused', 'shutdown', 'archived']).nullable(),
});

/** An online session ended without our wish. */
export const sessionLost = z.object({
  ...ofTarget,
  type: z.literal('session-lost'),
  failure,
  onlineForMs: z.number().nonnegative(),
});

/** One attempt to connect ended, online or not. */
export const connectFinished = z.object({
  ...ofTarget,
  type: z.literal('connect-finished'),
  startedAt: epochMs,
  attempt: z.number().int().positive(),
  outcome: z.enum(['online', 'failed', 'abandoned']),
  phases: z.array(phaseSpan),
  failure: failure.nullable(),
  /** The full JID that was bound. */
  jid: z.string().nullable(),
  mechanism: z.string().nullable(),
  /** e.g. `TLSv1.3`, null on a plain channel. */
  tlsProtocol: z.string().nullable(),
  certificate: certificateFacts.nullable(),
});

export const pingAnswered = z.object({
  ...ofTarget,
  type: z.literal('ping-answered'),
  pingId: z.string(),
  sentAt: epochMs,
  /** From write to read, on the monotonic clock, three decimals. */
  rttMs: z.number().nonnegative(),
});

export const pingMissed = z.object({
  ...ofTarget,
  type: z.literal('ping-missed'),
  pingId: z.string(),
  sentAt: epochMs,
  /** The how-manieth miss in a row, and how many lose the session. */
  miss: z.number().int().positive(),
  of: z.number().int().positive(),
});

export const certificateChanged = z.object({
  ...ofTarget,
  type: z.literal('certificate-changed'),
  before: certificateFacts.nullable(),
  after: certificateFacts,
});

export const targetConfigured = z.object({
  ...ofTarget,
  type: z.literal('target-configured'),
  clusterName: z.string(),
  nodeName: z.string(),
  domain: z.string(),
  transport: transportKind,
  /** Where it connects: a URL or host:port with its security; never a password. */
  address: z.string(),
  expect: expectation,
  pingIntervalMs: z.number().int().positive(),
  pingTimeoutMs: z.number().int().positive(),
  pingRetries: z.number().int().nonnegative(),
  /** True for data made by the demo. */
  demo: z.boolean(),
});

export const targetArchived = z.object({ ...ofTarget, type: z.literal('target-archived') });

export const observerStarted = z.object({
  ...born,
  type: z.literal('observer-started'),
  runId: z.string(),
  version: z.string(),
});

/** A span of time that nobody observed: unknown, never down. */
export const observerGap = z.object({
  ...born,
  type: z.literal('observer-gap'),
  fromMs: epochMs,
  toMs: epochMs,
  reason: z.enum(['crashed', 'stopped', 'disk-full']),
});

/** The worker itself did not run for a while. */
export const observerStalled = z.object({
  ...born,
  type: z.literal('observer-stalled'),
  fromMs: epochMs,
  toMs: epochMs,
  reason: z.enum(['loop-blocked', 'suspended']),
});

export const clockStepped = z.object({ ...born, type: z.literal('clock-stepped'), byMs: z.number() });

/** A wish was accepted; what it caused follows as events of its own. */
export const commandAccepted = z.object({
  ...born,
  type: z.literal('command-accepted'),
  actor: z.string(),
  idempotencyKey: z.string(),
  command: z.enum(['pause-target', 'resume-target', 'reconnect-target']),
  targetKey,
});

export const event = z.discriminatedUnion('type', [
  sessionPhaseChanged,
  sessionLost,
  connectFinished,
  pingAnswered,
  pingMissed,
  certificateChanged,
  targetConfigured,
  targetArchived,
  observerStarted,
  observerGap,
  observerStalled,
  clockStepped,
  recordingChanged,
  commandAccepted,
  ...agentEvents,
  groupChanged,
  teamsCounted,
  ...clusterEvents,
  ...serverEvents,
  agentViewed,
  accountsRetried,
  incidentChanged,
  silenceChanged,
  alertingConfigured,
  channelTested,
  deliveryChanged,
  incidentExported,
]);
export type Event = z.infer<typeof event>;
export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** `Omit` that keeps a union a union. */
export type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What the domain and the monitor produce: the emitter adds observerId, eventId and v. */
export type Fact = DistributiveOmit<Event, 'observerId' | 'eventId' | 'v'>;

/** A committed event: numbered, never renumbered. `seq` grows by one per event over the whole database. */
export type Recorded<E extends Event = Event> = E & { seq: number };
export const recorded = z.intersection(event, z.object({ seq: z.number().int().positive() }));

const toAdministrators: ReadonlySet<EventType> = new Set([
  ...(['silence-changed', 'alerting-configured', 'channel-tested', 'delivery-changed', 'incident-exported'] as const),
]);

/** The topics that carry an event; the one rule for recorder, gateway and permissions. */
export function topicsOf(e: Event): Topic[] {
  if (e.type === 'command-accepted') return [topicOf.target(e.targetKey), topicOf.admin];
  if ('targetKey' in e) return [topicOf.cluster(e.clusterKey), topicOf.target(e.targetKey)];
  if (e.type === 'incident-changed') return topicsOfIncident(e);
  if (toAdministrators.has(e.type)) return [topicOf.admin];
  if (!('clusterKey' in e)) return [topicOf.observer];
  if (e.type === 'agent-viewed' || e.type === 'accounts-retried') return [topicOf.admin];
  if (e.type === 'teams-counted') return [topicOf.agents(e.clusterKey)];
  if (e.type === 'group-changed')
    return [e.teamId === null ? topicOf.agents(e.clusterKey) : topicOf.team(e.clusterKey, e.teamId)];
  if (!('loginId' in e)) return [topicOf.cluster(e.clusterKey)];
  const teams = e.type === 'agent-listed' && e.leftTeamId !== null ? [e.teamId, e.leftTeamId] : [e.teamId];
  return [topicOf.agents(e.clusterKey), ...teams.map((team) => topicOf.team(e.clusterKey, team))];
}

/** Numbered, folded and streamed, but no row of history: an agent's own doings are none of our business (DESIGN §5c). */
export function isPassing(e: Event): boolean {
  return e.type === 'agent-state-changed';
}

/** Whether a topic may carry passing events: nobody who was not there when they were told can be given them later. */
export function mayPass(topic: Topic): boolean {
  return topic.startsWith('agents:') || topic.startsWith('team:');
}
