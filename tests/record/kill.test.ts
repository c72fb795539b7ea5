/** What was acknowledged survives `kill -9` of the recording process, and the time until its next start is recorded as unknown. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openReadStore } from '../../server/store/read-store';
import { mulberry32 } from '../../server/time/virtual-time';
import { ofType } from '../support/facts';
import { spawnRecorder } from '../support/spawn-recorder';
import { tempDatabase } from '../support/temp-database';

const KILLS = 3;
const SEED = 20_261_120;

/** Lets a child record until it has printed `lines` lines, kills it in that moment, and returns what it had acknowledged. */
async function recordAndKill(url: string, lines: number, seed: number): Promise<string[]> {
  const worker = spawnRecorder(url, seed);
  const exited = once(worker, 'exit');
  const acknowledged: string[] = [];
  let seen = 0;
  for await (const line of createInterface({ input: worker.stdout })) {
    seen += 1;
    if (seen === lines) worker.kill('SIGKILL');
    if (/^\d+ \S{36}$/.test(line)) acknowledged.push(line);
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

function lookInto(file: string) {
  const db = new Database(file, { readonly: true });
  const integrity = db.pragma('integrity_check', { simple: true });
  const lastSeq = Number(db.prepare('SELECT last_seq FROM meta').pluck().get());
  const aliveAt = db.prepare('SELECT alive_at FROM observer_run ORDER BY id').pluck().all().map(Number);
  db.close();
  return { integrity, lastSeq, aliveAt };
}

it('loses nothing that was acknowledged, three times in a row', async () => {
  const { url, file } = await tempDatabase();
  const random = mulberry32(SEED);
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const told = await recordAndKill(url, 20 + Math.floor(random() * 600), SEED + kill);
    expect(told.length).toBeGreaterThan(0);
    acknowledged.push(...told);
    expect(lookInto(file).integrity).toBe('ok');
  }

  const store = await openReadStore(url);
  const events = await store.eventsAfter(0, 1_000_000);
  await store.close();
  const { lastSeq, aliveAt } = lookInto(file);

  expect(events.map((e) => e.seq)).toEqual(Array.from({ length: lastSeq }, (_, i) => i + 1));
  expect(new Set(events.map((e) => e.eventId)).size).toBe(events.length);
  const stored = new Set(events.map((e) => `${e.seq} ${e.eventId}`));
  expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);

  const gaps = ofType(events, 'observer-gap');
  const starts = ofType(events, 'observer-started');
  expect(starts).toHaveLength(KILLS);
  expect(gaps.map((g) => [g.reason, g.fromMs, g.toMs])).toEqual([
    ['crashed', aliveAt[0], starts[1]?.at],
    ['crashed', aliveAt[1], starts[2]?.at],
  ]);
  for (const gap of gaps) {
    const before = events.filter((e) => e.seq < gapSeq(gap) && e.type !== 'observer-gap');
    expect(Math.max(...before.map((e) => e.at))).toBeLessThanOrEqual(gap.fromMs);
  }

  function gapSeq(gap: { eventId: string }): number {
    return events.find((e) => e.eventId === gap.eventId)?.seq ?? 0;
  }
}, 60_000);
