/** The outbox against channels that refuse, hang, ask for patience or choke on one message: tries, order, and what is given up. */
import { describe, expect, test } from 'vitest';
import type { Delivery } from '#contract';
import type { Message, Sent } from '../../server/alert/notifiers/port';
import { createOutbox, type Outbox } from '../../server/alert/outbox';
import { revived } from '../../server/domain/alert/delivering';
import { deliveryOf } from '../../server/domain/alert/tell';
import { createVirtualTime, type VirtualTime } from '../../server/time/virtual-time';
import { incidentOf } from './incidents';

const START = 1_800_000_000_000;
const S = 1_000;
const MIN = 60 * S;
const ok: Sent = { ok: true };
const refused = (condition: string, more: { retryAfterMs?: number; permanent?: boolean } = {}): Sent => ({
  ...{ ok: false, condition, retryAfterMs: more.retryAfterMs ?? null, permanent: more.permanent ?? false },
});

interface Desk {
  time: VirtualTime;
  outbox: Outbox;
  /** As last told to the store, by id. */
  kept: Map<string, Delivery>;
  /** e.g. `3 hook a`: second, channel, incident, of what was taken. */
  taken: string[];
  /** All tries, likewise. */
  tried: string[];
  put(incidentId: string, channel?: string): Delivery;
}

/** @param answers by channel; `s` since the start */
function desk(answers: Record<string, (message: Message, s: number) => Sent | Promise<Sent>>): Desk {
  const time = createVirtualTime(START);
  const [kept, taken, tried] = [new Map<string, Delivery>(), [] as string[], [] as string[]];
  const s = () => Math.round((time.now() - START) / S);
  let order = 0;
  const outbox = createOutbox({
    ...{ publicUrl: () => 'https://hold.example', time, log: { warn: () => undefined, error: () => undefined } },
    notifiers: new Map(
      Object.entries(answers).map(([name, answer]) => [
        name,
        {
          async send(message) {
            tried.push(`${s()} ${name} ${message.incident.id}`);
            const sent = await answer(message, s());
            if (sent.ok) taken.push(`${s()} ${name} ${message.incident.id}`);
            return sent;
          },
        },
      ]),
    ),
    onChanged: (d) => void kept.set(d.id, d),
  });
  return {
    ...{ time, outbox, kept, taken, tried },
    put(incidentId, channel = 'hook') {
      order += 1;
      const telling = { transition: 'opened' as const, incidents: [incidentOf(incidentId, time.now())] as const };
      const delivery = deliveryOf(telling, channel, order, time.now());
      outbox.add([delivery]);
      return delivery;
    },
  };
}

const names = (lines: readonly string[]): string[] => lines.map((line) => line.split(' ').at(-1) ?? '');

test('each try is in the log with its time, how long it took and why it failed; the last twenty are kept', async () => {
  const slow = createSlow();
  const { time, kept, put } = desk({
    hook: (_, s) => (s < 1_500 ? slow(time, 2 * S, refused('http-500')) : slow(time, 300, ok)),
  });
  const { id } = put('a');
  await time.advance(30 * MIN);
  const { attempts, ...delivery } = kept.get(id) ?? { attempts: [] };
  expect(delivery).toMatchObject({ status: 'delivered', condition: null, tries: 30 });
  expect(attempts).toHaveLength(20);
  expect(attempts.slice(-2)).toEqual([
    { at: expect.any(Number), tookMs: 2 * S, condition: 'http-500' },
    { at: expect.any(Number), tookMs: 300, condition: null },
  ]);
  const gaps = attempts.slice(1).map((a, n) => a.at - (attempts[n]?.at ?? 0));
  expect(new Set(gaps)).toEqual(new Set([62 * S]));
});

test('it waits 1, 2, 4 … 60 s, as long as it is asked to, and a hanging channel 15 s for an answer', async () => {
  const { time, tried, put } = desk({
    hook: () => refused('connection-refused'),
    busy: (_, s) => (s === 0 ? refused('http-429', { retryAfterMs: 600 * S }) : ok),
    deaf: () => new Promise(() => undefined),
  });
  put('a', 'hook');
  put('b', 'busy');
  put('b2', 'busy');
  put('c', 'deaf');
  await time.advance(130 * S);
  const at = (name: string) => tried.flatMap((line) => (line.includes(name) ? [Number(line.split(' ')[0])] : []));
  expect(at('hook')).toEqual([0, 1, 3, 7, 15, 31, 63, 123]);
  expect(at('busy')).toEqual([0]);
  await time.advance(500 * S);
  expect(tried.filter((line) => line.includes('busy'))).toEqual(['0 busy b', '600 busy b', '600 busy b2']);
});

