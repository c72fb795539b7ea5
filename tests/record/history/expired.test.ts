/** Whoever left long ago: no byte of the database, of a backup or of its log tells a name, a login id or a JID of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../server/domain/history/rollup';
import { backup } from '../../../server/store/backup';
import { databases } from '../../support/databases';
import { allOf, gone, pseudonymOf, T, toldOf, watchedFor } from '../../support/expired-story';
import { incidentOf } from '../../support/outage-facts';
import { CC } from '../../support/presence-facts';
import { tempFolder } from '../../support/temp-database';

describe.each(databases)('on $name', ({ name, available, fresh }) => {
  test.skipIf(!available)(
    'nothing tells who left, and after half a year not even a pseudonym',
    async () => {
      const url = await fresh();
      const { store, dashboard, keepUntil } = await watchedFor(url);
      const told = toldOf(gone, await allOf(url));
      expect(told).toEqual(expect.arrayContaining(gone.flatMap((p) => [p.loginId, p.firstName, p.lastName])));

      await keepUntil(33);
      expect(toldOf(gone, await allOf(url))).toEqual([]);
      const pseudonym = pseudonymOf(CC, gone[1]?.loginId ?? '');
      expect((await allOf(url)).includes(pseudonym)).toBe(true);
      const [note] = (await store.alerts.incidentById(incidentOf().id))?.timeline ?? [];
      expect(note?.text).toMatch(/^\[name removed\] \(\[name removed\]\) called/);
      const log = await dashboard.auditLog({ before: T + DAY_MS, limit: 1_000, actor: null });
      expect(log.filter((e) => e.action === 'view-agent').map((e) => e.detail.loginId)).toContain(pseudonym);
      expect(log.filter((e) => e.action === 'note-incident')[0]?.detail.text).toBe('told [name removed]');

      if (name === 'SQLite') {
        const copy = join(tempFolder(), 'backup.sqlite');
        await backup(url, copy);
        expect(toldOf(gone, readFileSync(copy))).toEqual([]);
        expect(new Database(copy).prepare('SELECT COUNT(*) AS n FROM disconnect').get()).toEqual({ n: 80 });
      }

      await keepUntil(200);
      expect((await allOf(url)).includes(pseudonym)).toBe(false);
      expect((await store.disconnectsSince(CC, 0)).length).toBe(80);
      await dashboard.close();
      await store.close();
    },
    60_000,
  );
});
