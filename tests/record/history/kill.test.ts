/** Killed at any point of recording, packing, rolling up or pruning: nothing that was committed is lost, and nothing is counted twice. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Fact, Sample } from '#contract';
import { defaultRetention } from '../../../server/domain/history/retention';
import { DAY_MS, type Summary, summaryOf } from '../../../server/domain/history/rollup';
import { createEventBus } from '../../../server/events/bus';
import { createKeeper } from '../../../server/record/history/keeper';
import { createRecorder } from '../../../server/record/recorder';
import { openStore } from '../../../server/store/open';
import { createVirtualTime, type VirtualTime } from '../../../server/time/virtual-time';
import { answered, configured, missed, otherTarget, target } from '../../support/facts';
import { tempDatabase, tempFolder } from '../../support/temp-database';
import { takeCrashImages } from './crash-images';
import { spawnKeeper } from './spawn-keeper';

const HOUR = 3_600_000;
const T = 1_700_056_800_000;
const keys = [target.targetKey, otherTarget.targetKey];
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const nobody = () => 'pseudonym:x';
type Store = Awaited<ReturnType<typeof openStore>>;

const factOf = ({
  observerId: _o,
  eventId: _e,
  v: _v,
  ...fact
}: ReturnType<typeof answered | typeof missed | typeof configured>): Fact => fact;

/** Two targets, three hours, a ping a minute, one in twenty missed; some come late. */
async function record(store: Store, time: VirtualTime) {
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
  await recorder.start();
  bus.publish(factOf(configured(T)));
  bus.publish(factOf(configured(T, otherTarget)));
  for (let i = 0; i < 180; i++) {
    const at = T + i * 60_000;
    bus.publish(factOf(i % 20 === 7 ? missed(at) : answered(at, 10 + (i % 13))));
    bus.publish(factOf(answered(at + 1, 20 + (i % 7), otherTarget)));
  }
  await recorder.flush();
  return { recorder, late: () => bus.publish(factOf(answered(T + 61_500, 99))) };
}

interface Told {
  samples: Sample[][];
  summaries: (Summary[] | null)[];
}

async function readAll(url: string): Promise<Told> {
  const store = await openStore(url);
  const told: Told = { samples: [], summaries: [] };
  for (const key of keys) {
    told.samples.push(await store.samplesBetween(key, T, T + 6 * HOUR));
    told.summaries.push(
      await store.summariesOf(key, [
        { from: T, to: T + 6 * HOUR },
        { from: T - DAY_MS, to: T + DAY_MS },
      ]),
    );
  }
  await store.close();
  return told;
}

/** What every resolution must say of these samples. */
function expected(samples: Sample[][]): Told {
  const summary = (of: Sample[]) =>
    summaryOf(of.map(({ at, rttMs }) => ({ at, rttUs: rttMs === null ? null : Math.round(rttMs * 1_000) })));
  return { samples, summaries: samples.map((of) => [summary(of), summary(of)]) };
}

it('at every statement of packing and of a late sample: what is read is exactly what was committed', async () => {
  const { url, file } = await tempDatabase();
  const time = createVirtualTime(T);
  const store = await openStore(url);
  const { recorder, late } = await record(store, time);
  const before = (await readAll(url)).samples;
  time.stall(8 * HOUR);

  const images = takeCrashImages(file, tempFolder());
  const keeper = createKeeper({
    store: store.history,
    time,
    retention: defaultRetention,
    pseudonymOf: nobody,
    log: silent,
  });
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
  // three hours of two targets, and the late one: at least four statements each
  expect(images.files().length).toBeGreaterThan(28);

  for (const [i, image] of images.files().entries()) {
    const told = await readAll(`file:${image}`);
    const lateIsIn = told.samples[0]?.length === 181;
    expect(told, `killed at statement ${i}`).toEqual(expected(lateIsIn ? after : before));
    if (i < withoutLate) expect(lateIsIn).toBe(false);
  }
  // and the next start finishes the work, from wherever it stopped
  for (const image of images.files().filter((_, i) => i % 7 === 0)) {
    const again = await openStore(`file:${image}`);
    await createKeeper({
      store: again.history,
      time,
      retention: defaultRetention,
      pseudonymOf: nobody,
      log: silent,
    }).catchUp();
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
  const keeper = createKeeper({
    store: store.history,
    time,
    retention: defaultRetention,
    pseudonymOf: nobody,
    log: silent,
    sparePages: 0,
  });
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
