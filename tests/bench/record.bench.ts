/** `npm run bench -- record`: events a second through the recorder against a bare driver, bytes per sample, and what a snapshot costs. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Event, Fact } from '#contract';
import { createEventBus } from '../../server/events/bus';
import { BATCH_SIZE, createRecorder } from '../../server/record/recorder';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import { createVirtualTime } from '../../server/time/virtual-time';
import { answered, configured } from '../support/facts';

const SAMPLES = Number(process.argv[2] ?? 200_000);
const TARGETS = 500;
const START = 1_700_000_000_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));

const keyOf = (i: number) => ({ clusterKey: 'lab', nodeKey: `n${i}`, targetKey: `lab/n${i}/websocket` });
const factOf = ({ observerId: _o, eventId: _e, v: _v, ...fact }: Event): Fact => fact;
const say = (what: string, value: string) => process.stdout.write(`${what.padEnd(58)}${value.padStart(20)}\n`);
const perSecond = (count: number, ms: number) => `${Math.round((count / ms) * 1000).toLocaleString('en')}/s of CPU`;

async function fresh(name: string) {
  const file = join(folder, `${name}.sqlite`);
  await migrate(`file:${file}`);
  return { file, url: `file:${file}` };
}

/** Milliseconds of CPU: what others do on this machine meanwhile does not count. */
async function timed(run: () => Promise<void> | void): Promise<number> {
  const from = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/** The floor: the same rows by prepared statements, as many a transaction, nothing else. */
async function bareDriver(): Promise<number> {
  const { file } = await fresh('bare');
  const db = new Database(file);
  db.pragma('synchronous = NORMAL');
  const insert = db.prepare('INSERT INTO sample VALUES (?, ?, 1, ?, 3, ?, NULL, NULL, 1, ?, ?)');
  const insertMany = db.transaction((from: number, to: number) => {
    for (let i = from; i < to; i++)
      insert.run(i, i % TARGETS, START + i * 20, i % 40_000, Buffer.alloc(17, i), `ping-${i}`);
  });
  const ms = await timed(() => {
    for (let i = 0; i < SAMPLES; i += BATCH_SIZE) insertMany(i, i + BATCH_SIZE);
  });
  db.close();
  return ms;
}

/** Everything: bus, queue, numbering, folding, JSON, Prisma, samples, current state, liveness. */
async function recorder() {
  const { file, url } = await fresh('recorder');
  const time = createVirtualTime(START);
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const store = await openStore(url);
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
  await recorder.start();
  for (let i = 0; i < TARGETS; i++) bus.publish(factOf(configured(START, keyOf(i))));
  await recorder.flush();
  const before = sizeOf(file);
  const commits: number[] = [];
  const ms = await timed(async () => {
    for (let i = 0; i < SAMPLES; i += BATCH_SIZE) {
      for (let j = i; j < i + BATCH_SIZE; j++)
        bus.publish(factOf(answered(START + j * 20, (j % 40_000) / 1000, keyOf(j % TARGETS))));
      commits.push(await timed(() => recorder.flush()));
    }
  });
  const small = await timed(async () => {
    for (let i = 0; i < 500; i++) {
      bus.publish(factOf(answered(START + SAMPLES * 20 + i, 5, keyOf(i % TARGETS))));
      await recorder.flush();
    }
  });
  const end = START + SAMPLES * 20;
  await store.overviewSnapshot(end, 900_000);
  const overview = await timed(async () => void (await store.overviewSnapshot(end, 900_000)));
  const target = await timed(async () => void (await store.targetSnapshot(keyOf(1).targetKey, end, 900_000)));
  await recorder.stop();
  await store.close();
  commits.sort((a, b) => a - b);
  return {
    ms,
    small: small / 500,
    overview,
    target,
    commit: commits[Math.floor(commits.length / 2)] ?? 0,
    bytes: sizeOf(file) - before,
  };
}

function sizeOf(file: string): number {
  const db = new Database(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return statSync(file).size;
}

const bare = await bareDriver();
const real = await recorder();
say(
  `bare better-sqlite3, ${SAMPLES.toLocaleString('en')} samples, ${BATCH_SIZE} a transaction`,
  perSecond(SAMPLES, bare),
);
say(`recorder, the same number, ${TARGETS} targets, ${BATCH_SIZE} a batch`, perSecond(SAMPLES, real.ms));
say('of the bare driver', `${((bare / real.ms) * 100).toFixed(0)} %`);
say(`a commit of ${BATCH_SIZE} (median)`, `${real.commit.toFixed(1)} ms`);
say('a commit of one ping', `${real.small.toFixed(2)} ms`);
say('bytes per sample, indexes included', `${(real.bytes / SAMPLES).toFixed(0)} B`);
say(`overview snapshot, ${TARGETS} targets × 90 samples`, `${real.overview.toFixed(0)} ms`);
say('target snapshot', `${real.target.toFixed(1)} ms`);
rmSync(folder, { recursive: true, force: true });
