/** The dashboard's own HTTP API as the browser uses it; every answer is parsed. */
import { z } from 'zod';
import {
  type AgentCountsSeries,
  type AgentSnapshot,
  type AlertingSnapshot,
  type AlertsNow,
  agentCountsSeries,
  agentSnapshot,
  alertingSnapshot,
  alertsNow,
  type BoardSnapshot,
  boardSnapshot,
  type ClusterMarks,
  type CommandBody,
  type CommandReply,
  clusterMarks,
  commandReply,
  type HandshakeTranscript,
  type IncidentSnapshot,
  type IncidentsSnapshot,
  incidentSnapshot,
  incidentsSnapshot,
  type MaintenanceCalendar,
  maintenanceCalendar,
  type OutageReview,
  outageReview,
  type PlannedWindow,
  type Scope,
  scopeText,
  type TargetKey,
  type TargetSeries,
  type TargetSnapshot,
  targetSeries,
  targetSnapshot,
  targetTranscripts,
  type WindowPreview,
  windowPreview,
} from '#contract';
import { type OverviewPage, overviewPage } from '../overview/model';

const ticketReply = z.object({ ticket: z.string() });
const problem = z.object({ title: z.string(), detail: z.string().optional() });

/** What a board is limited to; null = nothing. */
export interface BoardAsked {
  clusterKey: string | null;
  teams: Scope;
}

/** A target over a range; `zone` null: the dashboard's. */
export interface SeriesAsked {
  target: TargetKey;
  from: number;
  to: number;
  points: number;
  zone: string | null;
  earlierDays: number;
}

/** How many agents of a cluster, or of one of its teams, over a range. */
export interface CountsAsked {
  clusterKey: string;
  /** null: all. */
  teamId: string | null;
  from: number;
  to: number;
  points: number;
  zone: string;
  earlierDays: number;
}

export interface Api {
  /** The reads answer null when there is no usable answer. */
  overview(): Promise<OverviewPage | null>;
  board(asked: BoardAsked): Promise<BoardSnapshot | null>;
  /** Told to the worker as a view of a named agent. */
  agent(clusterKey: string, loginId: string): Promise<AgentSnapshot | null>;
  target(key: TargetKey): Promise<TargetSnapshot | null>;
  series(asked: SeriesAsked): Promise<TargetSeries | null>;
  /** Address of one of its tables as CSV. */
  seriesCsv(asked: SeriesAsked, part: string): string;
  counts(asked: CountsAsked): Promise<AgentCountsSeries | null>;
  countsCsv(asked: CountsAsked): string;
  /** What explains them. */
  clusterMarks(asked: CountsAsked): Promise<ClusterMarks | null>;
  /** Open ones, and those of the last days. */
  incidents(): Promise<IncidentsSnapshot | null>;
  incident(id: string): Promise<IncidentSnapshot | null>;
  /** Everything that was recorded of an incident; `names`: agents by their names, which is audited. */
  review(id: string, names: boolean): Promise<OutageReview | null>;
  /** Address of the same as a zip. */
  bundleAddress(id: string, asked: { names: boolean; zone: string }): string;
  /** The last handshakes of a target that failed, newest first. */
  transcripts(key: TargetKey): Promise<readonly HandshakeTranscript[] | null>;
  /** What is configured, what mutes, what was told, and the last tests. */
  alerting(): Promise<AlertingSnapshot | null>;
  /** What the rules find now, as the worker holds it. */
  alertsNow(): Promise<AlertsNow | null>;
  calendar(from: number, to: number): Promise<MaintenanceCalendar | null>;
  windowPreview(when: PlannedWindow['when']): Promise<WindowPreview | null>;
  /** Where a rule is replayed over history: answers line by line. */
  replayAddress(): string;
  liveTicket(): Promise<string | null>;
  command(body: CommandBody): Promise<CommandReply>;
}

