/** A history moves from SQLite to PostgreSQL, and goes on there as if nothing had happened. */
import { describe, expect, it } from 'vitest';
import { changedDocuments, createDocumentBook } from '../../server/record/documents';
import { moveHistory } from '../../server/store/move';
import { openStore } from '../../server/store/open';
import { bareDatabase, postgresDatabase, postgresIsHere } from '../support/databases';
import { answered, configured, connected, gap, lost, missed, numbered, phase } from '../support/facts';
import { clusterNamed, counted, groupOf, groupTold, listed, lossOf, lossTold } from '../support/presence-facts';
import { tempDatabase } from '../support/temp-database';

const T = 1_700_000_000_000;
const run = { runId: 'run-1', observerId: 'local', startedAt: T, aliveAt: T, endedAt: null };

async function history() {
  const { url } = await tempDatabase();
  const store = await openStore(url);
  await store.beginRun(run);
  const events = numbered([
    configured(T),
    connected(T, T + 50),
    phase(T, 'connecting', 'online'),
    ...Array.from({ length: 2_500 }, (_, i) => answered(T + 100 + i, i / 1000)),
    missed(T + 9_000),
    lost(T + 9_500),
    gap(T + 10_000, T + 11_000),
    clusterNamed(T),
    listed(T, 'anna', '7'),
    listed(T, 'béa', '8'),
    lossTold(T, lossOf('d', 'anna', '7', T)),
    groupTold(T, groupOf('g', null, T, T, 3)),
    counted(T, { 7: 1, 8: 1 }),
  ]);
  await store.commit({
    events,
    states: [],
    documents: changedDocuments(events, createDocumentBook()),
    aliveAt: T + 12_000,
  });
  await store.close();
  return { url, events };
}

describe.skipIf(!postgresIsHere)('a history', () => {
  it('arrives whole, with its identity and numbering, and goes on', async () => {
    const { url, events } = await history();
    const to = await bareDatabase();
    const told: string[] = [];
    await moveHistory(url, to, ({ table, rows, of }) => told.push(`${table} ${rows}/${of}`));
    expect(told.filter((line) => line.startsWith('sample'))).toEqual(['sample 2000/2501', 'sample 2501/2501']);
    const [old, now] = [await openStore(url), await openStore(to)];
    expect(await now.eventsAfter(0, 5_000)).toEqual(events);
    const board = { clusterKey: null, teams: null, at: T + 12_000 };
    expect(await now.boardSnapshot(board)).toEqual(await old.boardSnapshot(board));
    expect(await now.previousRun('local')).toEqual(await old.previousRun('local'));
    await now.beginRun({ ...run, runId: 'run-2', startedAt: T + 20_000 });
    await now.commit({
      events: numbered([answered(T + 20_000, 1)], events.length + 1),
      states: [],
      documents: [],
      aliveAt: T + 20_001,
    });
    expect((await now.observer())?.startedAt).toBe(T + 20_000);
    await old.close();
    await now.close();
  });

  it('is not poured into another one', async () => {
    const { url } = await history();
    const to = await postgresDatabase();
    const there = await openStore(to);
    await there.beginRun(run);
    await there.close();
    await expect(moveHistory(url, to, () => undefined)).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('observer_run'),
    });
  });
});
