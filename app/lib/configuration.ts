/** The configuration as the dashboard sees it: what is in force, and what the pages of settings show and change. */
import { statSync } from 'node:fs';
import type { Configuration } from '#contract';
import { environmentVariables } from '../../server/config/env';
import { type LoadResult, loadConfig } from '../../server/config/file';
import { instanceId } from '../../server/config/instance-id';
import { type OwnItem, ownItemsOf, type StoredSettings } from '../../server/config/own-items';
import { FileRefused, isFileRefused } from '../../server/config/problem';
import type { HoldfastConfig } from '../../server/config/schema';
import { openKeyring } from '../../server/config/sealing';
import { viewOf } from '../../server/config/view';
import type { SettingsStore } from '../../server/store/settings/port';
import { openSettingsStore } from '../../server/store/settings/store';
import { env } from './env';

declare global {
  var holdfastSettings: Promise<SettingsStore> | undefined;
  var holdfastConfiguration: { of: string; loaded: Loaded } | undefined;
}

/** A failed opening is not kept: the next caller tries again. */
export function settingsStore(): Promise<SettingsStore> {
  globalThis.holdfastSettings ??= openSettingsStore(env().databaseUrl).catch((error: unknown) => {
    globalThis.holdfastSettings = undefined;
    throw error;
  });
  return globalThis.holdfastSettings;
}

export interface Loaded {
  stored: StoredSettings;
  own: OwnItem[];
  result: Extract<LoadResult, { ok: true }>;
}

/**
 * What is in force, or would be after a reload of the worker. While the file is edited and refused, what was in force before, as the
 * worker keeps it. Throws `StoreError`, or `FileRefused` when nothing was in force yet.
 */
export async function configuration(): Promise<HoldfastConfig> {
  try {
    return (await loadedConfiguration()).result.config;
  } catch (error) {
    const before = globalThis.holdfastConfiguration?.loaded;
    if (!isFileRefused(error) || before === undefined) throw error;
    return before.result.config;
  }
}

/** For the pages of settings: every item, secrets apart. */
export async function configurationView(): Promise<Configuration> {
  return viewOf(await loadedConfiguration());
}

/** Read anew when a change was saved, or the file is another one. Throws `StoreError` or `FileRefused`. */
export async function loadedConfiguration(): Promise<Loaded> {
  const store = await settingsStore();
  const of = `${await store.revision()} ${changedOf(env().configFile)}`;
  const kept = globalThis.holdfastConfiguration;
  if (kept?.of === of) return kept.loaded;
  const stored = await store.settings();
  const own = ownItemsOf(stored, openKeyring(env()));
  const loaded = { stored, own, result: judgedWith(own) };
  globalThis.holdfastConfiguration = { of, loaded };
  return loaded;
}

/** The file with these own items. Throws `FileRefused`. */
export function judgedWith(own: readonly OwnItem[]): Loaded['result'] {
  const { configFile, dataDir } = env();
  const result = loadConfig(configFile, environmentVariables(), { instanceId: instanceId(dataDir), own });
  if (!result.ok) throw new FileRefused(result.problems);
  return result;
}

function changedOf(file: string | null): string {
  const found = file === null ? undefined : statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '-' : `${found.mtimeMs} ${found.size}`;
}