export function createApi(basePath: string): Api {
  const url = (path: string) => `${basePath}${path}`;
  return {
    overview: () => ask(url('/api/v1/overview'), overviewPage),
    board: (asked) => ask(url(`/api/v1/board${boardQuery(asked)}`), boardSnapshot),
    agent: (clusterKey, loginId) =>
      ask(url(`/api/v1/agents/${clusterKey}/${encodeURIComponent(loginId)}`), agentSnapshot),
    target: (key) => ask(url(`/api/v1/targets/${key}`), targetSnapshot),
    series: (asked) => ask(url(`/api/v1/series?${seriesQuery(asked)}`), targetSeries),
    seriesCsv: (asked, part) => url(`/api/v1/series.csv?${seriesQuery(asked)}&part=${part}`),
    counts: (asked) => ask(url(`/api/v1/counts?${countsQuery(asked)}`), agentCountsSeries),
    countsCsv: (asked) => url(`/api/v1/counts.csv?${countsQuery(asked)}`),
    clusterMarks: (asked) => ask(url(`/api/v1/marks?${countsQuery(asked)}`), clusterMarks),
    incidents: () => ask(url('/api/v1/incidents'), incidentsSnapshot),
    incident: (id) => ask(url(`/api/v1/incidents/${encodeURIComponent(id)}`), incidentSnapshot),
    review: (id, names) =>
      ask(url(`/api/v1/incidents/${encodeURIComponent(id)}/review${names ? '?names=1' : ''}`), outageReview),
    bundleAddress: (id, { names, zone }) =>
      url(
        `/api/v1/incidents/${encodeURIComponent(id)}/bundle?${new URLSearchParams({ zone, ...(names ? { names: '1' } : {}) })}`,
      ),
    transcripts: async (key) => (await ask(url(`/api/v1/transcripts/${key}`), targetTranscripts))?.transcripts ?? null,
    alerting: () => ask(url('/api/v1/alerting'), alertingSnapshot),
    alertsNow: () => ask(url('/api/v1/alerting/now'), alertsNow),
    calendar: (from, to) => ask(url(`/api/v1/alerting/calendar?from=${from}&to=${to}`), maintenanceCalendar),
    windowPreview: (when) => ask(url(`/api/v1/alerting/preview?${previewQuery(when)}`), windowPreview),
    replayAddress: () => url('/api/v1/rules/replay'),
    async liveTicket() {
      return (await ask(url('/api/v1/live-ticket'), ticketReply, { method: 'POST' }))?.ticket ?? null;
    },
    async command(body) {
      const idempotencyKey = newKey();
      const response = await send(url('/api/v1/commands'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, idempotencyKey }),
      });
      const reply = commandReply.safeParse(response?.body);
      if (reply.success) return reply.data;
      const said = problem.safeParse(response?.body);
      return {
        status: 'refused',
        message: said.success ? (said.data.detail ?? said.data.title) : 'Holdfast did not answer.',
      };
    },
  };
}

function previewQuery(when: PlannedWindow['when']): string {
  return new URLSearchParams(Object.entries(when).map(([name, value]) => [name, String(value)])).toString();
}

function boardQuery({ clusterKey, teams }: BoardAsked): string {
  const query = new URLSearchParams();
  if (clusterKey !== null) query.set('cluster', clusterKey);
  // An empty list would read as no limit.
  if (teams !== null) query.set('teams', scopeText(teams) || 'none/none');
  return query.size === 0 ? '' : `?${query}`;
}

function seriesQuery({ target, from, to, points, zone, earlierDays }: SeriesAsked): string {
  const query = new URLSearchParams({ target, from: String(from), to: String(to), points: String(points) });
  if (zone !== null) query.set('zone', zone);
  if (earlierDays !== 0) query.set('earlierDays', String(earlierDays));
  return query.toString().replaceAll('%2F', '/');
}

function countsQuery({ clusterKey, teamId, from, to, points, zone, earlierDays }: CountsAsked): string {
  const query = new URLSearchParams({
    cluster: clusterKey,
    from: String(from),
    to: String(to),
    points: String(points),
  });
  query.set('zone', zone);
  if (teamId !== null) query.set('team', teamId);
  if (earlierDays !== 0) query.set('earlierDays', String(earlierDays));
  return query.toString().replaceAll('%2F', '/');
}

/** `randomUUID` exists only on secure origins; a plain-HTTP intranet is none. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

async function ask<T>(url: string, schema: z.ZodType<T>, init?: RequestInit): Promise<T | null> {
  const response = await send(url, init);
  if (response === null || !response.ok) return null;
  return schema.safeParse(response.body).data ?? null;
}

async function send(url: string, init?: RequestInit): Promise<{ ok: boolean; body: unknown } | null> {
  try {
    const response = await fetch(url, { ...init, cache: 'no-store' });
    return { ok: response.ok, body: await response.json() };
  } catch {
    return null;
  }
}
