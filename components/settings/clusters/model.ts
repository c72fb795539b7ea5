/** Clusters as their list shows them, and what an editor of one starts from. Pure. */
import type { ConfigItem, Configuration, TargetKey } from '#contract';
import { freeName, withKeysKept } from '../form/keys';
import { branchOf, listOf, type Tree, textOf, withoutSecrets, withValue } from '../form/tree';
import { watchedCount } from '../form/watch-text';

/** A session, for pausing all of a cluster. */
export interface TargetOfCluster {
  key: TargetKey;
  clusterKey: string;
  paused: boolean;
}

export interface ClusterRow {
  item: ConfigItem;
  name: string;
  kind: 'finesse' | 'xmpp';
  /** `A fin-a.example.com` */
  servers: string[];
  /** `3 sites, 12 people watched`; empty: neither. */
  more: string;
}

export function clusterRows({ items }: Pick<Configuration, 'items'>): ClusterRow[] {
  return items.filter((item) => item.kind === 'cluster').map(rowOf);
}

function rowOf(item: ConfigItem): ClusterRow {
  const body = branchOf(item.body);
  const kind = body.kind === 'xmpp' ? 'xmpp' : 'finesse';
  return { item, name: textOf(body.name) || item.key, kind, servers: serversOf(body), more: moreOf(body) };
}

function serversOf(body: Readonly<Record<string, Tree>>): string[] {
  if (body.kind === 'xmpp') return listOf(body.nodes).map((node) => nodeWords(branchOf(node)));
  return Object.entries(branchOf(body.servers)).map(([side, server]) => `${side} ${textOf(branchOf(server).host)}`);
}

function nodeWords({ name, domain }: Readonly<Record<string, Tree>>): string {
  return textOf(domain) === '' || domain === name ? textOf(name) : `${textOf(name)}, ${textOf(domain)}`;
}

function moreOf(body: Readonly<Record<string, Tree>>): string {
  const sites = listOf(body.sites).length;
  const people = listOf(body.nodes).reduce<number>(
    (sum, node) => sum + watchedCount(branchOf(node).watch),
    watchedCount(body.watch),
  );
  return [
    ...(sites > 0 ? [`${sites} ${sites === 1 ? 'rule' : 'rules'} of sites`] : []),
    ...(people > 0 ? [`${people} ${people === 1 ? 'person' : 'people'} watched`] : []),
  ].join(', ');
}

export interface Asked {
  /** The key of the one that is edited. */
  cluster: string | null;
  /** The key of the one that is copied. */
  clone: string | null;
  /** A new one of this kind. */
  add: 'finesse' | 'xmpp' | null;
}

export type Editing =
  | { is: 'list' }
  | { is: 'unknown'; key: string }
  /** `item` null: a new one. */
  | { is: 'editor'; item: ConfigItem | null; kind: 'finesse' | 'xmpp'; start: Tree };

const blank: Record<'finesse' | 'xmpp', Tree> = {
  finesse: { kind: 'finesse', servers: { A: {} } },
  xmpp: { kind: 'xmpp', nodes: [{ transports: { websocket: {} } }] },
};

export function editingOf(asked: Asked, rows: readonly ClusterRow[]): Editing {
  if (asked.add !== null) return { is: 'editor', item: null, kind: asked.add, start: blank[asked.add] };
  const key = asked.cluster ?? asked.clone;
  if (key === null) return { is: 'list' };
  const row = rows.find((r) => r.item.key === key);
  if (row === undefined) return { is: 'unknown', key };
  const { item, kind, name } = row;
  if (asked.cluster !== null) return { is: 'editor', item, kind, start: withKeysKept(item.body, item.key) };
  const names = rows.map((r) => r.name);
  return { is: 'editor', item: null, kind, start: cloneOf(item.body, freeName(name, names)) };
}

/** Passwords stay where they are: a copy is given its own. */
export function cloneOf(body: Tree, name: string): Tree {
  return withValue(withValue(withoutSecrets(body), ['key'], undefined), ['name'], name);
}
