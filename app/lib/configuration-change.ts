/** Saves other settings: judged as a whole, all or nothing, told in the audit log, and put in force at once. */
import { type ConfigChanged, type ConfigDifference, itemKinds, type Viewer } from '#contract';
import { type Changed, type ChangeFault, changed, faultPath, type Wish } from '../../server/config/change';
import { differencesOf } from '../../server/config/difference';
import { type OwnItem, sealedItem } from '../../server/config/own-items';
import { openKeyring } from '../../server/config/sealing';
import { secretsOf } from '../../server/config/secret-places';
import type { SettingsChange } from '../../server/store/settings/port';
import { audit } from './audit-log';
import { judgedWith, type Loaded, loadedConfiguration, settingsStore } from './configuration';
import { env } from './env';
import { wallTime } from './time';
import { reloadWorker } from './worker';

export type ChangeOutcome =
  | { is: 'changed'; changed: ConfigChanged }
  | { is: 'stale'; revision: number }
  | { is: 'refused'; errors: { path: string; message: string }[] };

export interface Asking {
  viewer: Viewer;
  headers: Headers;
  revision: number;
  dryRun: boolean;
}

/** Throws `StoreError`. */
export async function changeConfiguration(
  asking: Asking,
  { put, remove }: Pick<Wish, 'put' | 'remove'>,
): Promise<ChangeOutcome> {
  const loaded = await loadedConfiguration();
  const { revision } = loaded.stored;
  if (revision !== asking.revision) return { is: 'stale', revision };
  const made = changed(loaded.own, loaded.result.file, { put, remove, at: wallTime(), actor: asking.viewer.actor });
  const faults = made.faults.length > 0 ? made.faults : newFaults(loaded, made);
  if (faults.length > 0)
    return { is: 'refused', errors: faults.map((f) => ({ path: faultPath(f), message: f.message })) };
  const differences = differencesOf(loaded.own, made.own);
  if (asking.dryRun) return { is: 'changed', changed: { revision, differences, waiting: null } };
  return saveAndTell(asking, loaded, made, differences);
}

/** What would be out of force that was put in, or was in force before. */
export function newFaults({ result }: Loaded, { own, put }: Changed): ChangeFault[] {
  const wasWell = (item: OwnItem) =>
    result.own.some(({ kind, key, faults }) => kind === item.kind && key === item.key && faults.length === 0);
  const verdicts = judgedWith(own).own;
  return own.flatMap((item, n) => {
    const faults = verdicts[n]?.faults ?? [];
    if (!put.includes(item) && !wasWell(item)) return [];
    return faults.map(({ path, message }) => ({
      ...{ kind: item.kind, key: item.key, within: path === '' ? [] : [path], message },
    }));
  });
}

export async function saveAndTell(
  { viewer, headers, revision }: Asking,
  { stored }: Loaded,
  { put, removed }: Changed,
  differences: ConfigDifference[],
  alerting?: SettingsChange['alerting'],
): Promise<ChangeOutcome> {
  const keyring = openKeyring(env());
  const prefixes = [...put, ...removed].map(secretsOf);
  const saved = await (await settingsStore()).save({
    ...{ revision, at: wallTime(), remove: removed, ...(alerting === undefined ? {} : { alerting }) },
    put: put.map((item) => sealedItem(item, keyring)),
    forget: stored.secrets
      .map(({ name }) => name)
      .filter((name) => prefixes.some((prefix) => name === prefix || name.startsWith(`${prefix}/`))),
  });
  if (saved.is === 'stale') return { is: 'stale', revision: await (await settingsStore()).revision() };
  const waiting = await reloadWorker(viewer.actor);
  await audit(headers, {
    ...{ actor: viewer.actor, action: 'configuration-changed', subject: subjectOf(differences) },
    detail: { revision: saved.revision, differences },
  });
  return { is: 'changed', changed: { revision: saved.revision, differences, waiting } };
}

/** `cluster lab, channel Pager` */
function subjectOf(differences: readonly ConfigDifference[]): string {
  const named = new Set(differences.map(({ kind, key }) => `${kind} ${key}`));
  const order = [...itemKinds, 'rule', 'window'];
  const all = [...named].sort((a, b) => order.indexOf(a.split(' ')[0] ?? '') - order.indexOf(b.split(' ')[0] ?? ''));
  return all.length === 0 ? '-' : all.join(', ').slice(0, 500);
}
