/** What the pages of incidents read. */
import type { IncidentSnapshot, IncidentsSnapshot } from '#contract';
import { store } from './store';
import { wallTime } from './time';

const SHOWN_BACK_MS = 14 * 86_400_000;
const SHOWN_AT_MOST = 500;

/** Open ones, and those that were opened in the last `backMs`. */
export async function loadIncidents(backMs: number = SHOWN_BACK_MS): Promise<IncidentsSnapshot> {
  const at = wallTime();
  return (await store()).incidentsSnapshot(at, at - backMs, SHOWN_AT_MOST);
}

/** null = no such incident. */
export async function loadIncident(id: string): Promise<IncidentSnapshot | null> {
  return (await store()).incidentSnapshot(id, wallTime());
}
