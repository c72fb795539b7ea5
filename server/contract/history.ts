/** History as the dashboard's API tells it: series, availability and monthly reports. RTTs in ms, shares 0 … 1. */
import { z } from 'zod';
import { teamId } from './agents';
import { failure, phaseSpan } from './failure';
import { epochMs, slug, targetKey, transportKind } from './identity';
import { historyMark, historyNote } from './marks';
import { presenceOutcome } from './presence';

export const historyStatuses = ['up', 'degraded', 'down', 'unknown', 'maintained'] as const;
export const historyStatus = z.enum(historyStatuses);
export type HistoryStatus = z.infer<typeof historyStatus>;

export const historySpan = z.object({ from: epochMs, to: epochMs, status: historyStatus });
export type HistorySpan = z.infer<typeof historySpan>;

/** Milliseconds of each status. */
export const statusTally = z.object({
  upMs: z.number().nonnegative(),
  degradedMs: z.number().nonnegative(),
  downMs: z.number().nonnegative(),
  unknownMs: z.number().nonnegative(),
  maintainedMs: z.number().nonnegative(),
});
export type StatusTally = z.infer<typeof statusTally>;

/** All pings sent in [from, to); `from` = `to`: one ping. RTTs are null where none was answered. */
export const historyPoint = z.object({
  from: epochMs,
  to: epochMs,
  count: z.number().int().nonnegative(),
  misses: z.number().int().nonnegative(),
  minMs: z.number().nonnegative().nullable(),
  maxMs: z.number().nonnegative().nullable(),
  meanMs: z.number().nonnegative().nullable(),
  p50Ms: z.number().nonnegative().nullable(),
  p95Ms: z.number().nonnegative().nullable(),
});
export type HistoryPoint = z.infer<typeof historyPoint>;

/** An attempt to connect, or of the attempts of a slot the one that took longest. */
export const connectColumn = z.object({
  at: epochMs,
  tookMs: z.number().nonnegative(),
  outcome: z.enum(['online', 'failed', 'abandoned']),
  phases: z.array(phaseSpan),
  failure: failure.nullable(),
  count: z.number().int().positive(),
  failed: z.number().int().nonnegative(),
});
export type ConnectColumn = z.infer<typeof connectColumn>;

export const seriesSources = ['samples', '1m', '10m', '1h', '1d'] as const;

/** One target over a range, with at most about `points` of everything. */
export const targetSeries = z.object({
  target: targetKey,
  from: epochMs,
  to: epochMs,
  zone: z.string(),
  /** Where the numbers come from: single pings, or rollups of so long. */
  source: z.enum(seriesSources),
  /** null: every ping is a point. */
  stepMs: z.number().positive().nullable(),
  points: z.array(historyPoint),
  /** All pings of the range together. */
  whole: historyPoint,
  statuses: z.array(historySpan),
  /** Of the time up to now. */
  tally: statusTally,
  marks: z.array(historyMark),
  notes: z.array(historyNote),
  connects: z.array(connectColumn),
});
export type TargetSeries = z.infer<typeof targetSeries>;

/** How many agents over the minutes of a slot: at the fewest, on average, at the most. */
export const countSpread = z.object({
  min: z.number().int().nonnegative(),
  mean: z.number().nonnegative(),
  max: z.number().int().nonnegative(),
});
export type CountSpread = z.infer<typeof countSpread>;

/** In the order of `healthKinds`. */
export const countKinds = ['connected', 'unstable', 'atRisk', 'forcedOut', 'loggedOut', 'unknown'] as const;
export type CountKind = (typeof countKinds)[number];

/** What was counted in [from, to). */
export const countPoint = z.object({
  from: epochMs,
  to: epochMs,
  /** How often it was counted: once a minute while Holdfast looked. */
  minutes: z.number().int().positive(),
  connected: countSpread,
  unstable: countSpread,
  atRisk: countSpread,
  forcedOut: countSpread,
  loggedOut: countSpread,
  unknown: countSpread,
});
export type CountPoint = z.infer<typeof countPoint>;

export const countSources = ['minutes', '10m', '1h', '1d'] as const;
export type CountSource = (typeof countSources)[number];

