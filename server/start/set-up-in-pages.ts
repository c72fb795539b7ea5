/** What whoever starts Holdfast is told of what was set up in the pages: the file was checked before. */
import { type Env, environmentVariables } from '../config/env';
import { loadConfig } from '../config/file';
import { ownItemsOf } from '../config/own-items';
import { openKeyring } from '../config/sealing';
import { summaryOf } from '../config/summary';
import { openSettingsStore } from '../store/settings/store';

/** One line for each cluster that is watched, wherever it stands, and for what was set up and is not in force. Throws `StoreError`. */
export async function configurationLines(env: Env): Promise<string[]> {
  const store = await openSettingsStore(env.databaseUrl);
  try {
    const own = ownItemsOf(await store.settings(), openKeyring(env));
    const result = loadConfig(env.configFile, environmentVariables(), { instanceId: 'not-yet', own });
    if (!result.ok) return [];
    const watched = summaryOf(result.config);
    const left = result.own.flatMap(({ kind, key, faults: [fault] }) =>
      fault === undefined
        ? []
        : [`Note: the ${kind} ${key} that was set up in the pages is not in force: ${fault.path} ${fault.message}`],
    );
    return [...(watched.length === 0 ? [NOTHING] : watched), ...left];
  } finally {
    await store.close();
  }
}

const NOTHING = 'Nothing is watched yet: set up a cluster in the pages, or set HOLDFAST_CONFIG to a holdfast.yaml.';
