/** From facts to people: what is told when, what survives a kill, and what happens while a channel refuses. */
import { describe, expect, test } from 'vitest';
import type { Sent } from '../../server/alert/notifiers/port';
import { createVirtualTime } from '../../server/time/virtual-time';
import { back, groupLost, opening } from './facts';
import { A_DOWN, outage, over, stage, survivor, usual } from './stage';

test('an outage is told once, grows more urgent, and its end is told with how long it took', async () => {
  const { time, feed, told, store } = await stage();
  feed(opening(time.now(), 20));
  await time.advance(1_000);
  feed(outage(time));
  await time.advance(240_000);
  feed(over(time));
  await time.advance(60_000);
  expect(told).toEqual([
    `11 mail [ticket] ${A_DOWN}`,
    `181 mail [page] ${A_DOWN}`,
    `272 mail [resolved] ${A_DOWN}, after 5 min`,
  ]);
  const [incident] = [...store.incidents.values()];
  expect(incident?.timeline.map((t) => t.kind)).toEqual([
    ...['first-sign', 'fired', 'told', 'fired', 'told', 'resolved', 'told'],
  ]);
  expect(incident?.explanations.map((x) => [x.ruleKey, x.pendingForMs, x.samples[0]?.text])).toEqual([
    ['side-down', 180_000, 'its Notification Service is down'],
    ['outage', 10_000, 'its Notification Service is down'],
  ]);
});

test('from the fact to the channel it takes less than two seconds where nothing is waited for', async () => {
  const { time, feed, told } = await stage({ channels: [{ ...usual, name: 'mail', from: 'in-page' }] });
  feed(opening(time.now(), 20));
  await time.advance(200_000);
  // A group that was lost 150 s ago, told only now.
  feed(groupLost(time.now() - 151_000, 12));
  await time.advance(1_900);
  expect(told).toHaveLength(1);
});

describe('a kill', () => {
  test('between the decision and its delivery: it is delivered after the restart, with the same key', async () => {
    const first = await stage({
      channels: [{ ...usual, name: 'mail', from: 'ticket', answer: () => new Promise(() => undefined) }],
    });
    first.feed(opening(first.time.now(), 20));
    first.feed(outage(first.time));
    await first.time.advance(11_000);
    expect(first.told).toEqual([]);
    const planned = [...first.store.deliveries.keys()];
    // Killed: what it knew is gone, but for the database.
    const again = await stage({ store: survivor(first.store), time: createVirtualTime(first.time.now()) });
    await again.time.advance(1_000);
    expect(again.keys).toEqual(planned);
    again.feed(opening(again.time.now(), 20));
    again.feed(over(again.time));
    await again.time.advance(200_000);
    expect(again.told.map((line) => line.replace(/^\d+ /, '').slice(0, 15))).toEqual([
      'mail [ticket] f',
      'mail [resolved]',
    ]);
    expect([...again.store.deliveries.values()].map((d) => d.status)).toEqual(['delivered', 'delivered']);
  });

  test('after a start nothing ends for two minutes only because nobody has looked yet', async () => {
    const first = await stage();
    first.feed(opening(first.time.now(), 20));
    first.feed(outage(first.time));
    await first.time.advance(20_000);
    await first.engine.stop();
    const again = await stage({ store: first.store, time: first.time });
    await again.time.advance(60_000);
    expect(again.told).toEqual([]);
    expect([...first.store.incidents.values()].map((i) => i.status)).toEqual(['open']);
  });
});

test('a channel that is down for an hour delivers afterwards, in order; another is not kept waiting', async () => {
  let down = true;
  const refusing = async (): Promise<Sent> =>
    down ? { ok: false, condition: 'http-500', retryAfterMs: null, permanent: false } : { ok: true };
  const { time, feed, told } = await stage({
    channels: [
      { ...usual, name: 'hook', from: 'ticket', answer: refusing },
      { ...usual, name: 'mail', from: 'ticket' },
    ],
  });
  feed(opening(time.now(), 20));
  feed(outage(time));
  await time.advance(60_000);
  feed(over(time));
  await time.advance(3_540_000);
  expect(told.map((line) => line.slice(0, 20))).toEqual(['10 mail [ticket] fin', '91 mail [resolved] f']);
  down = false;
  await time.advance(61_000);
  expect(told.slice(2).map((line) => line.replace(/^\d+ /, '').slice(0, 15))).toEqual([
    'hook [ticket] f',
    'hook [resolved]',
  ]);
});

