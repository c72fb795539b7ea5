/** What the list of incidents shows, as its address says it. Pure. */
import { type Incident, incidentKinds, newerIncident, severities } from '#contract';
import { inOrder } from './model';

/** As `back=` names them: how far the list goes back; those that are open are always in it. */
export const reaches = [
  { key: '24h', words: 'Last 24 hours', ms: 86_400_000 },
  { key: '7d', words: 'Last 7 days', ms: 7 * 86_400_000 },
  { key: '14d', words: 'Last 14 days', ms: 14 * 86_400_000 },
  { key: '90d', words: 'Last 90 days', ms: 90 * 86_400_000 },
  { key: '1y', words: 'Last year', ms: 366 * 86_400_000 },
] as const;
export type Reach = (typeof reaches)[number];
const usualReach: Reach = reaches[2];

export interface IncidentsQuery {
  status: Incident['status'] | null;
  severity: Incident['severity'] | null;
  kind: Incident['kind'] | null;
  cluster: string | null;
  back: Reach;
}

export function reachOf(text: string | null | undefined): Reach {
  return reaches.find((r) => r.key === text) ?? usualReach;
}

export function queryOf(params: URLSearchParams): IncidentsQuery {
  return {
    status: (['open', 'resolved'] as const).find((s) => s === params.get('status')) ?? null,
    severity: severities.find((s) => s === params.get('severity')) ?? null,
    kind: incidentKinds.find((k) => k === params.get('kind')) ?? null,
    cluster: params.get('cluster') || null,
    back: reachOf(params.get('back')),
  };
}

/** With its `?`; empty when nothing is asked. */
export function searchOf({ status, severity, kind, cluster, back }: IncidentsQuery): string {
  const params = new URLSearchParams();
  if (status !== null) params.set('status', status);
  if (severity !== null) params.set('severity', severity);
  if (kind !== null) params.set('kind', kind);
  if (cluster !== null) params.set('cluster', cluster);
  if (back !== usualReach) params.set('back', back.key);
  return params.size === 0 ? '' : `?${params}`;
}

export function shownIncidents(all: readonly Incident[], query: IncidentsQuery, at: number): Incident[] {
  const { status, severity, kind, cluster, back } = query;
  return all.filter(
    (i) =>
      (status === null || i.status === status) &&
      (severity === null || i.severity === severity) &&
      (kind === null || i.kind === kind) &&
      (cluster === null || i.clusterKey === cluster) &&
      (i.status === 'open' || i.openedAt >= at - back.ms),
  );
}

/** The page's own list, which may go back further, with what came since. */
export function joined(own: readonly Incident[], live: readonly Incident[] | null): Incident[] {
  const byId = new Map(own.map((i) => [i.id, i]));
  for (const i of live ?? []) byId.set(i.id, newerIncident(byId.get(i.id), i));
  return inOrder([...byId.values()]);
}

/** What there is to choose from. */
export function clustersIn(all: readonly Incident[]): string[] {
  return [...new Set(all.flatMap((i) => i.clusterKey ?? []))].sort();
}
