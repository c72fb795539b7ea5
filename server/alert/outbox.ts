/** Delivers what waits: in order per channel, each at its own pace, until it is taken or given up. */
import type { Delivery } from '#contract';
import type { Log } from '../config/log';
import { withoutChannel } from '../domain/alert/delivering';
import type { Time } from '../time/time';
import { createLane } from './lane';
import { messageOf } from './message';
import type { Notifier } from './notifiers/port';

export interface OutboxDeps {
  notifiers: ReadonlyMap<string, Notifier>;
  publicUrl: string | null;
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
  stop(): void;
}

export function createOutbox({ notifiers, publicUrl, key = null, ...deps }: OutboxDeps): Outbox {
  const { onChanged } = deps;
  const laneDeps = { ...deps, messageOf: (d: Delivery) => messageOf(d, publicUrl, key) };
  const lanes = new Map([...notifiers].map(([name, notifier]) => [name, createLane(name, notifier, laneDeps)]));
  return {
    add(deliveries) {
      for (const d of deliveries) {
        const lane = lanes.get(d.channel);
        if (lane !== undefined) lane.add(d);
        // The channel is gone from the configuration.
        else onChanged(withoutChannel(d));
      }
    },
    waiting: () => [...lanes.values()].reduce((sum, lane) => sum + lane.waiting(), 0),
    stop() {
      for (const lane of lanes.values()) lane.stop();
    },
  };
}
