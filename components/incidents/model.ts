/** Incidents as a page knows them: folded from whole records, the newer one of each. Pure. */
import { type Incident, type IncidentsSnapshot, newerIncident, type Recorded, urgencyOf, withShare } from '#contract';

export type IncidentsModel = readonly Incident[];

export function incidentsModel(snapshot: IncidentsSnapshot): IncidentsModel {
  return inOrder(snapshot.incidents);
}

export function foldIncidents(model: IncidentsModel, events: readonly Recorded[]): IncidentsModel {
  const told = events.flatMap((e) => (e.type === 'incident-changed' ? [e] : []));
  if (told.length === 0) return model;
  const byId = new Map(model.map((i) => [i.id, i]));
  for (const { incident: i, forTeam } of told)
    byId.set(i.id, forTeam === null ? newerIncident(byId.get(i.id), i) : withShare(byId.get(i.id), i));
  return inOrder([...byId.values()]);
}

/** Open ones first, the most urgent before the others, then the newest. */
export function inOrder(incidents: readonly Incident[]): Incident[] {
  const rank = (i: Incident) => (i.status === 'open' ? urgencyOf(i.severity) + (i.mutedBy === null ? 0 : 10) : 100);
  return [...incidents].sort((a, b) => rank(a) - rank(b) || b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1));
}

/** Those that somebody should know of on any page. */
export function openOnes(model: IncidentsModel): Incident[] {
  return model.filter((i) => i.status === 'open' && i.mutedBy === null && i.severity !== 'in-page');
}
