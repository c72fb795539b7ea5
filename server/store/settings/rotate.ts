/** Another key for the secrets at rest: sealed anew all at once, the old key kept until that is done. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, replacePrivately } from '../../config/private-file';
import {
  type KeyPlaces,
  type Keyring,
  newSecretsKey,
  openKeyring,
  SECRETS_KEY_FILE,
  secretsKeysOf,
} from '../../config/sealing';
import type { SettingsStore } from './port';

export type Rotated =
  /** `lost`: names of secrets that no key at hand opens; they have to be given again. */
  | { is: 'rotated'; sealed: number; lost: string[]; keyId: string; from: 'file' | 'environment' }
  /** The environment has to be changed first, by hand: the new key comes before the old one. */
  | { is: 'to-set'; key: string; before: 'the present one' | null };

/**
 * Goes on where an earlier run was cut off: a file with two keys, or an environment with two, is one that is under way.
 * @param toEnvironment the key is to come from the environment from now on
 * Throws `StoreError`, and what the file system throws: then every secret still opens, and it can be run again.
 */
export async function rotateSecretsKey(
  store: Pick<SettingsStore, 'settings' | 'reseal'>,
  places: KeyPlaces,
  { toEnvironment }: { toEnvironment: boolean },
): Promise<Rotated> {
  const file = join(places.dataDir, SECRETS_KEY_FILE);
  const given = places.secretsKey === null ? [] : (secretsKeysOf(places.secretsKey.reveal()) ?? []);
  if (given.length > 0) {
    const fromFile = readIfThere(file);
    if (given.length === 1 && fromFile === null)
      return { is: 'to-set', key: newSecretsKey(), before: 'the present one' };
    const done = await sealAnew(store, openKeyring(places));
    // Whatever the file's key opened is sealed with the environment's by now.
    rmSync(file, { force: true });
    return { is: 'rotated', ...done, from: 'environment' };
  }
  if (toEnvironment) return { is: 'to-set', key: newSecretsKey(), before: null };
  openKeyring(places);
  const present = readIfThere(file)?.split(/\s+/) ?? [];
  const keys = present.length > 1 ? present : [newSecretsKey(), ...present];
  replacePrivately(file, keys.join('\n'));
  const done = await sealAnew(store, openKeyring(places));
  replacePrivately(file, keys[0] ?? '');
  return { is: 'rotated', ...done, from: 'file' };
}

/** All secrets in one transaction; whoever saved meanwhile comes first. */
async function sealAnew(
  store: Pick<SettingsStore, 'settings' | 'reseal'>,
  keyring: Keyring,
): Promise<{ sealed: number; lost: string[]; keyId: string }> {
  for (;;) {
    const { revision, secrets } = await store.settings();
    const opened = secrets.map((secret) => ({ secret, text: keyring.open(secret) }));
    const anew = opened.flatMap(({ secret, text }) =>
      text === null ? [] : [{ ...secret, ...keyring.seal(secret.name, text) }],
    );
    const saved = await store.reseal(revision, anew);
    const lost = opened.filter(({ text }) => text === null).map(({ secret }) => secret.name);
    if (saved.is === 'saved') return { sealed: anew.length, lost, keyId: keyring.keyId };
  }
}
