/** What is measured: the sessions of all targets, and the watches of people on them; another configuration changes only what differs. */
import type { EpochMs, Event, Fact, HandshakeTranscript } from '#contract';
import type { Log } from '../config/log';
import type { HoldfastConfig, TargetConfig } from '../config/schema';
import { createFleet, type Fleet } from '../monitor/fleet';
import type { KnownPresence, RecorderStore } from '../store/port';
import type { Time } from '../time/time';
import type { OpenWire } from '../transport/port';
import type { OpenSession } from '../xmpp/port';
import { changeLines, changesOf } from './changes';
import { createFinesseClusters, nodesOf } from './finesse-clusters';
import { goneClusters } from './gone-clusters';
import { createXmppWatches } from './xmpp-watches';

export interface MeasuringDeps {
  /** What is in force at the start. */
  config: HoldfastConfig;
  store: KnownPresence & Pick<RecorderStore, 'targetStates'>;
  time: Time;
  publish(fact: Fact): void;
  /** Of the bus. */
  subscribe(listener: (event: Event) => void): () => void;
  /** Writes what waits, so that the store tells what was published. Throws `StoreError`. */
  flush(): Promise<void>;
  /** When the former run was last alive; null: there was none. */
  seenUntil: EpochMs | null;
  openSession: OpenSession;
  openWire: OpenWire;
  stalledSince(monoMs: number): boolean;
  onTarget(target: TargetConfig): void;
  onTranscript(transcript: HandshakeTranscript): void;
  log: Log;
  demo: boolean;
}

export interface Measuring {
  readonly fleet: Fleet;
  start(): Promise<void>;
  /**
   * Sessions of targets that are the same in both stay as they are. Throws `StoreError` before anything has changed, or when the database
   * went away meanwhile.
   * @returns what changed, for people
   */
  configure(config: HoldfastConfig): Promise<string[]>;
  retryAccounts(clusterKey: string, nodeKey: string): string | null;
  stop(): Promise<void>;
}

export async function createMeasuring(deps: MeasuringDeps): Promise<Measuring> {
  const { store, time, publish, subscribe, seenUntil, demo } = deps;
  let { config } = deps;
  let stopping = false;
  const people = createXmppWatches({ config: () => config, store, time, publish, subscribe, demo });
  const finesse = createFinesseClusters({
    ...{ config: () => config, store, time, publish, subscribe, openWire: deps.openWire, log: deps.log, demo },
  });
  const startPeople = await people.add(config.watches, config.targets, seenUntil);
  const fleet = createFleet({
    ...{ targets: config.targets, pending: nodesOf(config.finesse), openSession: deps.openSession, time, publish },
    ...{ known: await store.targetStates(), stalledSince: deps.stalledSince, demo },
    listenerOf: (key) => people.listenerOf(key) ?? finesse.listenerOf(key),
    ...{ onTarget: deps.onTarget, onTranscript: deps.onTranscript },
  });

  async function takeLeaveOfClusters(): Promise<void> {
    for (const gone of await goneClusters(config, store, time.now())) publish(gone);
  }

  async function configure(next: HoldfastConfig): Promise<string[]> {
    const changes = changesOf(config, next);
    const lines = changeLines(changes);
    if (lines.length === 0 && changes.again.length === 0) {
      config = next;
      return lines;
    }
    await store.targetStates();
    const isEnded = (clusterKey: string) => changes.endedFinesse.includes(clusterKey);
    const isGone = (clusterKey: string) => isEnded(clusterKey) && !next.finesse.some(({ key }) => key === clusterKey);
    const targets = fleet.monitors().map(({ target }) => target);
    const goneOfFinesse = targets.filter(({ clusterKey }) => isGone(clusterKey)).map(({ key }) => key);
    const anewOfFinesse = targets.filter(({ clusterKey }) => isEnded(clusterKey) && !isGone(clusterKey));
    await finesse.end(changes.endedFinesse);
    people.remove(changes.endedWatches);
    await Promise.all([
      fleet.leave([...changes.goneTargets, ...goneOfFinesse], 'archived'),
      fleet.leave(
        anewOfFinesse.map(({ key }) => key),
        'shutdown',
      ),
    ]);
    if (stopping) return lines;
    const nodes = nodesOf(next.finesse);
    for (const { clusterKey, nodeKey } of nodesOf(config.finesse)) {
      const stays = nodes.some((node) => node.clusterKey === clusterKey && node.nodeKey === nodeKey);
      if (!stays) fleet.archiveMissing(clusterKey, nodeKey);
    }
    config = next;
    // Who comes, or comes again, goes on from what the database knows.
    await deps.flush();
    fleet.know(await store.targetStates());
    await takeLeaveOfClusters();
    const start = await people.add(changes.watches, next.targets, time.now());
    if (stopping) return lines;
    start();
    for (const target of changes.targets) fleet.add(target);
    for (const key of changes.again) fleet.again(key);
    await finesse.start(changes.finesse, next.finesse, fleet, time.now());
    return lines;
  }

  return {
    fleet,
    async start() {
      await takeLeaveOfClusters();
      startPeople();
      await finesse.start(config.finesse, config.finesse, fleet, seenUntil);
      if (!stopping) fleet.start();
    },
    configure,
    retryAccounts: finesse.retryAccounts,
    async stop() {
      stopping = true;
      await finesse.stop();
      await fleet.stop();
      people.stop();
    },
  };
}