/** How many agents of a cluster were in which health over a range, with at most about 600 points; nobody by name. */
export const agentCountsSeries = z.object({
  clusterKey: slug,
  /** Summed over these; null: over all. */
  teams: z.array(teamId).nullable(),
  from: epochMs,
  to: epochMs,
  zone: z.string(),
  /** Where the numbers come from: single minutes, or rollups of so long. */
  source: z.enum(countSources),
  stepMs: z.number().positive(),
  /** False: several teams from rollups, whose extremes together lie between `min` and `max` and may not reach them. */
  exact: z.boolean(),
  /** In order of time; slots in which nothing was counted are left out. */
  points: z.array(countPoint),
  /** All of the range together; null: nothing was counted. */
  whole: countPoint.nullable(),
});
export type AgentCountsSeries = z.infer<typeof agentCountsSeries>;

export const availabilityLevels = ['cluster', 'node', 'transport', 'target', 'agents', 'team'] as const;

/**
 * What was so much of the time up; of several targets moment by moment together. Of agents it is their time while they were signed in, an
 * hour of two is two hours: up while connected, degraded while unstable, down while at risk or forced out.
 */
export const availabilityRow = z.object({
  level: z.enum(availabilityLevels),
  /** `lab`, `lab/prosody`, `lab/*\/tcp` for a transport over all servers, `lab/prosody/tcp`; `lab/agents`, `lab/agents/TEAM`. */
  key: z.string(),
  clusterKey: slug,
  clusterName: z.string(),
  nodeName: z.string().nullable(),
  transport: transportKind.nullable(),
  /** Of a team. */
  teamName: z.string().nullable(),
  /** How many targets it stands for; of agents none. */
  targets: z.number().int().nonnegative(),
  tally: statusTally,
  /** Up or degraded, of what is known and not maintained; null: nothing is. */
  ratio: z.number().min(0).max(1).nullable(),
  ofMs: z.number().nonnegative(),
  /** What was observed of the range; of agents not what the tally says, because nobody was counted while nobody looked. */
  coverage: z.number().min(0).max(1).nullable(),
  /** The range in equal parts, or days. */
  parts: z.array(statusTally),
});
export type AvailabilityRow = z.infer<typeof availabilityRow>;

export const availabilityReply = z.object({
  from: epochMs,
  to: epochMs,
  zone: z.string(),
  parts: z.array(z.object({ from: epochMs, to: epochMs })),
  rows: z.array(availabilityRow),
});
export type AvailabilityReply = z.infer<typeof availabilityReply>;

const percentiles = z.object({
  pings: z.number().int(),
  missed: z.number().int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
});
export type Percentiles = z.infer<typeof percentiles>;

/** A cluster over a month; per team at most, never per named agent (DESIGN §5c). */
export const monthReport = z.object({
  clusterKey: slug,
  clusterName: z.string(),
  year: z.number().int(),
  /** 1 … 12. */
  month: z.number().int(),
  zone: z.string(),
  from: epochMs,
  /** The month's end, or now while it goes on. */
  to: epochMs,
  complete: z.boolean(),
  /** Days, of which the rows of availability have one each. */
  parts: z.array(z.object({ from: epochMs, to: epochMs })),
  availability: z.array(availabilityRow),
  worstHours: z.array(
    z.object({
      from: epochMs,
      downMs: z.number(),
      degradedMs: z.number(),
      unknownMs: z.number(),
      losses: z.number().int(),
      /** Down or degraded then. */
      targets: z.array(targetKey),
    }),
  ),
  losses: z.array(
    z.object({
      failure,
      /** Nodes and transports that it happened to. */
      targets: z.array(targetKey),
      count: z.number().int(),
    }),
  ),
  latency: z.array(z.object({ target: targetKey, month: percentiles, before: percentiles })),
  outages: z.array(
    z.object({
      target: targetKey,
      from: epochMs,
      /** Ends where it ended or is no longer known. */
      to: epochMs,
      failure: failure.nullable(),
      /** It began before the month, or was not over at its end. */
      cut: z.boolean(),
    }),
  ),
  forcedOuts: z.array(
    z.object({
      teamId: z.string(),
      teamName: z.string(),
      outcome: presenceOutcome,
      count: z.number().int(),
      /** Closed without signing out: in none of the other figures. */
      closed: z.number().int(),
      onCall: z.number().int(),
      /** From the loss until Ready, or connected, or signed off again; what nobody saw end is not in it. */
      lostMs: z.number(),
      /** Of how many the end is not known. */
      unended: z.number().int(),
    }),
  ),
});
export type MonthReport = z.infer<typeof monthReport>;
export const reportTables = ['availability', 'worstHours', 'losses', 'latency', 'outages', 'forcedOuts'] as const;
export type ReportTable = (typeof reportTables)[number];
