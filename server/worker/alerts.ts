/** Alerting as the configuration and the pages want it: the engine, its setup, its channels, and the heartbeat. */
import type { AlertSetup, EpochMs } from '#contract';
import { type AlertCommandDeps, createAlertCommands } from '../alert/commands';
import { type AlertEngine, type Channel, createAlertEngine } from '../alert/engine';
import { type AlertSetupKeeper, createAlertSetup } from '../alert/setup';
import { channelInfoOf } from '../config/channel-info';
import type { ChannelWay } from '../config/channels';
import type { Log } from '../config/log';
import { saysTheSame } from '../config/same';
import type { HoldfastConfig } from '../config/schema';
import { defaultRules } from '../domain/alert/rules';
import { isInServiceHours } from '../domain/alert/service-hours';
import type { EventBus } from '../events/bus';
import type { AlertStore } from '../store/alert/port';
import type { RecorderStore } from '../store/port';
import type { Time } from '../time/time';
import { notifierOf } from './notifiers';

export interface AlertsDeps {
  config: HoldfastConfig;
  store: Pick<RecorderStore, 'documents' | 'targetStates'> & { alerts: AlertStore };
  bus: EventBus;
  time: Time;
  log: Log;
  /** The internal key. */
  key: Uint8Array;
}

export interface Alerts {
  engine: AlertEngine;
  /** Another configuration is in force from now on; what is pending goes on, channels that are the same are left alone. Throws `StoreError`: then nothing has changed. */
  configure(config: HoldfastConfig, actor: string): Promise<void>;
  /** Reads what the former run left, and begins to judge. Throws `StoreError`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  execute: ReturnType<typeof createAlertCommands>;
}

/** Of what is configured now: what is not would stay broken for ever. Throws `StoreError`. */
export async function createAlerts(deps: AlertsDeps): Promise<Alerts> {
  const { store, bus, time } = deps;
  let { config } = deps;
  const setup = createAlertSetup({
    ...{ store: store.alerts, bus, time, defaults: defaultRules, file: setupOf(config) },
  });
  let channels = channelsOf(config, [], time);
  const engine = await createEngine(
    deps,
    setup,
    channels.map(({ channel }) => channel),
  );
  setup.onChange(({ rules, windows }) => {
    engine.setRules(rules);
    engine.setWindows(windows);
  });
  const commands: AlertCommandDeps = {
    ...{ engine, setup, time, publish: bus.publish, publicUrl: () => config.notify.publicUrl },
    isPlace: (clusterKey, nodeKey) => placesOf(config)(clusterKey, nodeKey),
    notifierOf: (name) => channels.find(({ channel }) => channel.name === name)?.channel.notifier,
  };
  return {
    engine,
    async configure(next, actor) {
      await setup.configure(setupOf(next), actor);
      const before = channels;
      config = next;
      channels = channelsOf(next, before, time);
      const kept = new Set(channels.map(({ channel }) => channel.notifier));
      engine.setChannels(
        channels.map(({ channel }) => channel),
        { publicUrl: next.notify.publicUrl, inServiceHours: hoursOf(next) },
      );
      for (const { channel } of before) if (!kept.has(channel.notifier)) channel.notifier.stop?.();
    },
    async start() {
      await setup.start();
      await engine.start();
    },
    async stop() {
      await engine.stop();
      for (const { channel } of channels) channel.notifier.stop?.();
    },
    execute: createAlertCommands(commands),
  };
}

interface ConfiguredChannel {
  way: ChannelWay;
  channel: Channel;
}

/** A channel whose way is as it was goes on with its notifier. */
function channelsOf({ notify }: HoldfastConfig, before: readonly ConfiguredChannel[], time: Time): ConfiguredChannel[] {
  return notify.channels.map(({ way, ...policy }) => {
    const same = before.find((one) => one.channel.name === policy.name && saysTheSame(one.way, way));
    return { way, channel: { ...policy, notifier: same?.channel.notifier ?? notifierOf(way, time) } };
  });
}

function hoursOf({ notify }: HoldfastConfig): ((at: EpochMs) => boolean) | null {
  const hours = notify.serviceHours;
  return hours === null ? null : (at) => isInServiceHours(hours, at);
}

async function createEngine(
  { config, store, bus, time, log, key }: AlertsDeps,
  setup: AlertSetupKeeper,
  channels: Channel[],
): Promise<AlertEngine> {
  const isOurs = ({ clusterKey }: { clusterKey: string }) => watched.has(clusterKey);
  const watched = new Set([...config.targets, ...config.watches].map((one) => one.clusterKey));
  for (const { key } of config.finesse) watched.add(key);
  const [clusters, servers, agents, targets] = await Promise.all([
    store.documents('cluster', null),
    store.documents('server', null),
    store.documents('agent', null),
    store.targetStates(),
  ]);
  return createAlertEngine({
    ...{ store: store.alerts, bus, time, log, key, publicUrl: config.notify.publicUrl, channels },
    settings: {
      ...setup.current(),
      inServiceHours: hoursOf(config),
    },
    known: {
      clusters: clusters.filter((c) => !c.removed && watched.has(c.key)),
      servers: servers.filter((s) => !s.removed && isOurs(s)),
      agents: agents.filter(isOurs),
      targets: targets.filter((t) => !t.archived && isOurs(t)),
    },
  });
}

function setupOf({ notify, rules }: HoldfastConfig): AlertSetup {
  return {
    channels: notify.channels.map(channelInfoOf),
    windows: notify.maintenance.map((w) => ({ ...w, origin: 'file', author: null })),
    rules,
    serviceHours: notify.serviceHours === null ? null : { ...notify.serviceHours, days: [...notify.serviceHours.days] },
    heartbeat: notify.heartbeat !== null,
    publicUrl: notify.publicUrl,
  };
}

/** Whether such a cluster, or such a node of it, is configured. */
function placesOf({ targets, watches, finesse }: HoldfastConfig): AlertCommandDeps['isPlace'] {
  const nodes = [
    ...[...targets, ...watches].map(({ clusterKey, nodeKey }) => ({ clusterKey, nodeKey })),
    ...finesse.flatMap(({ key, servers }) => servers.map(({ nodeKey }) => ({ clusterKey: key, nodeKey }))),
  ];
  return (clusterKey, nodeKey) =>
    nodes.some((n) => n.clusterKey === clusterKey && (nodeKey === null || n.nodeKey === nodeKey));
}
