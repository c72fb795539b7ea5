/** Copies of the history by schedule: made at their time, old ones taken away, failures told and tried again the next day. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVirtualTime } from '../../server/time/virtual-time';
import { createBackups } from '../../server/worker/backups';

const HOUR = 3_600_000;
const START = new Date(2026, 10, 20, 1, 0).getTime();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-backups-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function made(copyTo: (file: string) => Promise<string | null>) {
  const time = createVirtualTime(START);
  const told: string[] = [];
  const tell = (word: string) => (facts: object) =>
    void told.push(`${word} ${basename(String(Reflect.get(facts, 'file')))}`);
  const log = { info: tell('copied'), error: tell('failed') };
  const backups = createBackups({ time, log, usualFolder: join(folder, 'usual'), copyTo });
  return { time, told, backups };
}

const write = async (file: string) => {
  writeFileSync(file, 'copy');
  return null;
};

test('a copy each day, and the newest are kept', async () => {
  const { time, backups } = made(write);
  backups.configure({ atMin: 150, keep: 2, folder: null });
  for (let hour = 0; hour < 24 * 4; hour += 1) await time.advance(HOUR);
  const kept = readdirSync(join(folder, 'usual'));
  expect(kept).toHaveLength(2);
  backups.configure(null);
  for (let hour = 0; hour < 48; hour += 1) await time.advance(HOUR);
  expect(readdirSync(join(folder, 'usual'))).toEqual(kept);
});

test('a copy that fails is told, removes nothing, and is made again the next day', async () => {
  let fails = true;
  const { time, told, backups } = made(async (file) => (fails ? 'the disk is full' : write(file)));
  backups.configure({ atMin: 150, keep: 1, folder });
  writeFileSync(join(folder, 'holdfast-2020-01-01T000000Z.db'), 'old');
  for (let hour = 0; hour < 3; hour += 1) await time.advance(HOUR);
  expect(readdirSync(folder)).toEqual(['holdfast-2020-01-01T000000Z.db']);
  fails = false;
  for (let hour = 0; hour < 24; hour += 1) await time.advance(HOUR);
  expect(told.map((line) => line.split(' ')[0])).toEqual(['failed', 'copied']);
  expect(readdirSync(folder)).toHaveLength(1);
  backups.stop();
});

test('another time of day counts from when it is set', async () => {
  const { time, told, backups } = made(write);
  backups.configure({ atMin: 150, keep: 7, folder });
  backups.configure({ atMin: 90, keep: 7, folder });
  for (let n = 0; n < 8; n += 1) await time.advance(HOUR / 4);
  expect(told).toHaveLength(1);
  backups.stop();
});
