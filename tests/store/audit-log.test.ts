/** The audit log on both databases: page by page, by person, kind and time, and gone when its time is over. */
import { describe, expect, it } from 'vitest';
import { openStore } from '../../server/store/open';
import { openPeopleStore } from '../../server/store/people/store';
import { databases } from '../support/databases';

const DAY_MS = 86_400_000;
const T = Date.UTC(2026, 10, 20);

describe.each(databases.filter((d) => d.available))('the audit log on $name', ({ fresh }) => {
  it('is read newest first, page by page, and nothing is lost between two of one moment', async () => {
    const url = await fresh();
    const { people } = await openPeopleStore(url);
    for (let i = 0; i < 7; i += 1) {
      const entry = { at: T + Math.floor(i / 3), origin: '10.0.0.1', detail: { n: i } };
      const [actor, action] = i % 2 === 0 ? ['ada', 'key-made'] : ['sam', 'signed-in'];
      await people.audit(`id-${i}`, { ...entry, actor, action, subject: i === 1 ? 'ada' : 'x' });
    }
    await people.auditOnce('id-6', { at: 0, origin: '-', actor: '-', action: '-', subject: '-', detail: {} });
    const all = { after: null, from: null, to: null, who: null, actions: null, limit: 3 };
    const seen: string[] = [];
    for (let page = await people.auditPage(all); page.length > 0; ) {
      seen.push(...page.map((e) => e.id));
      const last = page.at(-1);
      page = last === undefined ? [] : await people.auditPage({ ...all, after: { at: last.at, id: last.id } });
    }
    expect(seen).toEqual(['id-6', 'id-5', 'id-4', 'id-3', 'id-2', 'id-1', 'id-0']);
    const ids = async (more: object) => (await people.auditPage({ ...all, limit: 9, ...more })).map((e) => e.id);
    expect(await ids({ who: 'ada' })).toEqual(['id-6', 'id-4', 'id-2', 'id-1', 'id-0']);
    expect(await ids({ actions: ['signed-in'] })).toEqual(['id-5', 'id-3', 'id-1']);
    expect(await ids({ from: T + 1, to: T + 2 })).toEqual(['id-5', 'id-4', 'id-3']);
    expect(await people.auditActors()).toEqual(['ada', 'sam']);
    await people.close();

    const store = await openStore(url);
    expect(await store.history.prune('audit', T + 1, 2)).toBe(2);
    expect(await store.history.prune('audit', T + 1, 2)).toBe(1);
    expect(await store.history.prune('audit', T - 400 * DAY_MS, 2)).toBe(0);
    await store.close();
  });
});
