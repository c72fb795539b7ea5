/** One person is forgotten at once: nothing of them is left, nothing of anybody else is lost, and the audit log knows that, not whom. */
import { describe, expect, test } from 'vitest';
import { forgottenLines } from '../../../server/domain/privacy/forgotten-lines';
import { type Forgotten, forgetPerson } from '../../../server/store/privacy/forget-person';
import { databases } from '../../support/databases';
import { allOf, gone, people, pseudonymOf, T, toldOf, watchedFor } from '../../support/expired-story';
import { CC } from '../../support/presence-facts';

const deps = {
  ...{ pseudonymOf, dryRun: false },
  audit: ({ setUp: _, ...numbers }: Forgotten) => ({
    id: 'forgotten',
    entry: { at: T, actor: 'command line', origin: 'here', action: 'person-forgotten', subject: '-', detail: numbers },
  }),
};

describe.each(databases)('on $name', ({ available, fresh }) => {
  test.skipIf(!available)(
    'by login id or JID, pseudonyms included',
    async () => {
      const url = await fresh();
      const { store, dashboard, keepUntil } = await watchedFor(url);
      const [left] = gone;
      // Of whom the day of the start is under a pseudonym by then, and a later one under the name.
      const stays = people.find((p) => !p.goes);
      if (left === undefined || stays === undefined) throw new Error('nobody to forget');
      const jid = `${left.loginId.toUpperCase()}@cc.example/desktop`;
      const asked = (loginId: string) => ({ loginId, clusterKey: null });

      const would = await forgetPerson(url, asked(left.loginId), { ...deps, dryRun: true });
      expect(toldOf([left], await allOf(url)).length).toBe(4);
      const done = await forgetPerson(url, asked(jid), { ...deps, audit: (f) => ({ ...deps.audit(f), id: 'first' }) });
      expect(done).toEqual(would);
      expect(done).toMatchObject({
        facts: 7,
        documents: 1,
        disconnects: 1,
        views: 2,
        incidents: 1,
        deliveries: 1,
        audited: 2,
      });
      expect(toldOf([left], await allOf(url))).toEqual([]);
      expect(toldOf(gone.slice(1), await allOf(url)).length).toBe(4 * (gone.length - 1));

      await keepUntil(33);
      const pseudonym = pseudonymOf(CC, stays.loginId);
      expect((await allOf(url)).includes(pseudonym)).toBe(true);
      await forgetPerson(url, { loginId: stays.loginId, clusterKey: CC }, deps);
      const after = await allOf(url);
      expect([toldOf([stays], after), after.includes(pseudonym)]).toEqual([[], false]);
      expect((await store.disconnectsSince(CC, 0)).length).toBe(80);
      const other = people.find((p) => !p.goes && p !== stays);
      expect((await store.documents('agent', CC)).map((a) => a.loginId)).toContain(other?.loginId);

      const log = await dashboard.auditLog({ before: T + 1, limit: 100, actor: 'command line' });
      expect(log.map((e) => [e.action, e.subject])).toEqual([
        ['person-forgotten', '-'],
        ['person-forgotten', '-'],
      ]);
      expect(await forgetPerson(url, asked(left.loginId), deps)).toMatchObject({
        facts: 0,
        disconnects: 0,
        audited: 0,
      });
      await dashboard.close();
      await store.close();
    },
    60_000,
  );
});

test('the command says in numbers what changed, and what it could not reach', () => {
  const none = { facts: 0, disconnects: 0, documents: 0, views: 0, incidents: 0, deliveries: 0, silences: 0 };
  const nothing = { ...none, audited: 0, transcripts: 0, events: 0, setUp: [] };
  expect(forgottenLines(nothing, { dryRun: false, inFile: false })).toEqual(['Nothing is known of such a person.']);
  const some = { ...nothing, facts: 1_204, documents: 1, disconnects: 1, incidents: 2, setUp: ['cluster cc'] };
  expect(forgottenLines(some, { dryRun: true, inFile: true })).toEqual([
    'Would be deleted: 1,204 facts, 1 current state.',
    'Would be told of nobody from now on: 1 disconnect, which the team keeps.',
    'Would be rid of the name where somebody typed it: 2 incidents.',
    'Still named in the settings (cluster cc) and holdfast.yaml: take that out by hand.',
  ]);
  expect(forgottenLines(some, { dryRun: false, inFile: false })[0]).toBe('Deleted: 1,204 facts, 1 current state.');
});
