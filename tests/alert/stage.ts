/** The alert engine on a stage: virtual time, a database that can refuse, channels that answer as they are told, and what people hear. */
import type { AlertSetup, Event, OutageCause } from '#contract';
import { createAlertCommands } from '../../server/alert/commands';
import { type AlertEngine, type Channel, createAlertEngine } from '../../server/alert/engine';
import type { Message, Sent } from '../../server/alert/notifiers/port';
import { createAlertSetup } from '../../server/alert/setup';
import { createEventBus } from '../../server/events/bus';
import { createVirtualTime, type VirtualTime } from '../../server/time/virtual-time';
import { outageOf } from './facts';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { settings } from './replay';

const START = 1_800_000_000_000;
const quiet = { warn: () => undefined, error: () => undefined };
const noSetup: AlertSetup = {
  ...{ channels: [], windows: [], rules: [], serviceHours: null, heartbeat: false, publicUrl: null },
};
export const usual = { administrators: true, groupWaitMs: 0, remindEveryMs: null, unacknowledgedMs: 0 };

export interface Stage {
  time: VirtualTime;
  store: MemoryStore;
  engine: AlertEngine;
  /** e.g. `10 mail opened: Finesse A …`, seconds since the start. */
  told: string[];
  keys: string[];
  events: Event[];
  feed(events: readonly Event[]): void;
  execute: ReturnType<typeof createAlertCommands>;
  s(): number;
}

export interface StageOptions {
  channels?: readonly (Omit<Channel, 'notifier'> & { answer?: (message: Message) => Promise<Sent> })[];
  store?: MemoryStore;
  time?: VirtualTime;
}

/** The database as it is when the worker that used it was killed. */
export function survivor({ incidents, deliveries }: Pick<MemoryStore, 'incidents' | 'deliveries'>): MemoryStore {
  const store = createMemoryStore();
  for (const [id, i] of incidents) store.incidents.set(id, i);
  for (const [id, d] of deliveries) store.deliveries.set(id, d);
  return store;
}

export async function stage({
  channels,
  store = createMemoryStore(),
  time = createVirtualTime(START),
}: StageOptions = {}) {
  const told: string[] = [];
  const keys: string[] = [];
  const events: Event[] = [];
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  bus.subscribe((e) => void events.push(e));
  const s = () => Math.round((time.now() - START) / 1000);
  const all = (channels ?? [{ ...usual, name: 'mail', from: 'ticket' as const }]).map(
    ({ answer, ...policy }): Channel => ({
      ...policy,
      notifier: {
        async send(message) {
          const sent = await (answer?.(message) ?? Promise.resolve<Sent>({ ok: true }));
          if (sent.ok) {
            told.push(`${s()} ${policy.name} ${message.subject}`);
            keys.push(message.key);
          }
          return sent;
        },
      },
    }),
  );
  const engine = createAlertEngine({
    ...{ store, bus, time, log: quiet, settings, channels: all, publicUrl: null },
    known: { clusters: [], servers: [], agents: [], targets: [] },
  });
  const setup = createAlertSetup({ store, bus, time, defaults: settings.rules, file: noSetup });
  setup.onChange((now) => {
    engine.setRules(now.rules);
    engine.setWindows(now.windows);
  });
  await setup.start();
  await engine.start();
  const execute = createAlertCommands({
    ...{ engine, setup, time, publish: bus.publish, isPlace: (key) => key === 'cc' },
    publicUrl: () => null,
    notifierOf: (name) => all.find((c) => c.name === name)?.notifier,
  });
  const feed = (facts: readonly Event[]) => {
    for (const fact of facts) bus.publish(fact);
  };
  const made: Stage = { time, store, engine, told, keys, events, feed, execute, s };
  return made;
}

export const A_DOWN = 'fin-A (side A) is out of service: its Notification Service is down';
export const outage = (time: VirtualTime, side: 'A' | 'B' = 'A', cause: OutageCause = 'notification-service') =>
  [outageOf(time.now(), side, cause)] as Event[];
export const over = (time: VirtualTime) => [outageOf(time.now(), 'A', null)] as Event[];
