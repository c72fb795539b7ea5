/** What was set up in the pages, as the database keeps it: items, their sealed secrets, and a revision that grows with each change. */
import type { AlertRule, EpochMs, ItemRef, PlannedWindow } from '#contract';
import type { SealedText, StoredItem, StoredSettings } from '../../config/own-items';

export interface SettingsChange {
  /** What it was made from. */
  revision: number;
  at: EpochMs;
  /** Each in the place of the one of its kind and key. */
  put: readonly { item: StoredItem; secrets: readonly Omit<SealedText, 'changedAt'>[] }[];
  remove: readonly ItemRef[];
  /** Names of secrets that are forgotten, or in whose place new ones come. */
  forget: readonly string[];
  /** Of alerting, as they are from now on; absent: they stay. */
  alerting?: { rules: readonly AlertRule[]; windows: readonly PlannedWindow[] };
}

/** `stale`: somebody else was faster, and nothing has changed. */
export type SettingsSaved = { is: 'saved'; revision: number } | { is: 'stale' };

/** Every call is one transaction. Throws `StoreError`. */
export interface SettingsStore {
  settings(): Promise<StoredSettings>;
  revision(): Promise<number>;
  /** All of it or nothing. */
  save(change: SettingsChange): Promise<SettingsSaved>;
  /** Other seals of the same secrets. */
  reseal(revision: number, secrets: readonly SealedText[]): Promise<SettingsSaved>;
  /** Rules and windows that were made in the pages. */
  alerting(): Promise<{ rules: AlertRule[]; windows: PlannedWindow[] }>;
  close(): Promise<void>;
}
