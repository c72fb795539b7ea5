/** The watches of people on XMPP services: one judge and one watch per cluster. */
import type { EpochMs, Event, Fact, TargetKey } from '#contract';
import type { HoldfastConfig } from '../config/schema';
import type { SessionListener } from '../monitor/port';
import { createAgentWatch } from '../monitor/presence/agent-watch';
import { createXmppWatch } from '../monitor/presence/xmpp-watch';
import type { KnownPresence } from '../store/port';
import type { Time } from '../time/time';
import { knownPresence } from './known-presence';

export interface XmppWatchesDeps {
  config: Pick<HoldfastConfig, 'watches' | 'targets'>;
  store: KnownPresence;
  time: Time;
  publish(fact: Fact): void;
  /** Of the bus. */
  subscribe(listener: (event: Event) => void): () => void;
  /** When the former run was last alive; null: there was none. */
  seenUntil: EpochMs | null;
  demo: boolean;
}

export interface XmppWatches {
  start(): void;
  listenerOf(key: TargetKey): SessionListener | null;
  stop(): void;
}

export async function createXmppWatches(deps: XmppWatchesDeps): Promise<XmppWatches> {
  const { config, store, time, publish, seenUntil, demo } = deps;
  const all = await Promise.all(
    config.watches.map(async (watched) => {
      const { clusterKey } = watched;
      const known = await knownPresence(store, clusterKey, time.now(), seenUntil);
      const agents = createAgentWatch({ clusterKey, service: 'xmpp', time, publish, known });
      return { agents, watch: createXmppWatch(watched, { time, agents, publish, targets: config.targets, demo }) };
    }),
  );
  const unsubscribe = deps.subscribe((event) => {
    if (event.type !== 'observer-stalled') return;
    // events are on the wall clock, watches on the steady one
    const offsetMs = time.wallOffsetMs();
    for (const { watch } of all) watch.blind(event.fromMs - offsetMs, event.toMs - offsetMs);
  });
  return {
    start() {
      for (const { watch } of all) watch.start();
    },
    listenerOf(key) {
      for (const { watch } of all) {
        const listener = watch.listenerOf(key);
        if (listener !== null) return listener;
      }
      return null;
    },
    stop() {
      unsubscribe();
      for (const { watch, agents } of all) {
        watch.stop();
        agents.stop();
      }
    },
  };
}
