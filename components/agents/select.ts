/** Who is shown, and in which order. Pure; quick enough to be asked anew every second for thousands. */
import { type AgentView, agentKeyOf, type HealthKind } from '#contract';
import { agentName } from '../health/words';
import { deadlineOf, sideOf } from './agent-words';
import type { AgentFilters, AgentsQuery, SortField, SortRule } from './query';

/** What never changes with an agent's health, worked out once per view of an agent. */
interface Text {
  key: string;
  /** For sorting: without case and accents. */
  name: string;
  /** What a search looks in. */
  searched: string;
}

const texts = new WeakMap<AgentView, Text>();

function textOf(agent: AgentView): Text {
  const known = texts.get(agent);
  if (known !== undefined) return known;
  const name = plain(agentName(agent));
  const text = {
    key: agentKeyOf(agent.clusterKey, agent.loginId),
    name,
    searched: `${name} ${plain(agent.loginId)} ${agent.extension ?? ''}`,
  };
  texts.set(agent, text);
  return text;
}

const plain = (text: string): string =>
  // most names are plain already, and taking apart costs
  (/^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')).toLowerCase();

export function matcherOf(query: AgentsQuery): (agent: AgentView) => boolean {
  const words = plain(query.q).split(/\s+/).filter(Boolean);
  const asked = (['team', 'health', 'state', 'side', 'site'] as const).flatMap((field) =>
    query[field].length === 0 ? [] : [{ field, values: new Set<string>(query[field]) }],
  );
  return (agent) =>
    asked.every(({ field, values }) => values.has(valueFor(agent, field))) &&
    (words.length === 0 || words.every((word) => textOf(agent).searched.includes(word)));
}

/** The value that a filter compares. */
export function valueFor(agent: AgentView, field: keyof AgentFilters): string {
  switch (field) {
    case 'team':
      return `${agent.clusterKey}/${agent.teamId}`;
    case 'health':
      return agent.health.kind;
    case 'state':
      return agent.state ?? '';
    case 'side':
      return sideOf(agent) ?? '';
    case 'site':
      return agent.site ?? '';
  }
}

/** What is about to go wrong, what is wrong, what we cannot see, and the rest. */
const urgency: Record<HealthKind, number> = {
  'at-risk': 0,
  'forced-out': 1,
  unstable: 2,
  unknown: 3,
  connected: 4,
  'logged-out': 5,
};
const CLASS = 1e14;

/** Classes first; within them the soonest deadline, the latest forced out. One number, so that comparing is cheap. */
function attention({ health, onCall }: AgentView): number {
  const rank = urgency[health.kind] * CLASS;
  switch (health.kind) {
    case 'at-risk':
      return rank + health.deadline.earliest * 2 + (onCall ? 0 : 1);
    case 'forced-out':
      return rank + CLASS - 1 - health.at;
    case 'unstable':
    case 'unknown':
    case 'connected':
    case 'logged-out':
      return rank;
  }
}

type Value = string | number | null;

const valueBy: Record<SortField, (agent: AgentView) => Value> = {
  attention,
  health: (a) => urgency[a.health.kind],
  deadline: (a) => deadlineOf(a)?.earliest ?? null,
  name: (a) => textOf(a).name,
  login: (a) => numeric(a.loginId),
  extension: (a) => (a.extension === null ? null : numeric(a.extension)),
  team: (a) => plain(a.teamName),
  site: (a) => (a.site === null ? null : plain(a.site)),
  side: sideOf,
  state: (a) => a.state,
  since: (a) => a.healthSince,
};

/** Ids of digits are ordered as numbers: all of one length, so that text compares like them. */
const numeric = (id: string): string => (/^\d{1,15}$/.test(id) ? id.padStart(15, '0') : id);

interface Entry {
  value: Value;
  name: string;
  key: string;
}

function comparing({ descending }: SortRule): (a: Entry, b: Entry) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    if (a.value !== b.value) {
      // who has no value comes last either way
      if (a.value === null) return 1;
      if (b.value === null) return -1;
      return a.value < b.value ? -sign : sign;
    }
    if (a.name !== b.name) return a.name < b.name ? -1 : 1;
    return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
  };
}

/**
 * The keys (`CLUSTER/LOGIN`) of those that the query asks for, in its order.
 *
 * @param before the order of before: sorting what is nearly in order takes a fraction of the time
 */
export function selectAgents(
  agents: Iterable<AgentView>,
  query: AgentsQuery,
  before: readonly string[] = [],
): readonly string[] {
  const matches = matcherOf(query);
  const value = valueBy[query.sort.by];
  const place = new Map(before.map((key, i) => [key, i]));
  const placed: (Entry | undefined)[] = new Array(before.length).fill(undefined);
  const added: Entry[] = [];
  for (const agent of agents) {
    if (!matches(agent)) continue;
    const { key, name } = textOf(agent);
    const entry = { value: value(agent), name, key };
    const at = place.get(key);
    if (at === undefined) added.push(entry);
    else placed[at] = entry;
  }
  const entries = placed.filter((e) => e !== undefined).concat(added);
  const keys = entries.sort(comparing(query.sort)).map((e) => e.key);
  return sameOrder(keys, before) ? before : keys;
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}