test('down for an hour: afterwards everything in order, and nobody else waited', async () => {
  const { time, taken, tried, put } = desk({ hook: (_, s) => (s < 3_600 ? refused('timeout') : ok), mail: () => ok });
  for (const id of ['a', 'b', 'c', 'd']) {
    put(id, 'hook');
    put(id, 'mail');
    await time.advance(10 * MIN);
  }
  await time.advance(20 * MIN - 1);
  expect(names(taken)).toEqual(['a', 'b', 'c', 'd']);
  expect(tried.filter((line) => line.includes('mail')).map((line) => line.split(' ')[0])).toEqual([
    ...['0', '600', '1200', '1800'],
  ]);
  await time.advance(2 * MIN);
  expect(names(taken.filter((line) => line.includes('hook')))).toEqual(['a', 'b', 'c', 'd']);
});

describe('one that the channel never takes', () => {
  const chokes = (id: string) => (message: Message) => (message.incident.id === id ? refused('http-500') : ok);

  test('does not keep back what is told of others, and is given up after a day', async () => {
    const { time, taken, kept, put } = desk({ hook: chokes('bad') });
    const bad = put('bad');
    put('a');
    await time.advance(2 * MIN);
    expect(taken).toEqual([]);
    await time.advance(2 * MIN);
    expect(names(taken)).toEqual(['a']);
    put('b');
    await time.advance(S);
    put('bad');
    put('c');
    await time.advance(60 * MIN);
    expect(taken.slice(1)).toEqual(['240 hook b', '241 hook c']);
    await time.advance(24 * 60 * MIN);
    expect(kept.get(bad.id)).toMatchObject({ status: 'dead', condition: 'http-500' });
    put('d');
    await time.advance(S);
    expect(names(taken)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('is given up at once where the other side says so; by hand it is tried again', async () => {
    let address = 'wrong';
    const { time, outbox, kept, put } = desk({
      hook: () => (address === 'wrong' ? refused('http-404', { permanent: true }) : ok),
    });
    const { id } = put('a');
    await time.advance(S);
    const dead = kept.get(id);
    expect(dead).toMatchObject({ status: 'dead', tries: 1, condition: 'http-404' });
    address = 'right';
    await time.advance(48 * 60 * MIN);
    if (dead !== undefined) outbox.add([revived(dead, time.now())]);
    await time.advance(S);
    expect(kept.get(id)).toMatchObject({ status: 'delivered', tries: 1, id: dead?.id });
    expect(kept.get(id)?.attempts.map((a) => a.condition)).toEqual(['http-404', null]);
  });

  test('is given up where its channel is gone', async () => {
    const { kept, put } = desk({});
    const { id } = put('a');
    expect(kept.get(id)).toMatchObject({ status: 'dead', condition: 'no-channel' });
  });
});

test('another address: what waits goes there, the channel beside it is not disturbed, and what has none any more is given up', async () => {
  const { time, outbox, kept, taken, tried, put } = desk({ hook: () => refused('connection-refused'), mail: () => ok });
  const [a, b] = [put('a'), put('b')];
  put('c', 'mail');
  await time.advance(10 * S);
  expect(names(taken)).toEqual(['c']);
  const sent: string[] = [];
  const notifier = {
    async send({ incident }: Message) {
      sent.push(incident.id);
      return ok;
    },
  };
  outbox.setNotifiers(new Map([['hook', notifier]]));
  await time.advance(MIN);
  expect(sent).toEqual(['a', 'b']);
  expect([kept.get(a.id)?.status, kept.get(b.id)?.status]).toEqual(['delivered', 'delivered']);
  const before = tried.length;
  outbox.setNotifiers(new Map([['hook', notifier]]));
  const late = put('d', 'mail');
  await time.advance(MIN);
  expect(tried).toHaveLength(before);
  expect(kept.get(late.id)).toMatchObject({ status: 'dead', condition: 'no-channel' });
});

/** Answers after so long. */
function createSlow() {
  return (time: VirtualTime, afterMs: number, sent: Sent): Promise<Sent> =>
    new Promise((resolve) => void time.after(afterMs, () => resolve(sent)));
}
