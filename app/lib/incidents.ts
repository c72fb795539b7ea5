/** What the pages and the list of incidents read. */
import { z } from 'zod';
import {
  type EpochMs,
  type Incident,
  type IncidentSnapshot,
  type IncidentsPage,
  type IncidentsSnapshot,
  incidentFor,
  incidentKinds,
  NO_CURSOR,
  pageQuery,
  type Scope,
  severities,
  slug,
  type Viewer,
} from '#contract';
import { reaches, reachOf } from '../../components/incidents/query';
import type { IncidentPlace } from '../../server/store/alert/port';
import { cursorOf, readCursor } from './cursor';
import type { Read } from './query';
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

const reachKeys = reaches.map((r) => r.key);
export const incidentsQuery = z.object({
  back: z.enum(reachKeys).optional().describe('How far back by when they opened; 14d without it.'),
  status: z.enum(['open', 'resolved']).optional(),
  severity: z.enum(severities).optional(),
  kind: z.enum(incidentKinds).optional(),
  cluster: slug.optional().describe('The key of a cluster.'),
  limit: pageQuery.limit
    .unwrap()
    .optional()
    .describe('How many at most, 1 to 500, newest first. Without it: the open ones first, 500 in all.'),
  cursor: pageQuery.cursor,
});
type IncidentsAsked = z.infer<typeof incidentsQuery>;

/** All that fits, or with `limit` a page of it. */
export async function loadIncidentPage(
  viewer: Pick<Viewer, 'teams'>,
  asked: IncidentsAsked,
): Promise<Read<IncidentsPage>> {
  const after = readCursor('incidents', asked.cursor);
  if (after.status === 'invalid') return after;
  const backMs = reachOf(asked.back).ms;
  if (asked.limit === undefined && asked.cursor === undefined) {
    const snapshot = await loadIncidents(viewer, backMs);
    return { status: 'ok', value: { ...snapshot, incidents: snapshot.incidents.filter(fits(asked)), next: null } };
  }
  const at = wallTime();
  const [openedAt, ...id] = after.value?.split(' ') ?? [];
  const before = after.value === null ? null : { openedAt: Number(openedAt), id: id.join(' ') };
  if (before !== null && !Number.isSafeInteger(before.openedAt))
    return { status: 'invalid', errors: [{ path: 'cursor', message: NO_CURSOR }] };
  const limit = asked.limit ?? SHOWN_AT_MOST;
  const found = await seek({ since: at - backMs, before, limit: limit + 1, teams: viewer.teams, fits: fits(asked) });
  const numbers = await (await store()).incidentsSnapshot(at, at, 0);
  const incidents = found.slice(0, limit);
  const last = found.length > limit ? incidents.at(-1) : undefined;
  const next = last === undefined ? null : cursorOf('incidents', `${last.openedAt} ${last.id}`);
  return { status: 'ok', value: { ...numbers, incidents, next } };
}

const fits =
  ({ status, severity, kind, cluster }: IncidentsAsked) =>
  (i: Incident): boolean =>
    (status === undefined || i.status === status) &&
    (severity === undefined || i.severity === severity) &&
    (kind === undefined || i.kind === kind) &&
    (cluster === undefined || i.clusterKey === cluster);

interface Sought {
  since: EpochMs;
  before: IncidentPlace | null;
  limit: number;
  teams: Scope;
  fits(incident: Incident): boolean;
}

/** Part by part until there are enough: what is theirs and fits is only known of each. */
async function seek({ since, before, limit, teams, fits }: Sought): Promise<Incident[]> {
  const reads = await store();
  const found: Incident[] = [];
  let place = before;
  for (;;) {
    const part = await reads.incidentsBefore(since, place, SHOWN_AT_MOST);
    found.push(...part.flatMap((i) => incidentFor(i, teams) ?? []).filter(fits));
    place = part.at(-1) ?? null;
    if (found.length >= limit || part.length < SHOWN_AT_MOST) return found.slice(0, limit);
  }
}

/** null = no such incident, or nothing of it is theirs. */
export async function loadIncident({ teams }: Pick<Viewer, 'teams'>, id: string): Promise<IncidentSnapshot | null> {
  const snapshot = await (await store()).incidentSnapshot(id, wallTime());
  const incident = snapshot === null ? null : incidentFor(snapshot.incident, teams);
  if (snapshot === null || incident === null) return null;
  return { ...snapshot, incident, deliveries: teams === null ? snapshot.deliveries : [] };
}
