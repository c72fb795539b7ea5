/** What the pages of incidents read. */
import { type IncidentSnapshot, type IncidentsSnapshot, incidentFor, type Viewer } from '#contract';
import { store } from './store';
import { wallTime } from './time';

const SHOWN_BACK_MS = 14 * 86_400_000;
const SHOWN_AT_MOST = 500;

/** Open ones, and those that were opened in the last `backMs`. */
export async function loadIncidents(
  { teams }: Pick<Viewer, 'teams'>,
  backMs: number = SHOWN_BACK_MS,
): Promise<IncidentsSnapshot> {
  const at = wallTime();
  const snapshot = await (await store()).incidentsSnapshot(at, at - backMs, SHOWN_AT_MOST);
  return { ...snapshot, incidents: snapshot.incidents.flatMap((i) => incidentFor(i, teams) ?? []) };
}

/** null = no such incident, or nothing of it is theirs. */
export async function loadIncident({ teams }: Pick<Viewer, 'teams'>, id: string): Promise<IncidentSnapshot | null> {
  const snapshot = await (await store()).incidentSnapshot(id, wallTime());
  const incident = snapshot === null ? null : incidentFor(snapshot.incident, teams);
  if (snapshot === null || incident === null) return null;
  return { ...snapshot, incident, deliveries: teams === null ? snapshot.deliveries : [] };
}
