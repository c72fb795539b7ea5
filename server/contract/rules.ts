/** What an alert rule can look for, where and when. */
import { z } from 'zod';
import { slug, targetKey, transportKind } from './identity';

const minutes = z.number().int().min(1).max(60);
const count = z.number().int().min(1).max(100_000);
/** 0 … 1. */
const share = z.number().min(0).max(1);
const ms = z.number().min(1).max(3_600_000);

export const ruleCondition = z.discriminatedUnion('of', [
  /** A session that is expected is not online. */
  z.object({ of: z.literal('session-down') }),
  /** At least so many missed pings of one target in the window. */
  z.object({ of: z.literal('missed-pings'), misses: count, windowMin: minutes }),
  /** A quantile of one target's RTT over the window, which must be full. */
  z.object({
    ...{ of: z.literal('round-trip'), quantile: z.union([z.literal(0.5), z.literal(0.95), z.literal(0.99)]) },
    ...{ overMs: ms, windowMin: minutes },
  }),
  /** Nothing was measured of a target that is not paused, though we ourselves were there. */
  z.object({ of: z.literal('no-data'), windowMin: minutes }),
  /** `out`: at risk, or forced out and not back. Both the number and the share of those signed in must be reached. */
  z.object({
    ...{ of: z.literal('agents'), health: z.enum(['at-risk', 'forced-out', 'out', 'unstable']) },
    ...{ per: z.enum(['cluster', 'site', 'team']), atLeast: count, share },
  }),
  /** A group with a place (a side, a site) that is not back. */
  z.object({ of: z.literal('group'), atLeast: count, share, withinS: z.number().int().min(1).max(3_600) }),
  /** `cluster`: no expected server in service while so many agents were connected lately. */
  z.object({
    of: z.literal('not-in-service'),
    per: z.enum(['server', 'cluster']),
    leastAgents: z.number().int().min(0),
  }),
  /** The signature of an outage. */
  z.object({ of: z.literal('outage') }),
  z.object({ of: z.literal('event-delay'), overMs: ms, leastEvents: count }),
  z.object({ of: z.literal('certificate'), withinDays: z.number().int().min(1).max(365) }),
  /** A monitor account is refused or locked. */
  z.object({ of: z.literal('account') }),
  z.object({ of: z.literal('crowded-side'), over: count }),
  z.object({ of: z.literal('queued-tasks'), over: count }),
  /** Holdfast itself: it sees nothing, a cluster is not reached, its database takes nothing. */
  z.object({ of: z.literal('observer'), what: z.enum(['blind', 'unreached', 'not-recording']) }),
]);
export type RuleCondition = z.infer<typeof ruleCondition>;

/** Empty: everywhere. What has no such place (an agent has no transport) is not filtered by it. */
export const ruleWhere = z.object({
  clusters: z.array(slug).max(100).default([]),
  nodes: z.array(slug).max(200).default([]),
  targets: z.array(targetKey).max(500).default([]),
  transports: z.array(transportKind).default([]),
  /** Ids. */
  teams: z.array(z.string().max(100)).max(500).default([]),
  sites: z.array(z.string().max(100)).max(200).default([]),
});
export type RuleWhere = z.infer<typeof ruleWhere>;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Minutes since midnight of the zone; `toMin` before `fromMin`: it ends on the next day. */
export const ruleSchedule = z.object({
  days: z.array(z.enum(weekdays)).min(1),
  fromMin: z.number().int().min(0).max(1_440),
  toMin: z.number().int().min(0).max(1_440),
  zone: z.string().min(1).max(100),
});
export type RuleSchedule = z.infer<typeof ruleSchedule>;
