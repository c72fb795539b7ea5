/** What the pages of incidents start from before the first live batch. */
import { z } from 'zod';
import { delivery, incident } from './alerts';
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
