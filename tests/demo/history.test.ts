/** The demo's past: what a page finds when the demo has just been started. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Event, EventOf, Recorded, TransportKind } from '#contract';
import { loadConfig } from '../../server/config/file';
import { createLog } from '../../server/config/log';
import { writeHistory } from '../../server/demo/history';
import { HISTORY_MS } from '../../server/demo/history-script';
import { demoConfig, demoLatencies } from '../../server/demo/service';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import type { ReadStore, RecorderStore } from '../../server/store/port';
import { ofType } from '../support/facts';

const endsAt = 1_790_000_000_000;
const transports = ['tcp', 'websocket', 'bosh'] as const;
const keyOf = (transport: TransportKind): string => `demo/notification/${transport}`;
const folder = mkdtempSync(join(tmpdir(), 'holdfast-demo-'));
let store: RecorderStore & ReadStore;
let events: Recorded<Event>[];

/** A database of its own with the demo's past in it. */
async function pastIn(name: string): Promise<RecorderStore & ReadStore> {
  const url = `file:${join(folder, name)}`;
  await migrate(url);
  const opened = await openStore(url);
  const readText = () => ({ ok: true, text: demoConfig(18_220) }) as const;
  const loaded = loadConfig('/demo.yaml', {}, { instanceId: 'abc123', readText });
  const targets = loaded.ok ? loaded.config.targets : [];
  await writeHistory({ store: opened, targets, observerId: 'local', endsAt, log: createLog('test', 'silent') });
  return opened;
}

beforeAll(async () => {
  store = await pastIn('past.db');
  events = await store.eventsAfter(0, 100_000);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const of = (transport: TransportKind): Recorded<Event>[] =>
  events.filter((e) => 'targetKey' in e && e.targetKey === keyOf(transport));

/** RTTs in order of size. */
function rtts(transport: TransportKind): number[] {
  return ofType(of(transport), 'ping-answered')
    .map((e) => e.rttMs)
    .sort((a, b) => a - b);
}
const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;

test('it is two hours long and ends now, without a gap in between', () => {
  expect(events[0]?.at).toBe(endsAt - HISTORY_MS);
  expect(events.at(-1)?.at).toBeGreaterThan(endsAt - 1_000);
  expect(events.at(-1)?.at).toBeLessThanOrEqual(endsAt);
  expect(ofType(events, 'observer-gap')).toEqual([]);
  expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i + 1));
});

test('it has three transports, and says of each that it is made up', () => {
  const configured: EventOf<'target-configured'>[] = ofType(events, 'target-configured');
  expect(configured.map((e) => e.transport).sort()).toEqual(['bosh', 'tcp', 'websocket']);
  expect(configured.every((e) => e.demo && e.clusterName === 'Demo contact centre')).toBe(true);
});

describe.each(transports)('%s', (transport) => {
  test('pings every two seconds, at a level of its own between 5 and 40 ms', () => {
    const values = rtts(transport);
    expect(values.length).toBeGreaterThan(3_500);
    const middle = median(values);
    expect(middle).toBeGreaterThan(5);
    expect(middle).toBeLessThan(40);
    const base = demoLatencies[transport]?.baseMs ?? 0;
    expect(Math.abs(middle - base)).toBeLessThan(base * 0.5);
  });

  test('begins with a connect that has its waterfall, and has missed a ping', () => {
    const first = ofType(of(transport), 'connect-finished')[0];
    expect(first).toMatchObject({ outcome: 'online', attempt: 1, failure: null });
    const names = first?.phases.map((p) => p.phase) ?? [];
    expect(names).toContain(transport === 'bosh' ? 'bosh-session' : 'tcp');
    expect(names.at(-1)).toBe('first-ping');
    expect(ofType(of(transport), 'ping-missed').length).toBeGreaterThan(0);
  });
});

test('the lines are told apart: each level is well above the one before', () => {
  const [tcp = 0, websocket = 0, bosh = 0] = transports.map((t) => median(rtts(t)));
  expect(websocket).toBeGreaterThan(tcp * 1.5);
  expect(bosh).toBeGreaterThan(websocket * 1.3);
});

test('two sessions were lost, and each came back', () => {
  const losses = ofType(events, 'session-lost');
  expect(losses.map((e) => `${e.targetKey} ${e.failure.condition}`)).toEqual([
    'demo/notification/websocket ping-timeout',
    'demo/notification/tcp connection-reset',
  ]);
  for (const loss of losses) {
    const back = ofType(events, 'session-phase-changed').find(
      (e) => e.targetKey === loss.targetKey && e.at > loss.at && e.to === 'online',
    );
    expect(back?.at).toBeLessThan(loss.at + 120_000);
  }
});

test('the same demo has the same past', async () => {
  const again = await pastIn('again.db');
  const { length } = events;
  expect(await again.lastSeq()).toBe(length);
  const told = await again.eventsAfter(length - 100, 100);
  expect(told.map((e) => [e.seq, e.at, e.type])).toEqual(events.slice(-100).map((e) => [e.seq, e.at, e.type]));
  await again.close();
});
