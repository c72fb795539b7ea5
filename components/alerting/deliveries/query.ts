/** What the log of deliveries shows, as its address says it. Pure. */
import type { DeliverySummary } from '#contract';

export const statuses = ['waiting', 'dead', 'delivered'] as const;

export interface DeliveriesQuery {
  channel: string | null;
  status: DeliverySummary['status'] | null;
  /** Of one incident. */
  incident: string | null;
  /** Words that a title contains. */
  q: string;
}

export function queryOf(params: URLSearchParams): DeliveriesQuery {
  return {
    channel: params.get('channel'),
    status: statuses.find((s) => s === params.get('status')) ?? null,
    incident: params.get('incident'),
    q: params.get('q') ?? '',
  };
}

/** With its `?`; empty when nothing is asked. */
export function searchOf({ channel, status, incident, q }: DeliveriesQuery): string {
  const params = new URLSearchParams();
  if (channel !== null) params.set('channel', channel);
  if (status !== null) params.set('status', status);
  if (incident !== null) params.set('incident', incident);
  if (q.trim() !== '') params.set('q', q.trim());
  return params.size === 0 ? '' : `?${params}`;
}

/** Newest first. */
export function shownDeliveries(all: readonly DeliverySummary[], query: DeliveriesQuery): DeliverySummary[] {
  return all.filter((d) => fits(d, query)).sort((a, b) => b.createdAt - a.createdAt || b.order - a.order);
}

function fits(d: DeliverySummary, { channel, status, incident, q }: DeliveriesQuery): boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const titles = [d.title, ...d.bundled.map((b) => b.title)].join('\n').toLowerCase();
  return (
    (channel === null || d.channel === channel) &&
    (status === null || d.status === status) &&
    (incident === null || d.incidentId === incident || d.bundled.some((b) => b.incidentId === incident)) &&
    words.every((word) => titles.includes(word))
  );
}

export interface Counts {
  all: number;
  waiting: number;
  dead: number;
  delivered: number;
}

/** Of each status, with all other filters on. */
export function countsOf(all: readonly DeliverySummary[], query: DeliveriesQuery): Counts {
  const counts: Counts = { all: 0, waiting: 0, dead: 0, delivered: 0 };
  for (const d of all) {
    if (!fits(d, { ...query, status: null })) continue;
    counts.all += 1;
    counts[d.status] += 1;
  }
  return counts;
}

/** Those of the file, and those that deliveries still name. */
export function channelNames(configured: readonly string[], all: readonly DeliverySummary[]): string[] {
  return [...new Set([...configured, ...all.map((d) => d.channel)])];
}
