/** Delivers what waits: in order per channel, each at its own pace, until it is taken or given up. */
import type { Delivery } from '#contract';
import type { Log } from '../config/log';
import { withoutChannel } from '../domain/alert/delivering';
import type { Time } from '../time/time';
import { createLane, type Lane } from './lane';
import { messageOf } from './message';
import type { Notifier } from './notifiers/port';

export interface OutboxDeps {
  notifiers: ReadonlyMap<string, Notifier>;
  publicUrl(): string | null;
  /** Signs the links that acknowledge; absent: messages have none. */
  key?: Uint8Array | null;
  time: Time;
  log: Pick<Log, 'warn' | 'error'>;
  /** What became of a delivery, to be stored. */
  onChanged(delivery: Delivery): void;
}

export interface Outbox {
  /** In their order; a delivery that waits here already is left alone. */
  add(deliveries: readonly Delivery[]): void;
  waiting(): number;
  /** From now on these deliver; one that stays the same is left alone, and what waits for another goes on with its new one. */
  setNotifiers(notifiers: ReadonlyMap<string, Notifier>): void;
  stop(): void;
}

export function createOutbox({ notifiers, publicUrl, key = null, ...deps }: OutboxDeps): Outbox {
  const { onChanged } = deps;
  const laneDeps = { ...deps, messageOf: (d: Delivery) => messageOf(d, publicUrl(), key) };
  const lanes = new Map<string, { notifier: Notifier; lane: Lane }>();
  const begin = (name: string, notifier: Notifier): void =>
    void lanes.set(name, { notifier, lane: createLane(name, notifier, laneDeps) });
  for (const [name, notifier] of notifiers) begin(name, notifier);

  function add(deliveries: readonly Delivery[]): void {
    for (const d of deliveries) {
      const of = lanes.get(d.channel);
      if (of !== undefined) of.lane.add(d);
      // The channel is gone from the configuration.
      else onChanged(withoutChannel(d));
    }
  }

  return {
    add,
    waiting: () => [...lanes.values()].reduce((sum, { lane }) => sum + lane.waiting(), 0),
    setNotifiers(next) {
      const left = [...lanes].filter(([name, { notifier }]) => next.get(name) !== notifier);
      for (const [name] of left) lanes.delete(name);
      for (const [name, notifier] of next) if (!lanes.has(name)) begin(name, notifier);
      for (const [, { lane }] of left) add(lane.stop());
    },
    stop() {
      for (const { lane } of lanes.values()) lane.stop();
    },
  };
}
