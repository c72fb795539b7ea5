/** What the rest of the code sees of incidents, deliveries and silences in the database. */
import type {
  AlertingSnapshot,
  AlertRule,
  AlertSetup,
  Delivery,
  EpochMs,
  Incident,
  IncidentSnapshot,
  IncidentsSnapshot,
  PlannedWindow,
  Silence,
} from '#contract';

/** What changed since the last one, as it is now: written whole, or not at all. */
export interface AlertChange {
  incidents: readonly Incident[];
  deliveries: readonly Delivery[];
}

/** What is in force from now on, with what was made or taken back in the pages to get there: written whole, or not at all. */
export interface SetupChange {
  setup: AlertSetup;
  rules: readonly AlertRule[];
  removedRules: readonly string[];
  windows: readonly PlannedWindow[];
  removedWindows: readonly string[];
}

/** For the worker. Throws `StoreError`. */
export interface AlertStore {
  saveChange(change: AlertChange): Promise<void>;
  saveSilence(silence: Silence): Promise<void>;
  /** Open ones, those that were resolved at `since` or later, and the duplicates of open ones. */
  incidentsSince(since: EpochMs): Promise<Incident[]>;
  /** Not delivered and not given up, in order. */
  waitingDeliveries(): Promise<Delivery[]>;
  /** The highest order number that was given; 0 = none. */
  lastDeliveryOrder(): Promise<number>;
  silencesAt(at: EpochMs): Promise<Silence[]>;
  /** null = no such incident. */
  incidentById(id: string): Promise<Incident | null>;
  /** null = no such delivery. */
  deliveryById(id: string): Promise<Delivery | null>;
  saveSetup(change: SetupChange): Promise<void>;
  /** What was told last; null = nothing, or nothing that this version can read. */
  setupTold(): Promise<AlertSetup | null>;
  /** Made or changed in the pages, in order of key. */
  ownRules(): Promise<AlertRule[]>;
  /** Planned in the pages and not over for good at `at`, in order of id. */
  ownWindowsAt(at: EpochMs): Promise<PlannedWindow[]>;
  /** How many were given up, by channel. */
  deadDeliveries(): Promise<ReadonlyMap<string, number>>;
}

/** Where in the list of all incidents one stands. */
export type IncidentPlace = Pick<Incident, 'id' | 'openedAt'>;

/** For pages. Throws `StoreError`. */
export interface AlertReads {
  /** Open ones, and those opened at `since` or later; at most `limit`. */
  incidentsSnapshot(at: EpochMs, since: EpochMs, limit: number): Promise<IncidentsSnapshot>;
  /** Opened at `since` or later, newest first, after the place that `before` names; those of one time in order of id. */
  incidentsBefore(since: EpochMs, before: IncidentPlace | null, limit: number): Promise<Incident[]>;
  /** null = no such incident. */
  incidentSnapshot(id: string, at: EpochMs): Promise<IncidentSnapshot | null>;
  /** Silences that ended at `since` or later; every delivery that waits or was given up, and the newest `limit` of the others. */
  alertingSnapshot(at: EpochMs, since: EpochMs, limit: number): Promise<AlertingSnapshot>;
}