test('what the other side asks to wait for is waited for; what it will never take is given up', async () => {
  const asked: number[] = [];
  const later: Sent = { ok: false, condition: 'http-429', retryAfterMs: 40_000, permanent: false };
  const never: Sent = { ok: false, condition: 'http-410', retryAfterMs: null, permanent: true };
  const { time, feed, store, s } = await stage({
    channels: [
      {
        ...{ ...usual, name: 'hook', from: 'ticket' },
        async answer() {
          asked.push(s());
          return asked.length === 1 ? later : never;
        },
      },
    ],
  });
  feed(opening(time.now(), 20));
  feed(outage(time));
  await time.advance(120_000);
  expect(asked).toEqual([10, 50]);
  const [delivery] = [...store.deliveries.values()];
  expect(delivery).toMatchObject({ status: 'dead', tries: 2, condition: 'http-410' });
});

describe('people', () => {
  test('nobody acknowledges: a second channel is told; reminders go on until somebody does', async () => {
    const { time, feed, told, store, execute } = await stage({
      channels: [
        { ...usual, name: 'mail', from: 'page', remindEveryMs: 300_000 },
        { ...usual, name: 'boss', from: 'page', unacknowledgedMs: 600_000 },
      ],
    });
    feed(opening(time.now(), 20));
    feed(outage(time));
    await time.advance(850_000);
    const [incident] = [...store.incidents.keys()];
    expect(told.map((line) => line.slice(0, 14))).toEqual([
      '180 mail [page',
      '480 mail [page',
      '780 mail [page',
      '780 boss [page',
    ]);
    const body = { command: 'acknowledge-incident', incidentId: incident ?? '' } as const;
    expect(await execute(body, 'kim')).toMatchObject({ ok: true });
    expect(await execute(body, 'lee')).toEqual({ ok: false, message: 'kim has acknowledged it already.' });
    await time.advance(3_600_000);
    expect(told).toHaveLength(4);
  });

  test('resolved by hand while it goes on: it stays so, until it ends and comes back', async () => {
    const { time, feed, told, engine, store, execute } = await stage();
    feed(opening(time.now(), 20));
    feed(outage(time));
    await time.advance(20_000);
    const [id = ''] = store.incidents.keys();
    await execute({ command: 'resolve-incident', incidentId: id }, 'kim');
    await time.advance(60_000);
    feed(over(time));
    await time.advance(60_000);
    feed(outage(time));
    await time.advance(20_000);
    expect(told.map((line) => line.replace(/^\d+ mail /, '').split(' ')[0])).toEqual([
      '[ticket]',
      '[resolved]',
      '[ticket]',
    ]);
    expect(engine.incident(id)).toMatchObject({ status: 'open', reopened: 1 });
  });

  test('a silence mutes, shows itself, and never keeps back the end of what was told', async () => {
    const { time, feed, told, engine, store, execute } = await stage();
    feed(opening(time.now(), 20));
    feed(outage(time));
    await time.advance(20_000);
    const [id = ''] = store.incidents.keys();
    const matchers = [{ field: 'node', is: 'equal', value: 'a' } as const];
    await execute({ command: 'create-silence', matchers, reason: 'known', forMs: 3_600_000 }, 'kim');
    await time.advance(200_000);
    // It would be a page by now.
    expect(engine.incident(id)).toMatchObject({
      severity: 'page',
      mutedBy: { by: 'silence', text: 'silenced by kim: known' },
    });
    feed(over(time));
    await time.advance(60_000);
    expect(told.map((line) => line.split(' ')[2])).toEqual(['[ticket]', '[resolved]']);
  });
});

test('a group that is not back pages once, and its team mutes nothing twice', async () => {
  const { time, feed, told, events } = await stage({ channels: [{ ...usual, name: 'mail', from: 'page' }] });
  feed(opening(time.now(), 60));
  await time.advance(10_000);
  const lostAt = time.now();
  feed(groupLost(lostAt, 14));
  await time.advance(170_000);
  feed(back(time.now(), lostAt, 14));
  await time.advance(60_000);
  expect(told).toEqual([
    '160 mail [page] 14 agents lost their connection together (site Lyon)',
    '211 mail [resolved] 14 agents lost their connection together (site Lyon), after 3 min',
  ]);
  const shares = events.flatMap((e) => (e.type === 'incident-changed' && e.forTeam !== null ? [e] : []));
  expect(shares.map((e) => [e.forTeam?.teamId, e.incident.status]).at(-1)).toEqual(['7', 'resolved']);
});
