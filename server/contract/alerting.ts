/** Who is told of incidents and when nobody is: what is configured, as the pages see it, without a secret. */
import { z } from 'zod';
import { alertRule, type Delivery, delivery, incident, severity } from './alerts';
import { born } from './born';
import { epochMs, slug } from './identity';
import { ruleSchedule } from './rules';

export const channelKinds = [
  ...(['email', 'webhook', 'slack', 'teams', 'webex', 'pagerduty', 'ntfy', 'xmpp'] as const),
] as const;
export const channelKind = z.enum(channelKinds);
export type ChannelKind = z.infer<typeof channelKind>;

export const channelInfo = z.object({
  name: z.string(),
  kind: channelKind,
  /** Where to, as far as that is no secret: a host, addresses, a room. */
  to: z.string(),
  from: severity,
  administrators: z.boolean(),
  groupWaitMs: z.number().int().nonnegative(),
  remindEveryMs: z.number().int().positive().nullable(),
  unacknowledgedMs: z.number().int().nonnegative(),
});
export type ChannelInfo = z.infer<typeof channelInfo>;

export const windowWhen = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('once'), from: epochMs, to: epochMs }),
  z.object({
    ...{ kind: z.literal('recurring'), cron: z.string().min(1).max(100), zone: z.string().min(1).max(100) },
    lastsMs: z
      .number()
      .int()
      .min(60_000)
      .max(7 * 86_400_000),
  }),
]);

/** A planned window of maintenance. */
export const plannedWindow = z.object({
  /** Of the file: `file:NAME`. */
  id: z.string(),
  name: z.string().trim().min(1).max(80),
  /** null: everything. */
  clusterKey: slug.nullable(),
  nodeKey: slug.nullable(),
  when: windowWhen,
  origin: z.enum(['file', 'own']),
  /** null: the file. */
  author: z.string().nullable(),
});
export type PlannedWindow = z.infer<typeof plannedWindow>;

export const alertSetup = z.object({
  channels: z.array(channelInfo),
  windows: z.array(plannedWindow),
  rules: z.array(alertRule),
  /** null: whenever agents are connected. */
  serviceHours: ruleSchedule.nullable(),
  heartbeat: z.boolean(),
  publicUrl: z.string().nullable(),
});
export type AlertSetup = z.infer<typeof alertSetup>;

/** What is in force from now on; told at the start of the worker when it is not what was told last, and at each change. */
export const alertingConfigured = z.object({
  ...born,
  type: z.literal('alerting-configured'),
  setup: alertSetup,
  /** null: at the start. */
  actor: z.string().nullable(),
});

/** What came of a test message. */
export const channelTested = z.object({
  ...born,
  type: z.literal('channel-tested'),
  channel: z.string(),
  actor: z.string(),
  /** null: it was taken. */
  condition: z.string().nullable(),
  tookMs: z.number().nonnegative(),
});

/** A delivery as lists show it: without what was said. */
export const deliverySummary = delivery
  .omit({ incident: true })
  .extend({ title: z.string(), severity, incidentKind: incident.shape.kind });
export type DeliverySummary = z.infer<typeof deliverySummary>;

export function deliverySummaryOf({ incident: i, ...rest }: Delivery): DeliverySummary {
  return { ...rest, title: i.title, severity: i.severity, incidentKind: i.kind };
}

/** A delivery was made, tried, taken or given up. */
export const deliveryChanged = z.object({
  ...born,
  type: z.literal('delivery-changed'),
  delivery: deliverySummary,
});

/** Somebody took an incident's bundle away, or had its agents named. */
export const incidentExported = z.object({
  ...born,
  type: z.literal('incident-exported'),
  incidentId: z.string(),
  what: z.enum(['bundle', 'names']),
  names: z.boolean(),
  actor: z.string(),
  idempotencyKey: z.string(),
});
