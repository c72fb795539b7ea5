/** Plays a scenario in virtual time before the product's own watch of a Finesse cluster, and keeps what it tells. */

import type { FinesseClusterConfig } from '../../server/config/schema';
import type { AgentStatesKept, Event, Fact, FinesseSide } from '../../server/contract';
import { createEventBus } from '../../server/events/bus';
import { createRestClient } from '../../server/finesse/rest/client';
import { startFinesseCluster } from '../../server/monitor/finesse/cluster';
import { createFindTargets } from '../../server/monitor/finesse/discovery';
import type { FinesseCluster } from '../../server/monitor/finesse/port';
import { createFleet } from '../../server/monitor/fleet';
import { watchObserver } from '../../server/monitor/observer-watch';
import { createAgentWatch } from '../../server/monitor/presence/agent-watch';
import { loadScenario } from '../../server/simulator/finesse/scenarios/load';
import { playScenario } from '../../server/simulator/finesse/scenarios/player';
import type { Scenario } from '../../server/simulator/finesse/scenarios/scenario';
import type { ProfileName } from '../../server/simulator/finesse/switches';
import type { WorldSettingsInput } from '../../server/simulator/finesse/world/port';
import { createPair, START, type VirtualPair } from './pair';
import { createTold, type Told } from './told';

export interface Watched extends VirtualPair {
  scenario: Scenario;
  told: Told;
  /** Every event as it was published. */
  published: Event[];
  /** When the scenario's clock began. */
  startMs: number;
  /** Seconds into the scenario. */
  at(event: { at: number }): number;
  /** What steps could not do, and what threw. */
  problems: string[];
  cluster: FinesseCluster;
}

export interface WatchOptions extends WorldSettingsInput {
  config?: Partial<FinesseClusterConfig>;
  /** As `privacy.agentStates` says. */
  statesKept?: AgentStatesKept;
  /** Done at these seconds of the scenario. */
  also?: readonly (readonly [second: number, run: (pair: VirtualPair) => void])[];
  lastsS?: number;
}

/** Time for signing in, the directory and the feeds, before anything happens: two sweeps. */
const WARM_UP_S = 60;
/** What happened at the end is told by then. */
const NEWS_S = 20;
const base: WorldSettingsInput = {
  ...{ agents: 240, teamSize: 20, shareOnA: 0.75, signedIn: 0.92, rhythm: true, boshShare: null },
};

export async function watchScenario(name: string, profile: ProfileName, options: WatchOptions = {}): Promise<Watched> {
  const loaded = loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const { scenario } = loaded;
  const { also = [], lastsS = scenario.lasts / 1000 + NEWS_S, config, statesKept, ...more } = options;
  const pair = createPair({ ...base, ...scenario.settings, ...more, profile }, config);
  const problems: string[] = [];
  const startMs = START + WARM_UP_S * 1000;
  const { told, publish } = createTold(startMs);
  const { cluster, published } = observe(pair, publish, problems, statesKept);
  await pair.until(WARM_UP_S);
  playScenario(scenario, pair.world, pair.time, {
    onStep: ({ step, problems: found }) => problems.push(...found.map((p) => `${step.at / 1000} ${step.label}: ${p}`)),
  });
  for (const [second, run] of also) pair.time.after(startMs + second * 1000 - pair.time.now(), () => run(pair));
  await pair.until(WARM_UP_S + lastsS);
  return {
    ...{ ...pair, scenario, told, published, startMs, problems, cluster },
    at: (event) => (event.at - startMs) / 1000,
  };
}

/** The worker's wiring without store and gateway. */
function observe(
  pair: VirtualPair,
  tell: (fact: Fact) => void,
  problems: string[],
  statesKept: AgentStatesKept = 'around-disconnects',
) {
  const { ours: time, config } = pair;
  const published: Event[] = [];
  const bus = createEventBus('local', time, (error) => problems.push(String(error)));
  const publish = (fact: Fact): void => void bus.publish(fact);
  bus.subscribe((event) => {
    published.push(event);
    tell(event);
  });
  const host = watchObserver(time, time, publish);
  const nothing = { agents: [], openDisconnects: [], groups: [], record: null };
  const watch = createAgentWatch({
    ...{ clusterKey: config.key, service: 'finesse', time, publish, known: nothing },
    onListMeaning: (meaning) => cluster.listMeans(meaning),
    statesKept: () => statesKept,
  });
  const fleet = createFleet({
    ...{ targets: [], openSession: pair.openSession, time, publish, known: [], demo: false },
    stalledSince: (monoMs) => host.stalledSince(monoMs),
    pending: config.servers.map(({ nodeKey }) => ({ clusterKey: config.key, nodeKey })),
    listenerOf: (key) => cluster.sessionListener(key),
  });
  const cluster = startFinesseCluster(config, {
    ...{ time, publish, watch, fleet, demo: false, known: { cluster: null, servers: [] } },
    subscribe: (listener) => bus.subscribe(listener),
    createRest: (options) => createRestClient({ ...options, openHttps: pair.https.openHttps }),
    findTargets: createFindTargets({ openWire: pair.wires.openWire, time }),
    note: () => undefined,
  });
  fleet.start();
  return { cluster, published };
}

export const otherSide = (side: FinesseSide): FinesseSide => (side === 'A' ? 'B' : 'A');
