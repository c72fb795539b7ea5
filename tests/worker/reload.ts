/** What was set up in the pages, put into a running worker's database and then in force: as the dashboard does it. */
import type { ItemKind } from '#contract';
import { type ReloadReply, reloadReply } from '#contract';
import { sealedItem } from '../../server/config/own-items';
import { openKeyring } from '../../server/config/sealing';
import { bearerOf } from '../../server/control/door';
import { openSettingsStore } from '../../server/store/settings/store';
import type { Bench } from './worker-process';

export interface Own {
  kind: ItemKind;
  key: string;
  /** null: set up no more. */
  body: unknown;
}

export async function setUp(bench: Bench, items: readonly Own[]): Promise<ReloadReply> {
  const keyring = openKeyring({ dataDir: bench.dataDir, secretsKey: null });
  const store = await openSettingsStore(`file:${bench.dataDir}/holdfast.db`);
  const { revision, secrets } = await store.settings();
  const names = items.map(({ kind, key }) => `${kind}/${key}/`);
  await store.save({
    ...{ revision, at: 1, remove: items.filter(({ body }) => body === null) },
    put: items
      .filter(({ body }) => body !== null)
      .map((item) => sealedItem({ ...item, problem: null, changedAt: 1, changedBy: 'anna' }, keyring)),
    forget: secrets.map(({ name }) => name).filter((name) => names.some((prefix) => name.startsWith(prefix))),
  });
  await store.close();
  const res = await fetch(`http://127.0.0.1:${bench.port}/control/reload`, {
    method: 'POST',
    headers: { authorization: bearerOf(bench.key()) },
    body: JSON.stringify({ actor: 'anna' }),
  });
  return reloadReply.parse(await res.json());
}
