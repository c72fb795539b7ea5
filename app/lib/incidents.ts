/** What the pages of incidents read. */
import type { IncidentSnapshot, IncidentsSnapshot } from '#contract';
import { store } from './store';
import { wallTime } from './time';

const SHOWN_BACK_MS = 14 * 86_400_000;
const SHOWN_AT_MOST = 500;

export async function loadIncidents(): Promise<IncidentsSnapshot> {
  const at = wallTime();
  return (await store()).incidentsSnapshot(at, at - SHOWN_BACK_MS, SHOWN_AT_MOST);
}

/** null = no such incident. */
export async function loadIncident(id: string): Promise<IncidentSnapshot | null> {
  return (await store()).incidentSnapshot(id, wallTime());
}
