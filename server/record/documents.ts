/** Current state of agents, servers and clusters while events change it. */
import {
  type AgentView,
  agentKeyOf,
  type ClusterView,
  documentOf,
  type Event,
  foldAgent,
  foldCluster,
  foldServer,
  type ServerView,
  serverKeyOf,
} from '#contract';
import type { ChangedDocument, KnownPresence } from '../store/port';

/** As committed, by the keys of the contract's `documentOf`. */
export interface Documents {
  agent: ReadonlyMap<string, AgentView>;
  server: ReadonlyMap<string, ServerView>;
  cluster: ReadonlyMap<string, ClusterView>;
}

/** The rows that the events touch, as they are after all of them; events of somebody who was never listed change nothing. */
export function changedDocuments(events: readonly Event[], known: Documents): ChangedDocument[] {
  const agents = folding(known.agent, foldAgent);
  const servers = folding(known.server, foldServer);
  const clusters = folding(known.cluster, foldCluster);
  const records = new Map<string, ChangedDocument>();
  for (const e of events) {
    const ref = documentOf(e);
    if (ref?.kind === 'agent') agents.take(ref.key, e);
    else if (ref?.kind === 'server') servers.take(ref.key, e);
    else if (ref?.kind === 'cluster') clusters.take(ref.key, e);
    // These come whole with each event: the last one stands.
    else if (e.type === 'disconnect-changed')
      records.set(`disconnect ${e.disconnect.id}`, { kind: 'disconnect', key: e.disconnect.id, view: e.disconnect });
    else if (e.type === 'group-changed' && ref !== null)
      records.set(`group ${ref.key}`, { kind: 'group', key: ref.key, view: e.group });
  }
  return [
    ...[...agents.touched].map(([key, view]) => ({ kind: 'agent' as const, key, view })),
    ...[...servers.touched].map(([key, view]) => ({ kind: 'server' as const, key, view })),
    ...[...clusters.touched].map(([key, view]) => ({ kind: 'cluster' as const, key, view })),
    ...records.values(),
  ];
}

function folding<V>(known: ReadonlyMap<string, V>, fold: (view: V | undefined, e: Event) => V | undefined) {
  const touched = new Map<string, V>();
  return {
    touched,
    take(key: string, e: Event): void {
      const before = touched.get(key) ?? known.get(key);
      const after = fold(before, e);
      if (after !== undefined && after !== before) touched.set(key, after);
    },
  };
}

/** What the recorder keeps of it between commits. */
export interface DocumentBook extends Documents {
  /** Reads everything that the database has. Throws `StoreError`. */
  load(store: KnownPresence): Promise<void>;
  /** What a commit has written. */
  apply(changed: readonly ChangedDocument[]): void;
}

export function createDocumentBook(): DocumentBook {
  const agent = new Map<string, AgentView>();
  const server = new Map<string, ServerView>();
  const cluster = new Map<string, ClusterView>();
  return {
    agent,
    server,
    cluster,
    async load(store) {
      for (const a of await store.documents('agent', null)) agent.set(agentKeyOf(a.clusterKey, a.loginId), a);
      for (const s of await store.documents('server', null)) server.set(serverKeyOf(s.clusterKey, s.nodeKey), s);
      for (const c of await store.documents('cluster', null)) cluster.set(c.key, c);
    },
    apply(changed) {
      for (const d of changed) {
        if (d.kind === 'agent') agent.set(d.key, d.view);
        else if (d.kind === 'server') server.set(d.key, d.view);
        else if (d.kind === 'cluster') cluster.set(d.key, d.view);
      }
    },
  };
}
