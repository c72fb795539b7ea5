/** The alert engine as the configuration wants it: its channels, its windows, and the heartbeat. */
import { type AlertEngine, type Channel, createAlertEngine } from '../alert/engine';
import { startHeartbeat } from '../alert/heartbeat';
import type { Log } from '../config/log';
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
}

/** Of what is configured now: what is not would stay broken for ever. Throws `StoreError`. */
export async function createAlerts({ config, store, bus, time, log }: AlertsDeps): Promise<AlertEngine> {
  const isOurs = ({ clusterKey }: { clusterKey: string }) => watched.has(clusterKey);
  const watched = new Set([...config.targets, ...config.watches].map((one) => one.clusterKey));
  for (const { key } of config.finesse) watched.add(key);
  const [clusters, servers, agents, targets] = await Promise.all([
    store.documents('cluster', null),
    store.documents('server', null),
    store.documents('agent', null),
    store.targetStates(),
  ]);
  const hours = config.notify.serviceHours;
  return createAlertEngine({
    ...{ store: store.alerts, bus, time, log, publicUrl: config.notify.publicUrl },
    settings: {
      rules: defaultRules,
      windows: config.notify.maintenance,
      inServiceHours: hours === null ? null : (at) => isInServiceHours(hours, at),
    },
    channels: config.notify.channels.map(
      ({ way, ...policy }): Channel => ({ ...policy, notifier: notifierOf(way, time) }),
    ),
    known: {
      clusters: clusters.filter((c) => !c.removed && watched.has(c.key)),
      servers: servers.filter((s) => !s.removed && isOurs(s)),
      agents: agents.filter(isOurs),
      targets: targets.filter((t) => !t.archived && isOurs(t)),
    },
  });
}

/** @returns how to stop it */
export function beatHeart(
  { config, time, log }: Pick<AlertsDeps, 'config' | 'time' | 'log'>,
  healthy: () => boolean,
): () => void {
  const { heartbeat } = config.notify;
  return heartbeat === null ? () => undefined : startHeartbeat({ ...heartbeat, healthy, time, log });
}
