/** A disk that is really full (SQLite's own limit on its pages): what is stored stays whole, the stream goes on, and room is enough to go on. */
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { Event, Fact, Recorded } from '#contract';
import { createEventBus } from '../../server/events/bus';
import { createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { createVirtualTime } from '../../server/time/virtual-time';
import { answered, configured, target } from '../support/facts';
import { tempDatabase } from '../support/temp-database';

const T = 1_700_000_000_000;
const RTT_MS = 5;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const factOf = ({ observerId: _o, eventId: _e, v: _v, ...fact }: Event): Fact => fact;

/** Every connection that writes may use so many pages, from its next statement on. */
function limitPages(): { to(pages: number): void } {
  const probe = new Database(':memory:');
  const statement: { run: (this: { database: Database.Database }, ...args: unknown[]) => unknown } =
    Object.getPrototypeOf(probe.prepare('SELECT 1'));
  probe.close();
  const original = statement.run;
  let pages = 2 ** 30;
  statement.run = function (...args) {
    this.database.pragma(`max_page_count = ${pages}`);
    return original.apply(this, args);
  };
  onTestFinished(() => {
    statement.run = original;
  });
  return {
    to(most) {
      pages = most;
    },
  };
}

it('stops the recording alone, harms nothing that is stored, and is over when there is room again', async () => {
  const { url, file } = await tempDatabase();
  const limit = limitPages();
  const time = createVirtualTime(T);
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const store = await openStore(url);
  const limits = { pings: 1_500, all: 1_800 };
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent, limits });
  const told: Recorded[] = [];
  recorder.onCommitted((events) => told.push(...events));
  await recorder.start();
  bus.publish(factOf(configured(T)));
  let sent = 0;
  const ping = async (times: number) => {
    for (let i = 0; i < times; i++, sent++) bus.publish(factOf(answered(T + sent, RTT_MS)));
    await time.advance(50);
  };
  await ping(200);
  const whole = (await store.samplesBetween(target.targetKey, 0, T * 2)).length;
  expect(whole).toBe(200);

  limit.to(1);
  for (let second = 0; second < 6; second++) {
    await ping(200);
    await time.advance(950);
  }
  expect(recorder.recording()).toMatchObject({ state: 'refused', kind: 'disk-full' });
  // What was measured meanwhile has been told all the same.
  expect(told.filter((e) => e.type === 'ping-answered').length).toBe(sent);
  expect(told.map((e) => e.seq)).toEqual(told.map((_, i) => i + 1));
  const during = new Database(file, { readonly: true });
  expect(during.pragma('integrity_check', { simple: true })).toBe('ok');
  during.close();
  const stored = (await store.samplesBetween(target.targetKey, 0, T * 2)).length;
  expect(stored).toBeGreaterThanOrEqual(whole);
  expect(stored).toBeLessThan(sent);

  // More than fits the memory: the rest is told as time that nobody knows.
  const fits = limits.pings - recorder.queued();
  await ping(500);
  limit.to(2 ** 30);
  await time.advance(20_000);
  expect(recorder.recording()).toEqual({ state: 'ok' });
  const kept = sent - 500 + fits;
  expect((await store.samplesBetween(target.targetKey, 0, T * 2)).length).toBe(kept);
  const gap = told.find((e) => e.type === 'observer-gap');
  expect(gap).toMatchObject({ reason: 'disk-full', fromMs: T + kept + RTT_MS });
  expect(told.map((e) => e.seq)).toEqual(told.map((_, i) => i + 1));
  expect((await store.eventsAfter(0, 5_000)).map((e) => e.eventId)).toEqual(told.map((e) => e.eventId));
  await recorder.stop();
  await store.close();
  const after = new Database(file, { readonly: true });
  expect(after.pragma('integrity_check', { simple: true })).toBe('ok');
  after.close();
});
