/** What the rest of the code sees of incidents, deliveries and silences in the database. */
import type { Delivery, EpochMs, Incident, IncidentSnapshot, IncidentsSnapshot, Silence } from '#contract';

/** What changed since the last one, as it is now: written whole, or not at all. */
export interface AlertChange {
  incidents: readonly Incident[];
  deliveries: readonly Delivery[];
}

/** For the worker. Throws `StoreError`. */
export interface AlertStore {
  saveChange(change: AlertChange): Promise<void>;
  saveSilence(silence: Silence): Promise<void>;
  /** Open ones, and those that were resolved at `since` or later. */
  incidentsSince(since: EpochMs): Promise<Incident[]>;
  /** Not delivered and not given up, in order. */
  waitingDeliveries(): Promise<Delivery[]>;
  /** The highest order number that was given; 0 = none. */
  lastDeliveryOrder(): Promise<number>;
  silencesAt(at: EpochMs): Promise<Silence[]>;
}

/** For pages. Throws `StoreError`. */
export interface AlertReads {
  /** Open ones, and those opened at `since` or later; at most `limit`. */
  incidentsSnapshot(at: EpochMs, since: EpochMs, limit: number): Promise<IncidentsSnapshot>;
  /** null = no such incident. */
  incidentSnapshot(id: string, at: EpochMs): Promise<IncidentSnapshot | null>;
}
