/** What a review reads, and failed handshakes, on every database. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDocumentBook } from '../../server/record/documents';
import { prepareBatch } from '../../server/record/prepare';
import { openStore } from '../../server/store/open';
import { databases } from '../support/databases';
import { a, closed, outageEvents, T, transcriptOf } from '../support/outage-facts';

describe.each(databases.filter((d) => d.available))('$name', ({ fresh }) => {
  async function open() {
    const store = await openStore(await fresh());
    onTestFinished(() => store.close());
    const current = { lastSeq: 0, states: new Map(), documents: createDocumentBook() };
    await store.commit(prepareBatch(outageEvents(), undefined, current, T + 600_000));
    return store;
  }

  test('facts about servers and agents come in order, with the last ones before, the newest when there are too many', async () => {
    const store = await open();
    const facts = (limit: number) =>
      store.subjectFactsBetween(
        ['cc/a', 'cc/1002'],
        ['readiness-changed', 'agent-health-changed'],
        { from: T, to: T + 40_000 },
        limit,
      );
    const told = (await facts(100)).map((e) => `${e.at - T} ${e.type}`);
    expect(told).toEqual([
      '-1800000 readiness-changed',
      '-900000 agent-health-changed',
      '1000 readiness-changed',
      '3000 agent-health-changed',
      '33000 agent-health-changed',
    ]);
    expect((await facts(1)).map((e) => e.at - T)).toEqual([-1_800_000, -900_000, 33_000]);
    expect(await store.subjectFactsBetween([], ['readiness-changed'], { from: 0, to: T }, 9)).toEqual([]);
  });

  test('servers, groups and absences of a cluster; nothing was thrown away', async () => {
    const store = await open();
    expect((await store.serversOf('cc')).map((s) => s.nodeName)).toEqual(['fin-A', 'fin-B']);
    expect((await store.groupsBetween('cc', { from: T, to: T + 9_000 })).map((g) => g.id)).toEqual(['d1']);
    expect(await store.groupsBetween('cc', { from: T + 9_000, to: T + 10_000 })).toEqual([]);
    expect(await store.unobservedBetween({ from: T - 95_000, to: T })).toEqual([{ from: T - 100_000, to: T - 90_000 }]);
    expect((await store.thrownAway()).size).toBe(0);
  });

  test('of each target and condition the last failed handshake is kept', async () => {
    const store = await open();
    const refused = { ...closed, condition: 'connection-refused' };
    await store.transcripts.saveTranscripts([transcriptOf(), transcriptOf({ at: T + 9_000, failure: refused })]);
    await store.transcripts.saveTranscripts([
      transcriptOf({ at: T + 20_000, leftOut: 3 }),
      transcriptOf({ targetKey: 'cc/nobody/tcp' }),
    ]);
    const kept = await store.transcriptsOf([a.targetKey, 'cc/nobody/tcp']);
    expect(kept.map((t) => `${t.at - T} ${t.failure.condition} ${t.leftOut}`)).toEqual([
      '20000 http-status 3',
      '9000 connection-refused 0',
    ]);
  });
});
