/** What the pages of incidents start from before the first live batch. */
import { z } from 'zod';
import { alertSetup, channelTested, deliverySummary } from './alerting';
import { delivery, incident, silence } from './alerts';
import { numbered } from './state';

export const incidentsSnapshot = z.object({
  ...numbered,
  /** Open ones first, then the newest. */
  incidents: z.array(incident),
});
export type IncidentsSnapshot = z.infer<typeof incidentsSnapshot>;

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
