/** How many messages wait and how many were given up, by channel; kept from what becomes of each. */
import type { Delivery } from '#contract';

export interface DeliveryCounts {
  /** @param dead given up before, by channel */
  begin(waiting: readonly Delivery[], dead: ReadonlyMap<string, number>): void;
  /** One that was given up, now or before the start, is to be tried again. */
  revive(delivery: Pick<Delivery, 'id' | 'channel'>): void;
  take(delivery: Pick<Delivery, 'id' | 'channel' | 'status'>): void;
  waiting(channel: string): number;
  dead(channel: string): number;
}

export function createDeliveryCounts(): DeliveryCounts {
  const waiting = new Map<string, string>();
  const dead = new Map<string, number>();
  const gaveUp = new Set<string>();
  const add = (channel: string, n: number) => dead.set(channel, Math.max(0, (dead.get(channel) ?? 0) + n));
  return {
    begin(known, before) {
      for (const d of known) waiting.set(d.id, d.channel);
      for (const [channel, n] of before) add(channel, n);
    },
    take({ id, channel, status }) {
      if (status === 'waiting') waiting.set(id, channel);
      else waiting.delete(id);
      if (status === 'dead' && !gaveUp.has(id)) {
        gaveUp.add(id);
        add(channel, 1);
      }
    },
    revive({ id, channel }) {
      gaveUp.delete(id);
      add(channel, -1);
    },
    waiting: (channel) => [...waiting.values()].filter((c) => c === channel).length,
    dead: (channel) => dead.get(channel) ?? 0,
  };
}
