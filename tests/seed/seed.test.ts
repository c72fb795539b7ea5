/** A made-up past, through the code that records and packs a real one: all of it is there, and its spikes are where they were said to be. */
import { expect, test, vi } from 'vitest';
import { createLife, moments } from '../../server/seed/life';
import { placesOf, writeSeed } from '../../server/seed/write';
import { seedConfig } from '../../server/seed/yaml';
import { openStore } from '../../server/store/open';
import { openReadStore } from '../../server/store/read-store';
import { createVirtualTime } from '../../server/time/virtual-time';
import { tempDatabase } from '../support/temp-database';

const quietLog = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const DAY = 86_400_000;
const END = Date.UTC(2026, 10, 20);

test('what was lived through can be read as history', async () => {
  const { url } = await tempDatabase();
  const store = await openStore(url);
  const shares: number[] = [];
  const options = { targets: 2, agents: 20, days: 2, fineDays: 0, endsAt: END, observerId: 'local', seed: 3 };
  const { events, spikes } = await writeSeed(
    store,
    () => 'x',
    options,
    quietLog,
    (share) => shares.push(share),
  );
  expect([shares[0], shares.at(-1)]).toEqual([1 / 48, 1]);
  expect(await store.lastSeq()).toBe(events);
  await store.close();
  expect(spikes.every((s) => s.at < END && s.rttMs > 50)).toBe(true);
  const reads = await openReadStore(url);
  const range = { from: END - 2 * DAY, to: END };
  const keys = placesOf(2).map((p) => p.targetKey);
  for (const key of keys) {
    const [whole] = (await reads.summariesOf(key, [range])) ?? [];
    expect(whole?.count).toBeGreaterThan(2 * 1_400);
  }
  const counted = await reads.countsBetween({ clusterKey: 'seed-1', teams: null, ...range, points: 48, zone: 'UTC' });
  expect(counted.points.reduce((sum, p) => sum + p.minutes, 0)).toBe(2 * 1_440);
  expect(Math.max(...counted.points.map((p) => p.connected.max ?? 0))).toBeGreaterThan(15);
  const statuses = await reads.statusesBetween(keys, range, END);
  for (const spans of statuses.values()) expect(spans.filter((s) => s.status === 'up').length).toBeGreaterThan(0);
  const disconnects = await reads.disconnectsBetween('seed-1', range);
  expect(disconnects.every((d) => d.closedAt !== null)).toBe(true);
  await reads.close();
}, 30_000);

test('a life is told in order, each ping once, however it is cut', () => {
  const told = (cuts: number) => {
    const time = createVirtualTime(0, 5);
    const [place] = placesOf(1);
    if (place === undefined) throw new Error('no place');
    const life = createLife({
      ...{ place, from: END - 60 * DAY, to: END, intervalAt: () => 600_000, nodeOutages: [] },
      random: () => time.random(),
    });
    const facts = Array.from({ length: cuts }, (_, i) =>
      life.next(END - 60 * DAY + ((i + 1) * 60 * DAY) / cuts),
    ).flat();
    return { facts, spikes: life.spikes };
  };
  const { facts, spikes } = told(1);
  expect(told(60).facts).toEqual(facts);
  const pings = facts.flatMap((f) => ('sentAt' in f ? [f.sentAt] : []));
  expect(pings).toEqual([...new Set(pings)].sort((a, b) => a - b));
  expect(spikes.length).toBeGreaterThan(1);
  const measured = facts.flatMap((f) => (f.type === 'ping-answered' ? [[f.sentAt, f.rttMs]] : []));
  for (const { at, rttMs } of spikes) expect(measured).toContainEqual([at, rttMs]);
});

test('moments come about as often as asked for, and none in the last hour', () => {
  const time = createVirtualTime(0, 1);
  const found = moments(0, 1_000 * DAY, DAY, () => time.random());
  expect(found.length).toBeGreaterThan(900);
  expect(found.length).toBeLessThan(1_100);
  expect(found.at(-1)).toBeLessThanOrEqual(1_000 * DAY - 3_600_000);
});

test('its configuration has the same targets', () => {
  const yaml = seedConfig(placesOf(7));
  expect(yaml.match(/key: seed-\d/g)).toEqual(['key: seed-1', 'key: seed-2']);
  expect(yaml.match(/tcp: \{/g)).toHaveLength(3);
});
