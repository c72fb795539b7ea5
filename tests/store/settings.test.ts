/** What was set up in the pages, on both databases: all of a change or nothing, and only from what it was made from. */
import { describe, expect, it } from 'vitest';
import type { SettingsChange } from '../../server/store/settings/port';
import { openSettingsStore } from '../../server/store/settings/store';
import { databases } from '../support/databases';

const nothing: SettingsChange = { revision: 0, at: 1_000, put: [], remove: [], forget: [] };
const lab = { kind: 'cluster', key: 'lab', body: '{"name":"Lab"}', changedAt: 1_000, changedBy: 'ada' } as const;
const password = { name: 'cluster/lab/password', keyId: 'k1', sealed: 'c2VhbGVk' };

describe.each(databases.filter((d) => d.available))('settings on $name', ({ fresh }) => {
  it('are saved as a whole, refused when somebody was faster, sealed anew and removed', async () => {
    const store = await openSettingsStore(await fresh());
    expect([await store.revision(), (await store.settings()).items]).toEqual([0, []]);
    const put = [{ item: lab, secrets: [password] }];
    expect(await store.save({ ...nothing, put })).toEqual({ is: 'saved', revision: 1 });
    expect(await store.save({ ...nothing, remove: [lab] })).toEqual({ is: 'stale' });
    const kept = await store.settings();
    expect(kept.items).toEqual([lab]);
    expect(kept.secrets).toEqual([{ ...password, changedAt: 1_000 }]);

    const anew = [{ ...password, keyId: 'k2', sealed: 'YW5ldw==', changedAt: 1_000 }];
    expect(await store.reseal(0, anew)).toEqual({ is: 'stale' });
    expect(await store.reseal(1, anew)).toEqual({ is: 'saved', revision: 2 });
    expect((await store.settings()).secrets).toEqual(anew);

    const gone = { ...nothing, revision: 2, remove: [lab], forget: [password.name] };
    expect(await store.save(gone)).toEqual({ is: 'saved', revision: 3 });
    const left = await store.settings();
    expect([left.items, left.secrets]).toEqual([[], []]);
    expect(await store.alerting()).toEqual({ rules: [], windows: [] });
    await store.close();
  });
});
