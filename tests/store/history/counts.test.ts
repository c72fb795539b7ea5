/** Counts of agents on every database: summed up they read as they did minute by minute, whenever that is done and whatever kills it. */
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../server/store/open';
import { takeCrashImages } from '../../record/history/crash-images';
import { databases } from '../../support/databases';
import { numbered } from '../../support/facts';
import { counted } from '../../support/presence-facts';
import { tempDatabase, tempFolder } from '../../support/temp-database';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
/** A day with a change of the clocks in Berlin begins there two hours later. */
const T = Date.UTC(2026, 9, 24, 20);

type Opened = Awaited<ReturnType<typeof openStore>>;

/** Eight hours of two teams and another cluster; after five hours one minute of nearly nobody, after six a break of ours. */
const minutes = Array.from({ length: 8 * 60 }, (_, i) => i).filter((i) => i < 360 || i >= 400);
const billing = (i: number) => (i === 300 ? 2 : 100 + (i % 7));
const told = minutes.flatMap((i) => [
  counted(T + i * MINUTE, { billing: billing(i), sales: 50 }),
  counted(T + i * MINUTE + 5, { care: 9 }, 'other'),
]);

async function record(store: Opened): Promise<void> {
  await store.beginRun({ runId: 'run-1', observerId: 'local', startedAt: T, aliveAt: T, endedAt: null });
  await store.commit({ events: numbered(told), states: [], documents: [], aliveAt: T });
}

const asked = { clusterKey: 'cc', teams: null, points: 600, zone: 'Europe/Berlin' };
const day = { from: T, to: T + 8 * HOUR };

async function sumAll(store: Opened, limit: number): Promise<void> {
  while ((await store.history.sumUpCounts(T + DAY, T + DAY, limit)) > 0);
}

describe.each(databases)('counts on $name', ({ available, fresh }) => {
  const test = it.skipIf(!available);

  async function opened(): Promise<Opened> {
    const store = await openStore(await fresh());
    await record(store);
    return store;
  }

  test('read the same before, between and after summing up', async () => {
    const store = await opened();
    const year = { from: T - 400 * DAY, to: T + DAY };
    const hour = { from: T + 5 * HOUR, to: T + 6 * HOUR };
    const all = () =>
      Promise.all([
        store.countsBetween({ ...asked, ...day }),
        store.countsBetween({ ...asked, ...year, teams: ['billing'] }),
        store.countsBetween({ ...asked, ...hour, teams: ['billing', 'nobody'] }),
        store.countsBetween({ ...asked, from: T - 2 * DAY, to: T + DAY, teams: ['billing'] }),
      ]);
    const before = await all();
    expect(before[0]).toMatchObject({
      ...{ source: 'minutes', stepMs: MINUTE, exact: true },
      whole: { minutes: 440, connected: { min: 52, max: 156 } },
    });
    // Berlin's days: two hours of the 24th, and the longer 25th until we looked no more.
    expect(before[1]?.points.map((p) => [p.to - p.from, p.minutes])).toEqual([
      [24 * HOUR, 120],
      [25 * HOUR, 320],
    ]);
    expect(await store.history.sumUpCounts(T + DAY, T + DAY, 401)).toBe(401);
    expect(await all()).toEqual(before);
    await sumAll(store, 173);
    expect(await all()).toEqual(before);
    await store.close();
  });

  test('keep the worst minute of a year, when nothing finer than hours is left', async () => {
    const store = await opened();
    await sumAll(store, 500);
    for (const kind of ['counts', 'counts-10m'] as const)
      for (;;) if ((await store.history.prune(kind, T + 2 * DAY, 200)) === 0) break;
    const year = await store.countsBetween({ ...asked, teams: ['billing'], from: T - 364 * DAY, to: T + DAY });
    expect(year.source).toBe('1h');
    expect(year.whole?.connected).toMatchObject({ min: 2, max: 106 });
    const hours = await store.countsBetween({ ...asked, ...day });
    expect(hours.points.map((p) => p.minutes)).toEqual([60, 60, 60, 60, 60, 60, 20, 60]);
    expect(await store.countsBetween({ ...asked, clusterKey: 'other', ...day })).toMatchObject({
      whole: { connected: { min: 9, mean: 9, max: 9 } },
    });
    await store.close();
  });

  test('that are in no rollup yet are not thrown away', async () => {
    const store = await opened();
    expect(await store.history.sumUpCounts(T + DAY, T + DAY, 100)).toBe(100);
    for (const limit of [90, 90]) await store.history.prune('counts', T + 2 * DAY, limit);
    const { points } = await store.countsBetween({ ...asked, from: T - 40 * DAY, to: T + DAY });
    expect(points.reduce((sum, p) => sum + p.minutes, 0)).toBe(440);
    await store.close();
  });

  test('wait until they are old enough, or from a future that was taken back', async () => {
    const store = await opened();
    expect(await store.history.sumUpCounts(T, T + DAY, 100)).toBe(0);
    expect(await store.history.sumUpCounts(T, T - HOUR, 100)).toBe(100);
    await store.close();
  });
});

it('killed at every statement of summing up: each minute counts exactly once', async () => {
  const { url, file } = await tempDatabase();
  const store = await openStore(url);
  await record(store);
  const year = { ...asked, from: T - 100 * DAY, to: T + DAY, zone: 'UTC' };
  const truth = (await store.countsBetween(year)).points;
  const images = takeCrashImages(file, tempFolder());
  await sumAll(store, 400);
  images.stop();
  await store.close();
  expect(images.files().length).toBeGreaterThan(12);
  for (const image of images.files()) {
    const again = await openStore(`file:${image}`);
    expect((await again.countsBetween(year)).points, image).toEqual(truth);
    await sumAll(again, 300);
    expect((await again.countsBetween(year)).points, image).toEqual(truth);
    await again.close();
  }
});
