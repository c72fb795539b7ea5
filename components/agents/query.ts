/** What the table of agents shows, as its address says it: search, filters, order, and the agent whose panel is open. Pure. */
import { type HealthKind, healthKinds } from '#contract';

export const columnKeys = [
  'health',
  'deadline',
  'name',
  'login',
  'extension',
  'team',
  'site',
  'side',
  'state',
  'since',
] as const;
export type ColumnKey = (typeof columnKeys)[number];

/** Every column can be sorted by; `attention` is the rule that the table starts with. */
export const sortFields = ['attention', ...columnKeys] as const;
export type SortField = (typeof sortFields)[number];

export interface SortRule {
  by: SortField;
  descending: boolean;
}

/** In each list one of the values must fit; an empty list asks nothing. */
export interface AgentFilters {
  /** `CLUSTER/TEAM`. */
  team: readonly string[];
  health: readonly HealthKind[];
  /** As Finesse spells it; '' = not known. */
  state: readonly string[];
  /** '' = not told. */
  side: readonly string[];
  /** '' = in no site. */
  site: readonly string[];
}
export type FilterField = keyof AgentFilters;
export const filterFields: readonly FilterField[] = ['team', 'health', 'state', 'side', 'site'];

export interface AgentsQuery extends AgentFilters {
  /** Words that name, login id or extension contain. */
  q: string;
  sort: SortRule;
  /** `CLUSTER/LOGIN` of the open panel. */
  agent: string | null;
}

export const byAttention: SortRule = { by: 'attention', descending: false };
export const everyone: AgentsQuery = {
  ...{ q: '', team: [], health: [], state: [], side: [], site: [], sort: byAttention, agent: null },
};

const isHealth = (text: string): text is HealthKind => healthKinds.some((kind) => kind === text);
const isField = (text: string): text is SortField => sortFields.some((field) => field === text);

/** What is not understood is left out. */
export function queryOf(params: URLSearchParams): AgentsQuery {
  const list = (name: string) => [...new Set(params.getAll(name))];
  return {
    q: (params.get('q') ?? '').slice(0, 200),
    team: list('team'),
    health: list('health').filter(isHealth),
    state: list('state'),
    side: list('side'),
    site: list('site'),
    sort: sortOf(params.get('sort')),
    agent: params.get('agent'),
  };
}

function sortOf(text: string | null): SortRule {
  const descending = text?.startsWith('-') ?? false;
  const by = descending ? (text ?? '').slice(1) : (text ?? '');
  return isField(by) ? { by, descending } : byAttention;
}

/** The address of a query; what else stands in `params` (the scope of teams) is kept. '' or `?…`. */
export function searchOf(query: AgentsQuery, params: URLSearchParams): string {
  const next = new URLSearchParams(params);
  for (const name of ['q', 'sort', 'agent', ...filterFields]) next.delete(name);
  if (query.q !== '') next.set('q', query.q);
  for (const field of filterFields) for (const value of query[field]) next.append(field, value);
  const { by, descending } = query.sort;
  if (by !== 'attention') next.set('sort', `${descending ? '-' : ''}${by}`);
  if (query.agent !== null) next.set('agent', query.agent);
  // slashes and commas are allowed in a query (RFC 3986 §3.4), and can be read
  const text = next.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

/** A press on a column: ascending, descending, and back to the rule of the beginning. */
export function pressed(sort: SortRule, by: SortField): SortRule {
  if (sort.by !== by) return { by, descending: false };
  return sort.descending ? byAttention : { by, descending: true };
}

export function toggled<T extends string>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((v) => v !== value) : [...values, value];
}

export function isNarrowed(query: AgentsQuery): boolean {
  return query.q.trim() !== '' || filterFields.some((field) => query[field].length > 0);
}

/** Everybody again, in the same order. */
export function widened(query: AgentsQuery): AgentsQuery {
  return { ...everyone, sort: query.sort, agent: query.agent };
}
