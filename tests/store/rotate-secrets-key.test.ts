/** Another key for the secrets at rest: whenever it is cut off, every secret still opens, and the next run finishes it. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownItemsOf, sealedItem } from '../../server/config/own-items';
import { newSecretsKey, openKeyring } from '../../server/config/sealing';
import { secret } from '../../server/config/secret';
import type { SettingsStore } from '../../server/store/settings/port';
import { rotateSecretsKey } from '../../server/store/settings/rotate';
import { openSettingsStore } from '../../server/store/settings/store';
import { tempDatabase, tempFolder } from '../support/temp-database';

const items = [
  { kind: 'channel' as const, key: 'Chat', body: { name: 'Chat', slack: { url: 'https://chat.example/one' } } },
  { kind: 'setting' as const, key: 'notify.heartbeat', body: { url: 'https://beat.example/two' } },
];
const inFile = { toEnvironment: false };

/** An installation with two secrets, and how to read what they are. */
async function installation(secretsKey: string | null = null) {
  const places = { dataDir: tempFolder(), secretsKey: secretsKey === null ? null : secret(secretsKey) };
  const store = await openSettingsStore((await tempDatabase()).url);
  onTestFinished(() => store.close());
  const put = items.map((item) =>
    sealedItem({ ...item, problem: null, changedAt: 1, changedBy: 'ann' }, openKeyring(places)),
  );
  await store.save({ revision: 0, at: 1, put, remove: [], forget: [] });
  const file = join(places.dataDir, 'secrets.key');
  const bodies = async (from = places) => ownItemsOf(await store.settings(), openKeyring(from)).map(({ body }) => body);
  return { places, store, file, bodies, keys: () => readFileSync(file, 'utf8').trim().split('\n') };
}
const clear = items.map(({ body }) => body);

test('a new key in the file, for nobody else to read, and the old one opens nothing any more', async () => {
  const { places, store, file, bodies, keys } = await installation();
  const [old] = keys();
  const rotated = await rotateSecretsKey(store, places, inFile);
  expect(rotated).toMatchObject({ is: 'rotated', sealed: 2, lost: [], from: 'file' });
  expect(await bodies()).toEqual(clear);
  expect(keys()).toHaveLength(1);
  expect(keys()).not.toEqual([old]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, `${old}\n`);
  expect((await bodies())[0]).not.toEqual(clear[0]);
});

test('cut off before or after the secrets are sealed anew, it is finished by the next run', async () => {
  const { places, store, bodies, keys } = await installation();
  const dies = async (when: 'before' | 'after') => {
    const dying: Pick<SettingsStore, 'settings' | 'reseal'> = {
      settings: () => store.settings(),
      async reseal(...all) {
        if (when === 'after') await store.reseal(...all);
        throw new Error('killed');
      },
    };
    await expect(rotateSecretsKey(dying, places, inFile)).rejects.toThrow('killed');
  };
  for (const when of ['before', 'after'] as const) {
    await dies(when);
    const [underWay] = keys();
    expect(keys()).toHaveLength(2);
    expect(await bodies()).toEqual(clear);
    await rotateSecretsKey(store, places, inFile);
    expect(keys()).toEqual([underWay]);
    expect(await bodies()).toEqual(clear);
  }
});

test('whoever saves meanwhile comes first', async () => {
  const { places, store, bodies } = await installation();
  const [heartbeat] = items.slice(1);
  if (heartbeat === undefined) throw new Error('there are two items');
  let saved = false;
  const busy: Pick<SettingsStore, 'settings' | 'reseal'> = {
    settings: () => store.settings(),
    async reseal(revision, secrets) {
      if (!saved) {
        saved = true;
        const item = { ...heartbeat, body: { url: 'https://beat.example/three' } };
        const put = [sealedItem({ ...item, problem: null, changedAt: 2, changedBy: 'bob' }, openKeyring(places))];
        const forget = ['setting/notify.heartbeat/url'];
        expect(await store.save({ revision, at: 2, put, remove: [], forget })).toMatchObject({ is: 'saved' });
      }
      return store.reseal(revision, secrets);
    },
  };
  await rotateSecretsKey(busy, places, inFile);
  expect(await bodies()).toEqual([clear[0], { url: 'https://beat.example/three' }]);
});

test('a key of the environment is changed there by hand: the new one before the old one, and then the old one goes', async () => {
  const old = newSecretsKey();
  const { places, store, bodies } = await installation(old);
  const asked = await rotateSecretsKey(store, places, inFile);
  if (asked.is !== 'to-set') throw new Error('nothing was to be set');
  expect(await bodies()).toEqual(clear);
  const both = { ...places, secretsKey: secret(`${asked.key},${old}`) };
  expect(await bodies(both)).toEqual(clear);
  expect(await rotateSecretsKey(store, both, inFile)).toMatchObject({ is: 'rotated', from: 'environment' });
  expect(await bodies({ ...places, secretsKey: secret(asked.key) })).toEqual(clear);
});

test('from the file to the environment, and the file is gone', async () => {
  const { places, store, file, bodies } = await installation();
  const asked = await rotateSecretsKey(store, places, { toEnvironment: true });
  if (asked.is !== 'to-set') throw new Error('nothing was to be set');
  const moved = { ...places, secretsKey: secret(asked.key) };
  expect(await bodies(moved)).toEqual(clear);
  expect(await rotateSecretsKey(store, moved, inFile)).toMatchObject({ is: 'rotated', from: 'environment' });
  expect(() => statSync(file)).toThrow();
  expect(await bodies(moved)).toEqual(clear);
});
