/** The demo's past: what a page finds when the demo has just been started. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Event, EventOf, Recorded } from '#contract';
import { loadConfig } from '../../server/config/file';
import { createLog } from '../../server/config/log';
import { writeHistory } from '../../server/demo/history';
import { FINE_MS, HISTORY_MS } from '../../server/demo/history-script';
import { certificatesOf, demoConfig, demoLatencies, demoTargets } from '../../server/demo/service';
import { caFileOf, openAuthority } from '../../server/simulator/finesse/certificates/authority';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import type { ReadStore, RecorderStore } from '../../server/store/port';
import { ofType } from '../support/facts';

const endsAt = 1_790_000_000_000;
const fineFrom = endsAt - FINE_MS;
const transports = ['tcp', 'websocket', 'bosh'] as const;
const nodes = { A: 'finesse-a', B: 'finesse-b' } as const;
const all = (['A', 'B'] as const).flatMap((side) =>
  transports.map((transport) => ({ side, transport, key: `demo/${nodes[side]}/${transport}` })),
);
const folder = mkdtempSync(join(tmpdir(), 'holdfast-demo-'));
let store: RecorderStore & ReadStore;
let events: Recorded<Event>[];

/** A database of its own with the demo's past in it. */
async function pastIn(name: string): Promise<RecorderStore & ReadStore> {
  const url = `file:${join(folder, name)}`;
  await migrate(url);
  const opened = await openStore(url);
  openAuthority(certificatesOf(folder), endsAt);
  const file = join(folder, 'demo.yaml');
  writeFileSync(file, demoConfig(20_220, caFileOf(certificatesOf(folder))));
  const loaded = loadConfig(file, {}, { instanceId: 'abc123' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded));
  const targets = loaded.config.finesse.flatMap(demoTargets);
  await writeHistory({ store: opened, targets, observerId: 'local', endsAt, log: createLog('test', 'silent') });
  return opened;
}

beforeAll(async () => {
  store = await pastIn('past.db');
  events = await store.eventsAfter(0, 200_000);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const of = (key: string): Recorded<Event>[] => events.filter((e) => 'targetKey' in e && e.targetKey === key);

/** RTTs in order of size. */
function rtts(key: string): number[] {
  return ofType(of(key), 'ping-answered')
    .map((e) => e.rttMs)
    .sort((a, b) => a - b);
}
const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;

test('it is a day long and ends now, without a gap in between', async () => {
  expect(events[0]?.at).toBe(endsAt - HISTORY_MS);
  expect(events.at(-1)?.at).toBeGreaterThan(endsAt - 1_000);
  expect(events.at(-1)?.at).toBeLessThanOrEqual(endsAt);
  expect(ofType(events, 'observer-gap')).toEqual([]);
  // what agents do is numbered and never stored (DESIGN §5c)
  const seqs = events.map((e) => e.seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  expect(seqs.at(-1)).toBe(await store.lastSeq());
});

test('it has three transports to each server, and says of each that it is made up', () => {
  const configured: EventOf<'target-configured'>[] = ofType(events, 'target-configured');
  // twice: once for each pace of pings
  expect([...new Set(configured.map((e) => e.targetKey))].sort()).toEqual(all.map((t) => t.key).sort());
  expect(configured.every((e) => e.demo && e.clusterName === 'Demo contact centre')).toBe(true);
});

describe.each(all)('$key', ({ side, transport, key }) => {
  test('pings every ten seconds, and every two at the end, at a level of its own between 5 and 40 ms', () => {
    const pings = ofType(of(key), 'ping-answered');
    expect(pings.filter((e) => e.at < fineFrom).length).toBeGreaterThan(7_800);
    expect(pings.filter((e) => e.at >= fineFrom).length).toBeGreaterThan(3_500);
    const middle = median(rtts(key));
    expect(middle).toBeGreaterThan(5);
    expect(middle).toBeLessThan(40);
    const base = demoLatencies[side][transport]?.baseMs ?? 0;
    expect(Math.abs(middle - base)).toBeLessThan(base * 0.5);
  });

  test('begins with a connect that has its waterfall', () => {
    const first = ofType(of(key), 'connect-finished')[0];
    expect(first).toMatchObject({ outcome: 'online', attempt: 1, failure: null });
    const names = first?.phases.map((p) => p.phase) ?? [];
    expect(names.slice(0, 2)).toEqual(['tcp', 'tls']);
    expect(names.at(-1)).toBe('first-ping');
  });

  test('was lost in the night, and came back', () => {
    const lost = ofType(of(key), 'session-lost')[0];
    expect(lost?.failure.condition).toBe('system-shutdown');
    const back = ofType(of(key), 'session-phase-changed').find((e) => e.at > (lost?.at ?? 0) && e.to === 'online');
    expect(back?.at).toBeGreaterThan((lost?.at ?? 0) + 45_000);
    expect(back?.at).toBeLessThan((lost?.at ?? 0) + 150_000);
  });
});

test('pings were missed on A and on B', () => {
  const missed = new Set(ofType(events, 'ping-missed').map((e) => e.targetKey));
  expect([...missed].sort()).toEqual([
    'demo/finesse-a/websocket',
    'demo/finesse-b/bosh',
    'demo/finesse-b/tcp',
    'demo/finesse-b/websocket',
  ]);
});

test.each(['A', 'B'] as const)('the lines of %s are told apart: each level is well above the one before', (side) => {
  const [tcp = 0, websocket = 0, bosh = 0] = transports.map((t) => median(rtts(`demo/${nodes[side]}/${t}`)));
  expect(websocket).toBeGreaterThan(tcp * 1.5);
  expect(bosh).toBeGreaterThan(websocket * 1.3);
});

test('by day four more sessions were lost, and each came back', () => {
  const losses = ofType(events, 'session-lost').filter((e) => e.failure.condition !== 'system-shutdown');
  expect(losses.map((e) => `${e.targetKey} ${e.failure.condition}`)).toEqual([
    'demo/finesse-b/tcp connection-reset',
    'demo/finesse-a/websocket ping-timeout',
    'demo/finesse-b/websocket ping-timeout',
    'demo/finesse-b/tcp connection-reset',
  ]);
  for (const loss of losses) {
    const back = ofType(events, 'session-phase-changed').find(
      (e) => e.targetKey === loss.targetKey && e.at > loss.at && e.to === 'online',
    );
    expect(back?.at).toBeLessThan(loss.at + 180_000);
  }
});

test('the same demo has the same past', async () => {
  const again = await pastIn('again.db');
  const last = await store.lastSeq();
  expect(await again.lastSeq()).toBe(last);
  const told = await again.eventsAfter(events.at(-101)?.seq ?? 0, 100);
  expect(told.map((e) => [e.seq, e.at, e.type])).toEqual(events.slice(-100).map((e) => [e.seq, e.at, e.type]));
  await again.close();
});
