/** What the pages of incidents start from before the first live batch. */
import { z } from 'zod';
import { alertSetup, channelTested, deliverySummary } from './alerting';
import { alertState, delivery, incident, incidentKind, mute, severity } from './alerts';
import { epochMs, slug } from './identity';
import { silence } from './silences';
import { numbered } from './state';

export const incidentsSnapshot = z.object({
  ...numbered,
  /** Open ones first, then the newest. */
  incidents: z.array(incident),
});
export type IncidentsSnapshot = z.infer<typeof incidentsSnapshot>;

/** As the API lists them: where a page was asked for, newest first, and what to ask for to go on. */
export const incidentsPage = incidentsSnapshot.extend({ next: z.string().nullable() });
export type IncidentsPage = z.infer<typeof incidentsPage>;

export const incidentSnapshot = z.object({
  ...numbered,
  incident,
  /** Without what was said. */
  deliveries: z.array(delivery.omit({ incident: true })),
});
export type IncidentSnapshot = z.infer<typeof incidentSnapshot>;

/** What the pages about alerting start from. */
export const alertingSnapshot = z.object({
  ...numbered,
  /** null: the worker has not told yet. */
  setup: alertSetup.nullable(),
  /** In force or to come, and those that ended in the last days. */
  silences: z.array(silence),
  /** Newest first. */
  deliveries: z.array(deliverySummary),
  /** The last test of each channel. */
  tests: z.array(channelTested.omit({ observerId: true, eventId: true, v: true })),
});
export type AlertingSnapshot = z.infer<typeof alertingSnapshot>;

/** A rule and what it is about, while its condition holds or has only just stopped to. */
export const alertNow = z.object({
  ruleKey: slug,
  /** What it is about, for machines; the same as of the incident that it makes. */
  subject: z.string(),
  kind: incidentKind,
  severity,
  clusterKey: slug.nullable(),
  title: z.string(),
  /** Measured last, in words; null: not seen again since the start. */
  sample: z.string().nullable(),
  state: alertState,
  /** When time alone changes it: it fires, or is over; null: only something that happens does. */
  dueAt: epochMs.nullable(),
  /** The incident that it belongs to. */
  incidentId: z.string().nullable(),
  mutedBy: mute.nullable(),
});
export type AlertNow = z.infer<typeof alertNow>;

/** What the engine holds in memory. */
export const alertsNow = z.object({
  /** When it judged last. */
  at: epochMs,
  /** Firing ones first, then those that are pending; each in order of time. */
  alerts: z.array(alertNow),
  /** How many there are, if they are too many to list. */
  total: z.number().int().nonnegative(),
  /** What is looked at: rules that are on, in order. */
  rules: z.array(z.object({ ruleKey: slug, looking: z.boolean() })),
});
export type AlertsNow = z.infer<typeof alertsNow>;

/** Windows of maintenance over a span: those planned, each time that they are in force, and servers that are in their own now. */
export const maintenanceCalendar = z.object({
  from: epochMs,
  to: epochMs,
  spans: z.array(z.object({ windowId: z.string(), from: epochMs, to: epochMs })),
  /** There are more than are listed. */
  more: z.boolean(),
  own: z.array(z.object({ clusterKey: slug, nodeKey: slug, nodeName: z.string(), text: z.string() })),
  /** What a window can be limited to. */
  places: z.array(
    z.object({
      clusterKey: slug,
      clusterName: z.string(),
      nodes: z.array(z.object({ nodeKey: slug, name: z.string() })),
    }),
  ),
});
export type MaintenanceCalendar = z.infer<typeof maintenanceCalendar>;

/** What a window would be: its next times, or why it cannot be. */
export const windowPreview = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    /** `note`: what a change of the clocks does to it. */
    next: z.array(z.object({ from: epochMs, to: epochMs, note: z.string().nullable() })),
  }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
export type WindowPreview = z.infer<typeof windowPreview>;
