/** While the database refuses, or takes its time, people are told from memory: once, under the keys that are written afterwards. */
import { describe, expect, test } from 'vitest';
import type { Sent } from '../../server/alert/notifiers/port';
import { createVirtualTime } from '../../server/time/virtual-time';
import { opening } from './facts';
import { createMemoryStore } from './memory-store';
import { A_DOWN, outage, over, type Stage, stage, survivor, usual } from './stage';

const busy = { ...usual, name: 'mail', from: 'ticket' as const };

async function breaking(s: Stage): Promise<void> {
  s.feed(opening(s.time.now(), 20));
  await s.time.advance(1_000);
  s.store.refusing = true;
  s.feed(outage(s.time));
}

const kept = ({ store }: Stage) => [...store.deliveries.values()].map((d) => `${d.status} ${d.id}`);

describe('the database refuses', () => {
  test('from the first sign to the end: everything is told in order, and written once it can be', async () => {
    const s = await stage({ channels: [busy, { ...busy, name: 'pager', from: 'page' }] });
    await breaking(s);
    await s.time.advance(240_000);
    s.feed(over(s.time));
    await s.time.advance(60_000);
    expect(s.told).toEqual([
      ...[`11 mail [ticket] ${A_DOWN}`, `181 mail [page] ${A_DOWN}`, `181 pager [page] ${A_DOWN}`],
      ...[`272 mail [resolved] ${A_DOWN}, after 5 min`, `272 pager [resolved] ${A_DOWN}, after 5 min`],
    ]);
    expect(kept(s)).toEqual([]);
    s.store.refusing = false;
    await s.time.advance(10_000);
    expect(kept(s)).toEqual(s.keys.map((key) => `delivered ${key}`));
    expect(s.told).toHaveLength(5);
    expect([...s.store.incidents.values()].map((i) => [i.status, i.told])).toEqual([['resolved', []]]);
  });

  test('and takes it again: nobody hears twice, neither then nor after a kill, and the end has the same incident', async () => {
    const first = await stage();
    await breaking(first);
    await first.time.advance(20_000);
    first.store.refusing = false;
    await first.time.advance(10_000);
    expect(first.told).toEqual([`11 mail [ticket] ${A_DOWN}`]);
    const again = await stage({ store: survivor(first.store), time: createVirtualTime(first.time.now()) });
    again.feed([...opening(again.time.now(), 20), ...outage(again.time)]);
    await again.time.advance(60_000);
    expect(again.told).toEqual([]);
    again.feed(over(again.time));
    await again.time.advance(200_000);
    const [began] = first.keys;
    expect(again.keys).toEqual([began?.replace('opened-ticket-0', 'resolved-0')]);
  });

  test('while a channel refuses as well: it is tried on, and told once under the key that is written', async () => {
    let down = true;
    const refused: Sent = { ok: false, condition: 'timeout', retryAfterMs: null, permanent: false };
    const s = await stage({ channels: [{ ...busy, answer: async () => (down ? refused : { ok: true }) }] });
    await breaking(s);
    await s.time.advance(30_000);
    s.store.refusing = false;
    await s.time.advance(10_000);
    expect(kept(s)).toEqual([expect.stringMatching(/^waiting .*\/opened-ticket-0\/mail$/)]);
    down = false;
    await s.time.advance(70_000);
    expect(kept(s)).toEqual(s.keys.map((key) => `delivered ${key}`));
    expect(s.told).toHaveLength(1);
    expect([...s.store.deliveries.values()][0]?.attempts.length).toBeGreaterThan(5);
  });

  test('and two troubles come together: they are one message under one key', async () => {
    const s = await stage({ channels: [{ ...busy, groupWaitMs: 10_000 }] });
    await breaking(s);
    await s.time.advance(4_000);
    s.feed(outage(s.time, 'B', 'cti-link'));
    await s.time.advance(25_000);
    s.store.refusing = false;
    await s.time.advance(10_000);
    expect(s.told).toEqual([`21 mail [ticket] ${A_DOWN}, and 1 more`]);
    expect(kept(s)).toEqual(s.keys.map((key) => `delivered ${key}`));
    expect([...s.store.incidents.values()].map((i) => i.told.map((t) => t.channel))).toEqual([['mail'], ['mail']]);
  });
});

test('a database that takes five seconds keeps people waiting for half a second, and tells them once', async () => {
  const store = createMemoryStore();
  const time = createVirtualTime(1_800_000_000_000);
  const save = store.saveChange;
  store.saveChange = async (change) => {
    await new Promise<void>((resolve) => void time.after(5_000, resolve));
    await save(change);
  };
  const at: number[] = [];
  const answer = async (): Promise<Sent> => {
    at.push(time.now() - 1_800_000_000_000);
    return { ok: true };
  };
  const s = await stage({ store, time, channels: [{ ...busy, answer }] });
  s.feed([...opening(time.now(), 20), ...outage(time)]);
  await time.advance(60_000);
  expect(s.told).toHaveLength(1);
  expect(at[0]).toBeLessThanOrEqual(11_000);
  expect(kept(s)).toEqual(s.keys.map((key) => `delivered ${key}`));
});
