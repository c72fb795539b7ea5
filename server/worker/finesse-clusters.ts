/** The watches of Finesse clusters: one judge of agents and one watch of both sides for each. */
import type { EpochMs, Event, Fact, TargetKey } from '#contract';
import type { Log } from '../config/log';
import type { FinesseClusterConfig, HoldfastConfig } from '../config/schema';
import { createRestClient } from '../finesse/rest/client';
import { startFinesseCluster } from '../monitor/finesse/cluster';
import { createFindTargets } from '../monitor/finesse/discovery';
import type { FinesseCluster } from '../monitor/finesse/port';
import type { Fleet } from '../monitor/fleet';
import type { SessionListener } from '../monitor/port';
import { createAgentWatch } from '../monitor/presence/agent-watch';
import type { AgentWatch } from '../monitor/presence/port';
import type { KnownPresence } from '../store/port';
import type { Time } from '../time/time';
import type { OpenWire } from '../transport/port';
import { knownPresence } from './known-presence';

export interface FinesseClustersDeps {
  /** What is in force at the moment. */
  config(): Pick<HoldfastConfig, 'privacy'>;
  store: KnownPresence;
  time: Time;
  publish(fact: Fact): void;
  /** Of the bus. */
  subscribe(listener: (event: Event) => void): () => void;
  openWire: OpenWire;
  log: Log;
  demo: boolean;
}

export interface FinesseClusters {
  /**
   * Takes leave of servers whose cluster is configured no more, and starts these.
   * @param configured all that are configured now
   * @param seenUntil when those to start were watched last; null: never
   */
  start(
    begun: readonly FinesseClusterConfig[],
    configured: readonly FinesseClusterConfig[],
    fleet: Fleet,
    seenUntil: EpochMs | null,
  ): Promise<void>;
  /** Before their targets leave the fleet: the sessions say their last word. */
  end(keys: readonly string[]): Promise<void>;
  listenerOf(key: TargetKey): SessionListener | null;
  /** @returns null, or why not */
  retryAccounts(clusterKey: string, nodeKey: string): string | null;
  /** Before the fleet: the sessions say their last word. */
  stop(): Promise<void>;
}

interface Running {
  key: string;
  cluster: FinesseCluster;
  watch: AgentWatch;
}

/** Configured nodes whose targets are found out later. */
export function nodesOf(clusters: readonly FinesseClusterConfig[]): { clusterKey: string; nodeKey: string }[] {
  return clusters.flatMap(({ key, servers }) => servers.map(({ nodeKey }) => ({ clusterKey: key, nodeKey })));
}

export function createFinesseClusters(deps: FinesseClustersDeps): FinesseClusters {
  const { config, store, time, publish, log } = deps;
  let running: Running[] = [];
  let stopped = false;
  const findTargets = createFindTargets({
    ...{ openWire: deps.openWire, time },
    onFound: ({ nodeName }, found) =>
      log.info(
        { server: nodeName, found: found.map(({ addressText, outcome }) => `${addressText} ${outcome.is}`) },
        'looked for open transports',
      ),
  });

  async function startOne(own: FinesseClusterConfig, fleet: Fleet, seenUntil: EpochMs | null): Promise<void> {
    const { key } = own;
    const known = await knownPresence(store, key, time.now(), seenUntil);
    const clusters = await store.documents('cluster', key);
    const servers = await store.documents('server', key);
    if (stopped) return;
    const onListMeaning: FinesseCluster['listMeans'] = (meaning) => cluster.listMeans(meaning);
    const watch = createAgentWatch({
      ...{ clusterKey: key, service: 'finesse', time, publish, known, onListMeaning },
      statesKept: () => config().privacy.agentStates,
    });
    const cluster = startFinesseCluster(own, {
      ...{ time, publish, subscribe: deps.subscribe, watch, fleet, findTargets, demo: deps.demo },
      createRest: createRestClient,
      known: { cluster: clusters[0] ?? null, servers },
      note: (what, detail) => log.warn(detail, what),
    });
    running.push({ key, cluster, watch });
  }

  /** Servers of clusters that are configured no more. */
  async function takeLeave(configured: readonly FinesseClusterConfig[]): Promise<void> {
    const gone = (await store.documents('server', null)).filter(
      (view) => !view.removed && !configured.some(({ key }) => key === view.clusterKey),
    );
    for (const { clusterKey, nodeKey, side } of gone)
      publish({ type: 'server-removed', at: time.now(), clusterKey, nodeKey, side });
  }

  return {
    async start(begun, configured, fleet, seenUntil) {
      await takeLeave(configured);
      await Promise.all(begun.map((own) => startOne(own, fleet, seenUntil)));
    },
    async end(keys) {
      const ending = running.filter(({ key }) => keys.includes(key));
      running = running.filter((one) => !ending.includes(one));
      await Promise.all(ending.map(({ cluster }) => cluster.stop()));
      for (const { watch } of ending) watch.stop();
    },
    listenerOf(key) {
      for (const { cluster } of running) {
        const listener = cluster.sessionListener(key);
        if (listener !== null) return listener;
      }
      return null;
    },
    retryAccounts(clusterKey, nodeKey) {
      const one = running.find(({ key }) => key === clusterKey);
      return one === undefined ? `There is no Finesse server ${clusterKey}/${nodeKey}.` : one.cluster.retry(nodeKey);
    },
    async stop() {
      stopped = true;
      await Promise.all(running.map(({ cluster }) => cluster.stop()));
      for (const { watch } of running) watch.stop();
    },
  };
}
