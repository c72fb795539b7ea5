/** An outage in review: what its page and its bundle show, on one axis of time. Times are epoch ms; a lane's spans leave out what nobody knows. */
import { z } from 'zod';
import { agentProfile } from './agents';
import { deliveryAttempt, incident } from './alerts';
import { sessionPhase } from './events';
import { failure } from './failure';
import { historyPoint } from './history';
import { epochMs, slug, targetKey, transportKind } from './identity';
import { finesseSide, healthKinds, presenceOutcome, readinessRung, rungState } from './presence';

const moment = z.object({ at: epochMs, text: z.string() });
export type ReviewMoment = z.infer<typeof moment>;
const span = { from: epochMs, to: epochMs };

/** How many came so far, after how long, and when the last one did. */
const comings = z.object({
  count: z.number().int(),
  medianMs: z.number().nullable(),
  lastMs: z.number().nullable(),
  lastAt: epochMs.nullable(),
});
export type Comings = z.infer<typeof comings>;

export const affectedAgents = z.object({
  affected: z.number().int(),
  forcedOut: z.number().int(),
  loggedOut: z.number().int(),
  setNotReady: z.number().int(),
  /** Of all that were affected. */
  onCall: z.number().int(),
  back: comings,
  ready: comings,
  /** Forced out or lost, and not seen connected again. */
  notBack: z.number().int(),
  lostMinutes: z.number(),
  /** Of so many nobody saw the end: what they lost is not in the minutes. */
  unended: z.number().int(),
  /** Some are still away: the minutes go on. */
  counting: z.boolean(),
  teams: z.array(
    z.object({ teamId: z.string(), name: z.string(), agents: z.number().int(), forcedOut: z.number().int() }),
  ),
});
export type AffectedAgents = z.infer<typeof affectedAgents>;

/** Lines of the table of moments beside the chart, and marks on it. */
export const reviewMarkKinds = [
  ...(['failure', 'recovery', 'configured', 'certificate', 'command', 'observer', 'told', 'incident'] as const),
] as const;
export const reviewMark = z.object({
  at: epochMs,
  kind: z.enum(reviewMarkKinds),
  text: z.string(),
  /** One stands for so many of its kind at about that time. */
  count: z.number().int().positive(),
});
export type ReviewMark = z.infer<typeof reviewMark>;

export const agentLane = z.object({
  /** A pseudonym, the same in all that is told of this installation; the login where names were asked for. */
  id: z.string(),
  ...agentProfile.pick({ teamName: true, site: true }).shape,
  name: z.string().nullable(),
  side: finesseSide.nullable(),
  onCall: z.boolean(),
  wentAt: epochMs,
  outcome: presenceOutcome.nullable(),
  endedAt: epochMs.nullable(),
  back: z.object({ at: epochMs, side: finesseSide.nullable() }).nullable(),
  readyAt: epochMs.nullable(),
  lostMs: z.number().nullable(),
  spans: z.array(z.object({ ...span, health: z.enum(healthKinds) })),
});
export type AgentLane = z.infer<typeof agentLane>;

export const sessionLane = z.object({
  target: targetKey,
  nodeName: z.string(),
  transport: transportKind,
  spans: z.array(
    z.object({ ...span, phase: z.union([sessionPhase, z.literal('unknown')]), failure: failure.nullable() }),
  ),
});
export type SessionLane = z.infer<typeof sessionLane>;

export const readinessLanes = z.object({
  nodeKey: slug,
  nodeName: z.string(),
  side: finesseSide,
  rungs: z.array(
    z.object({
      rung: readinessRung,
      spans: z.array(z.object({ ...span, status: rungState.shape.status })),
    }),
  ),
});
export type ReadinessLanes = z.infer<typeof readinessLanes>;

export const rttLane = z.object({
  target: targetKey,
  nodeName: z.string(),
  transport: transportKind,
  points: z.array(historyPoint),
  whole: historyPoint,
});
export type RttLane = z.infer<typeof rttLane>;

/** What to fetch from one server before it is overwritten. */
export const collectLines = z.object({
  nodeName: z.string(),
  host: z.string(),
  /** By the server's own clocks, as its logs are stamped: `2026-11-20 09:12`. */
  from: z.string(),
  to: z.string(),
  /** e.g. `UTC+01:00`; null: the server has not told its zone, and the times are UTC. */
  zone: z.string().nullable(),
  /** The server's clock minus ours; null: not measured. */
  offsetMs: z.number().nullable(),
  commands: z.array(z.object({ line: z.string(), why: z.string() })),
});
export type CollectLines = z.infer<typeof collectLines>;

export const outageReview = z.object({
  incident,
  clusterName: z.string().nullable(),
  /** When it was read. */
  at: epochMs,
  /** The axis. */
  ...span,
  /** The trouble itself on it; up to now while it is open. */
  trouble: z.object(span),
  names: z.boolean(),
  firstSign: z.object({ at: epochMs, text: z.string(), feed: z.string() }).nullable(),
  cause: z.object({ text: z.string(), evidence: z.array(moment) }),
  /** null: it is not about agents. */
  agents: affectedAgents.nullable(),
  failover: z.array(
    z.object({
      side: finesseSide,
      nodeName: z.string(),
      /** How long a rung that desktops need was bad; null: it was not. */
      outMs: z.number().nullable(),
      stillOut: z.boolean(),
      /** Agents that it lost and that came back on the other side, and how long that took them. */
      moved: comings,
    }),
  ),
  /** Of the 24 hours before. */
  changes: z.array(moment),
  blind: z.array(z.object({ ...span, text: z.string() })),
  told: z.array(moment),
  /** Each try of each delivery, and what mutes or inhibits. */
  deliveries: z.array(
    z.object({
      ...{
        id: z.string(),
        channel: z.string(),
        transition: z.string(),
        status: z.enum(['waiting', 'delivered', 'dead']),
      },
      ...{
        createdAt: epochMs,
        deliveredAt: epochMs.nullable(),
        tries: z.number().int(),
        condition: z.string().nullable(),
      },
      attempts: z.array(deliveryAttempt),
    }),
  ),
  collect: z.array(collectLines),
  /** What can no longer be told, in sentences. */
  gone: z.array(z.string()),
  readiness: z.array(readinessLanes),
  sessions: z.array(sessionLane),
  sessionsLeftOut: z.number().int(),
  lanes: z.array(agentLane),
  lanesLeftOut: z.number().int(),
  rtt: z.array(rttLane),
  marks: z.array(reviewMark),
});
export type OutageReview = z.infer<typeof outageReview>;

/** One line of a handshake; `atMs` since it began. What is secret never gets here. */
export const transcriptLine = z.object({
  atMs: z.number().nonnegative(),
  from: z.enum(['us', 'peer', 'wire']),
  text: z.string().max(2_100),
});
export type TranscriptLine = z.infer<typeof transcriptLine>;

/** The last handshake of a target that failed of this. */
export const handshakeTranscript = z.object({
  targetKey,
  startedAt: epochMs,
  at: epochMs,
  failure,
  lines: z.array(transcriptLine).max(250),
  /** Lines that there was no room for. */
  leftOut: z.number().int().nonnegative(),
});
export type HandshakeTranscript = z.infer<typeof handshakeTranscript>;

/** Newest first. */
export const targetTranscripts = z.object({ transcripts: z.array(handshakeTranscript) });
