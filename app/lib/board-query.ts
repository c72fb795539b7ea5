/** What a board is asked for in an address: the strict reading of the API, and the lenient one of pages. */
import { type Scope, scopeOf, slug, teamRef } from '#contract';

export interface BoardScope {
  /** null = all clusters. */
  clusterKey: string | null;
  teams: Scope;
}

export type BoardScopeRead =
  | { status: 'ok'; scope: BoardScope }
  | { status: 'invalid'; errors: { path: string; message: string }[] };

/** More would be everybody. */
const MAX_TEAMS = 200;

/** `cluster=K` and `teams=K/T,K/T`; a missing one does not limit, and what is wrong is named. */
export function readBoardScope(query: URLSearchParams): BoardScopeRead {
  const cluster = clusterOf(query);
  const teams = teamsOf(query);
  const errors = [...cluster.errors, ...teams.errors];
  if (errors.length > 0) return { status: 'invalid', errors };
  return { status: 'ok', scope: { clusterKey: cluster.value, teams: teams.value } };
}

interface Read<T> {
  value: T;
  errors: { path: string; message: string }[];
}

function clusterOf(query: URLSearchParams): Read<string | null> {
  const text = query.get('cluster');
  if (text === null) return { value: null, errors: [] };
  const read = slug.safeParse(text);
  if (read.success) return { value: read.data, errors: [] };
  return { value: null, errors: read.error.issues.map((i) => ({ path: 'cluster', message: i.message })) };
}

function teamsOf(query: URLSearchParams): Read<Scope> {
  const text = query.get('teams');
  if (text === null || text === '') return { value: null, errors: [] };
  const parts = text.split(',');
  const wrong = parts.filter((part) => !isTeam(part.trim()));
  const errors = wrong.slice(0, 5).map((part) => ({ path: 'teams', message: `"${part}" is not CLUSTER/TEAM` }));
  if (parts.length > MAX_TEAMS) errors.push({ path: 'teams', message: `more than ${MAX_TEAMS} teams` });
  return { value: scopeOf(text), errors };
}

function isTeam(text: string): boolean {
  const [clusterKey, teamId, ...more] = text.split('/');
  return more.length === 0 && teamRef.safeParse({ clusterKey, teamId }).success;
}
