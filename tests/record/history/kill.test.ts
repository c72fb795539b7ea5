/** Killed at any point of recording, packing, rolling up or pruning: nothing that was committed is lost, and nothing is counted twice. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { DAY_MS } from '../../../server/domain/history/rollup';
import { openStore } from '../../../server/store/open';
import { createVirtualTime } from '../../../server/time/virtual-time';
import { target } from '../../support/facts';
import { tempDatabase, tempFolder } from '../../support/temp-database';
import { takeCrashImages } from './crash-images';
import { expected, HOUR, keeperOf, keys, readAll, record, T } from './kill-story';
import { spawnKeeper } from './spawn-keeper';

it('at every statement of packing and of a late sample: what is read is exactly what was committed', async () => {
  const { url, file } = await tempDatabase();
  const time = createVirtualTime(T);
  const store = await openStore(url);
  const { recorder, late } = await record(store, time);
  const before = (await readAll(url)).samples;
  time.stall(8 * HOUR);

  const images = takeCrashImages(file, tempFolder());
  const keeper = keeperOf(store, time);
  await keeper.catchUp();
  const withoutLate = images.files().length;
  late();
  await recorder.flush();
  await keeper.catchUp();
  images.stop();
  await recorder.stop();
  await store.close();
  const after = (await readAll(url)).samples;
  expect(after.map((s) => s.length)).toEqual([181, 180]);
  // the hours of two targets, and the late one: at least four statements each
  expect(images.files().length).toBeGreaterThan(12);

  for (const [i, image] of images.files().entries()) {
    const told = await readAll(`file:${image}`);
    const lateIsIn = told.samples[0]?.length === 181;
    expect(told, `killed at statement ${i}`).toEqual(expected(lateIsIn ? after : before));
    if (i < withoutLate) expect(lateIsIn).toBe(false);
  }
  // and the next start finishes the work, from wherever it stopped
  for (const image of images.files().filter((_, i) => i % 7 === 0)) {
    const again = await openStore(`file:${image}`);
    await keeperOf(again, time).catchUp();
    expect(await again.history.ripe(T + 6 * HOUR, 10)).toEqual([]);
    await again.close();
    const told = await readAll(`file:${image}`);
    expect(told).toEqual(expected(told.samples[0]?.length === 181 ? after : before));
  }
}, 120_000);

it('at every statement of pruning: a source that has lost something says so', async () => {
  const { url, file } = await tempDatabase();
  const time = createVirtualTime(T);
  const store = await openStore(url);
  const { recorder } = await record(store, time);
  const truth = expected((await readAll(url)).samples);
  time.stall(8 * HOUR);
  const keeper = keeperOf(store, time);
  await keeper.catchUp();
  time.stall(40 * DAY_MS);
  const images = takeCrashImages(file, tempFolder());
  await keeper.catchUp();
  images.stop();
  await recorder.stop();
  await store.close();

  let lost = 0;
  for (const image of images.files()) {
    const again = await openStore(`file:${image}`);
    const hour = await again.seriesBetween({ key: keys[0] ?? '', from: T, to: T + HOUR, points: 600, zone: 'UTC' });
    // While samples are said to be there they are there; afterwards rollups answer.
    expect(hour?.points.reduce((sum, p) => sum + p.count, 0)).toBe(60);
    if (hour?.source !== 'samples') lost += 1;
    expect(await again.summariesOf(keys[0] ?? '', [{ from: T, to: T + 6 * HOUR }])).toEqual([truth.summaries[0]?.[0]]);
    await again.close();
  }
  expect(lost).toBeGreaterThan(0);
}, 120_000);

it('by a real kill -9, three times in a row, while it records and packs', async () => {
  const { url, file } = await tempDatabase();
  const committed = new Map<string, number>();
  for (let kill = 0; kill < 3; kill++) {
    const child = spawnKeeper(url, kill);
    const exited = once(child, 'exit');
    let packed = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const [what, at] = line.split(' ');
      if (what === 'committed') committed.set(at ?? '', (committed.get(at ?? '') ?? 0) + 1);
      if (what === 'packing') packed += 1;
      if (packed === 5 + 3 * kill) child.kill('SIGKILL');
    }
    expect(await exited).toEqual([null, 'SIGKILL']);
    const db = new Database(file, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  }
  const store = await openStore(url);
  const samples = await store.samplesBetween(target.targetKey, 0, T + 1_000 * DAY_MS);
  const [all] = (await store.summariesOf(target.targetKey, [{ from: 0, to: T + 1_000 * DAY_MS }])) ?? [];
  await store.close();
  // The last commit may have been stored without having been told.
  const stored = new Set(samples.map((s) => String(s.at)));
  expect([...committed.keys()].filter((at) => !stored.has(at))).toEqual([]);
  expect(stored.size).toBe(samples.length);
  expect(all?.count).toBe(samples.length);
  expect(samples.length).toBeGreaterThan(500);
}, 60_000);
