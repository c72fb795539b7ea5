/** The watches of people on XMPP services: one judge and one watch per cluster. */
import type { EpochMs, Event, Fact, TargetKey } from '#contract';
import type { HoldfastConfig, XmppWatchConfig } from '../config/schema';
import type { SessionListener } from '../monitor/port';
import { createAgentWatch } from '../monitor/presence/agent-watch';
import type { AgentWatch } from '../monitor/presence/port';
import { createXmppWatch, type XmppWatch } from '../monitor/presence/xmpp-watch';
import type { KnownPresence } from '../store/port';
import type { Time } from '../time/time';
import { watchKey } from './changes';
import { knownPresence } from './known-presence';

export interface XmppWatchesDeps {
  /** What is in force at the moment. */
  config(): Pick<HoldfastConfig, 'privacy'>;
  store: KnownPresence;
  time: Time;
  publish(fact: Fact): void;
  /** Of the bus. */
  subscribe(listener: (event: Event) => void): () => void;
  demo: boolean;
}

export interface XmppWatches {
  /**
   * Goes on with each from what the database knows.
   * @param seenUntil when they were watched last; null: never
   * @returns how to start them
   */
  add(
    watches: readonly XmppWatchConfig[],
    targets: HoldfastConfig['targets'],
    seenUntil: EpochMs | null,
  ): Promise<() => void>;
  remove(watches: readonly XmppWatchConfig[]): void;
  listenerOf(key: TargetKey): SessionListener | null;
  stop(): void;
}

interface Running {
  agents: AgentWatch;
  watch: XmppWatch;
}

export function createXmppWatches({ config, store, time, publish, subscribe, demo }: XmppWatchesDeps): XmppWatches {
  const all = new Map<string, Running>();
  const unsubscribe = subscribe((event) => {
    if (event.type !== 'observer-stalled') return;
    // events are on the wall clock, watches on the steady one
    const offsetMs = time.wallOffsetMs();
    for (const { watch } of all.values()) watch.blind(event.fromMs - offsetMs, event.toMs - offsetMs);
  });
  function end(key: string): void {
    const running = all.get(key);
    all.delete(key);
    running?.watch.stop();
    running?.agents.stop();
  }
  return {
    async add(watches, targets, seenUntil) {
      const added = await Promise.all(
        watches.map(async (watched): Promise<[string, Running]> => {
          const { clusterKey } = watched;
          const known = await knownPresence(store, clusterKey, time.now(), seenUntil);
          const agents = createAgentWatch({
            ...{ clusterKey, service: 'xmpp', time, publish, known },
            statesKept: () => config().privacy.agentStates,
          });
          return [
            watchKey(watched),
            { agents, watch: createXmppWatch(watched, { time, agents, publish, targets, demo }) },
          ];
        }),
      );
      for (const [key, running] of added) all.set(key, running);
      return () => {
        for (const [, { watch }] of added) watch.start();
      };
    },
    remove(watches) {
      for (const watch of watches) end(watchKey(watch));
    },
    listenerOf(key) {
      for (const { watch } of all.values()) {
        const listener = watch.listenerOf(key);
        if (listener !== null) return listener;
      }
      return null;
    },
    stop() {
      unsubscribe();
      for (const key of [...all.keys()]) end(key);
    },
  };
}
