/** A database of incidents in memory, which can refuse, and outlives the engine that used it. */
import type { Delivery, Incident, Silence } from '#contract';
import type { AlertStore } from '../../server/store/alert/port';
import { StoreError } from '../../server/store/store-error';

export interface MemoryStore extends AlertStore {
  incidents: Map<string, Incident>;
  deliveries: Map<string, Delivery>;
  refusing: boolean;
}

export function createMemoryStore(): MemoryStore {
  const silences = new Map<string, Silence>();
  const store: MemoryStore = {
    incidents: new Map(),
    deliveries: new Map(),
    refusing: false,
    async saveChange(change) {
      if (store.refusing) throw new StoreError('disk-full', 'no room');
      for (const i of change.incidents) store.incidents.set(i.id, i);
      for (const d of change.deliveries) store.deliveries.set(d.id, d);
    },
    async saveSilence(s) {
      silences.set(s.id, s);
    },
    incidentsSince: async (since) =>
      [...store.incidents.values()].filter((i) => i.status === 'open' || (i.resolved?.time ?? 0) >= since),
    waitingDeliveries: async () => [...store.deliveries.values()].filter((d) => d.status === 'waiting'),
    lastDeliveryOrder: async () => Math.max(0, ...[...store.deliveries.values()].map((d) => d.order)),
    silencesAt: async (at) => [...silences.values()].filter((s) => s.expiresAt > at),
  };
  return store;
}
