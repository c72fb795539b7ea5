/** A database of incidents in memory, which can refuse, and outlives the engine that used it. */
import type { AlertRule, AlertSetup, Delivery, Incident, PlannedWindow, Silence } from '#contract';
import type { AlertStore } from '../../server/store/alert/port';
import { StoreError } from '../../server/store/store-error';

export interface MemoryStore extends AlertStore {
  incidents: Map<string, Incident>;
  deliveries: Map<string, Delivery>;
  rules: Map<string, AlertRule>;
  windows: Map<string, PlannedWindow>;
  setup: AlertSetup | null;
  refusing: boolean;
}

export function createMemoryStore(): MemoryStore {
  const silences = new Map<string, Silence>();
  const store: MemoryStore = {
    incidents: new Map(),
    deliveries: new Map(),
    rules: new Map(),
    windows: new Map(),
    setup: null,
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
    incidentById: async (id) => store.incidents.get(id) ?? null,
    deliveryById: async (id) => store.deliveries.get(id) ?? null,
    async saveSetup(change) {
      if (store.refusing) throw new StoreError('disk-full', 'no room');
      for (const key of change.removedRules) store.rules.delete(key);
      for (const id of change.removedWindows) store.windows.delete(id);
      for (const r of change.rules) store.rules.set(r.key, r);
      for (const w of change.windows) store.windows.set(w.id, w);
      store.setup = change.setup;
    },
    setupTold: async () => store.setup,
    ownRules: async () => [...store.rules.values()],
    ownWindowsAt: async (at) => [...store.windows.values()].filter((w) => w.when.kind !== 'once' || w.when.to > at),
    async deadDeliveries() {
      const dead = new Map<string, number>();
      for (const { channel, status } of store.deliveries.values())
        if (status === 'dead') dead.set(channel, (dead.get(channel) ?? 0) + 1);
      return dead;
    },
    silencesAt: async (at) => [...silences.values()].filter((s) => s.expiresAt > at),
  };
  return store;
}
