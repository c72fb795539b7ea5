/** Backups while Holdfast records, their way back, and the look at a file that nobody closed. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backup, restore } from '../../server/store/backup';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import { damageOf } from '../../server/store/soundness';
import { answered, configured, numbered } from '../support/facts';
import { spawnRecorder } from '../support/spawn-recorder';
import { tempDatabase, tempFolder } from '../support/temp-database';

const T = 1_700_000_000_000;
const run = { runId: 'run-1', observerId: 'local', startedAt: T, aliveAt: T, endedAt: null };
const empty = { states: [], documents: [], aliveAt: T };

/** A database with some history, closed; `ended` says whether its run said goodbye. */
async function withHistory({ ended = true, pings = 3_000 } = {}) {
  const { url, file } = await tempDatabase();
  const store = await openStore(url);
  await store.beginRun(run);
  const samples = Array.from({ length: pings }, (_, i) => answered(T + i, 1));
  await store.commit({ ...empty, events: numbered([configured(T), ...samples]) });
  const epoch = await store.epoch();
  if (ended) await store.endRun(run.runId, T);
  await store.close();
  return { url, file, epoch, lastSeq: pings + 1 };
}

/** Lets an index point at another one's pages: a damage that is found by looking, and otherwise much later. */
function damage(file: string): void {
  const db = new Database(file);
  db.unsafeMode();
  db.pragma('writable_schema = ON');
  const root = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'target_key_key'").pluck().get();
  db.prepare("UPDATE sqlite_schema SET rootpage = ? WHERE name = 'sample_target_id_sent_at_rtt_us_idx'").run(root);
  db.close();
}

describe('a backup', () => {
  it('of a database that is being written holds everything that was committed before it began', async () => {
    const { url } = await tempDatabase();
    const recording = spawnRecorder(url, 7);
    onTestFinished(() => void recording.kill('SIGKILL'));
    const acknowledged: string[] = [];
    const lines = createInterface({ input: recording.stdout });
    lines.on('line', (line) => {
      if (line !== 'published') acknowledged.push(line);
    });
    while (acknowledged.length < 500) await once(lines, 'line');
    const before = [...acknowledged];
    const to = join(tempFolder(), 'copy.sqlite');
    const { lastSeq } = await backup(url, to);
    expect(damageOf(to)).toEqual([]);
    const copy = await openStore(`file:${to}`);
    const events = await copy.eventsAfter(0, 1_000_000);
    expect(events.slice(0, before.length).map((e) => `${e.seq} ${e.eventId}`)).toEqual(before);
    expect(events.at(-1)?.seq).toBe(lastSeq);
    await copy.close();
    const seen = acknowledged.length;
    while (acknowledged.length === seen) await once(lines, 'line');
  });

  it('never overwrites, and leaves nothing behind when it fails', async () => {
    const { url, file } = await withHistory({ pings: 10 });
    const folder = tempFolder();
    const there = join(folder, 'notes.txt');
    writeFileSync(there, 'mine');
    await expect(backup(url, there)).rejects.toMatchObject({ name: 'StoreError' });
    await expect(backup(url, join(folder, 'no', 'such', 'folder.sqlite'))).rejects.toMatchObject({
      name: 'StoreError',
    });
    await expect(backup(`file:${file}.none`, join(folder, 'x.sqlite'))).rejects.toMatchObject({ name: 'StoreError' });
    expect([readdirSync(folder), readFileSync(there, 'utf8')]).toEqual([['notes.txt'], 'mine']);
  });
});

describe('a restore', () => {
  it('puts the history back under a new identity, and keeps what was there', async () => {
    const old = await withHistory({ pings: 10 });
    const copy = join(tempFolder(), 'copy.sqlite');
    await backup(old.url, copy);
    const store = await openStore(old.url);
    await store.commit({ ...empty, events: numbered([answered(T + 99, 1)], old.lastSeq + 1) });
    await store.close();
    const { aside } = restore(copy, old.url, 'another-epoch', 'before-now');
    await migrate(old.url);
    const restored = await openStore(old.url);
    expect([await restored.lastSeq(), await restored.epoch()]).toEqual([old.lastSeq, 'another-epoch']);
    await restored.close();
    const kept = await openStore(`file:${aside}`);
    expect([await kept.lastSeq(), await kept.epoch()]).toEqual([old.lastSeq + 1, old.epoch]);
    await kept.close();
  });

  it('replaces a database that can no longer be read', async () => {
    const { url, file, lastSeq } = await withHistory({ pings: 10 });
    const copy = join(tempFolder(), 'copy.sqlite');
    await backup(url, copy);
    writeFileSync(file, 'nothing is left of it '.repeat(500));
    restore(copy, url, 'e', 'damaged');
    const store = await openStore(url);
    expect(await store.lastSeq()).toBe(lastSeq);
    await store.close();
    expect(existsSync(`${file}.damaged`)).toBe(true);
  });

  it('of something else changes nothing', async () => {
    const { url, file, lastSeq } = await withHistory({ pings: 3_000 });
    const folder = tempFolder();
    const stranger = join(folder, 'stranger.sqlite');
    new Database(stranger).exec('CREATE TABLE cats (name)').close();
    const text = join(folder, 'text.txt');
    writeFileSync(text, 'no database at all, whatever its name may be '.repeat(100));
    const hurt = join(folder, 'hurt.sqlite');
    await backup(url, hurt);
    damage(hurt);
    for (const from of [stranger, text, hurt, join(folder, 'none')])
      expect(() => restore(from, url, 'e', 'x')).toThrow(expect.objectContaining({ name: 'StoreError' }));
    expect(existsSync(`${file}.x`)).toBe(false);
    const store = await openStore(url);
    expect(await store.lastSeq()).toBe(lastSeq);
    await store.close();
  });
});

it('pages that make no sense at all are damage too', async () => {
  const { file } = await withHistory();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xaa, 8_192, bytes.length - 8_192));
  expect(damageOf(file)).not.toEqual([]);
});

describe('a start', () => {
  it('after an unclean stop finds a damaged file, and says what to do', async () => {
    const { url, file } = await withHistory({ ended: false });
    await migrate(url);
    damage(file);
    await expect(migrate(url)).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringContaining('restore') });
  });

  it('after a goodbye does not read the whole file first', async () => {
    const { url, file } = await withHistory({ ended: true });
    damage(file);
    expect(damageOf(file)).not.toEqual([]);
    await migrate(url);
  });
});
