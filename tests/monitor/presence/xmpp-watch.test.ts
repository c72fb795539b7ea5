import { Element } from '@xmpp/xml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ada, bob, errorOf, eve, type FakeSeat, result, rosterOf, START, watchByHand } from './fake-watch';

const granted = { [ada]: 'both', [bob]: 'to', [eve]: 'to' };

/** One session online, its roster read. */
function online(roster: Record<string, string> = granted) {
  const its = watchByHand();
  const [seat, other] = its.seats as [FakeSeat, FakeSeat];
  its.watch.start();
  seat.comes();
  seat.replies('query server', rosterOf(roster));
  return { ...its, seat, other };
}

const missingIn = (facts: ReturnType<typeof watchByHand>['facts']) =>
  facts.flatMap((f) => (f.type === 'directory-read' ? [f.missing] : [])).at(-1);

describe('presence', () => {
  test('is a look at first, then news; whoever of our own server does not show is not there', async () => {
    const { time, seat, take } = online();
    seat.hears(`${ada}/desk`);
    await time.advance(10_000);
    seat.listener.alive(START + 10_000);
    seat.hears(`${bob}/desk`);
    await time.advance(5);
    seat.hears(`${bob}/desk`, 'unavailable');
    expect(take()).toEqual([
      `0 listed ${ada} ${bob} ${eve}`,
      '0 fresh from 0 to 21000',
      `0 ${ada}/desk there (look)`,
      '10000 proven to 31000',
      `10000 ${bob} gone (look)`,
      `10000 ${bob}/desk there`,
      `10005 ${bob}/desk gone`,
    ]);
  });

  test('that the server denies of those who never granted it is not believed', () => {
    const { seat, take } = online({ [ada]: 'none?', [bob]: 'to' });
    take();
    seat.hears(ada, 'unavailable');
    seat.hears(bob, 'unavailable');
    expect(take()).toEqual([`0 ${bob} gone (look)`]);
  });

  test('that is denied before the contact list is read is told once it is', () => {
    const { seats, take } = watchByHand();
    const seat = seats[0] as FakeSeat;
    seat.comes();
    seat.hears(ada, 'unavailable');
    seat.hears(bob, 'unavailable');
    take();
    seat.replies('query server', rosterOf({ [ada]: 'both' }));
    expect(take()).toEqual([`0 ${ada} gone (look)`]);
  });

  test('of a client is news once, however often it changes its words, whatever the spelling of its domain', () => {
    const { seat, take } = online();
    take();
    for (let i = 0; i < 5; i++) seat.hears('Ada@LAB.example/desk');
    expect(take()).toEqual(['0 Ada@LAB.example/desk there (look)']);
  });

  test('is believed for as long as the session proves itself, and not beyond its last answer when it falls silent', async () => {
    const { time, seat, take } = online();
    await time.advance(10_000);
    seat.listener.alive(START + 10_000);
    await time.advance(30_000);
    take();
    seat.listener.offline({ kind: 'timeout', condition: 'ping-timeout', phase: 'online', text: null });
    expect(take()).toEqual(['40000 stale at 10000']);
  });

  test('taken back makes nothing known of the person, until it is granted again', async () => {
    const { time, seat, take, facts } = online();
    seat.hears(`${ada}/desk`);
    take();
    seat.hears(ada, 'unsubscribed');
    seat.hears(`${ada}/desk`, 'unavailable');
    seat.hears(`${ada}/desk`);
    await time.advance(60_000);
    expect([take(), [...seat.asked.keys()]]).toEqual([[`0 forgets ${ada}`], []]);
    expect(missingIn(facts)?.map((m) => m.slice(0, 26))).toEqual(['1 of 3 people has refused ']);
    seat.hears(ada, 'subscribed');
    seat.hears(`${ada}/phone`);
    expect(take()).toEqual([`60000 ${ada}/phone there (look)`]);
  });
});

describe('asking for presence', () => {
  test('whoever is not on the list is asked, one after the other, once in a run', async () => {
    const { time, seat, facts } = online({ [eve]: 'none?' });
    await time.advance(0);
    expect(seat.sent).toEqual([`presence subscribe ${ada}`]);
    await time.advance(5_000);
    expect(seat.sent).toEqual([`presence subscribe ${ada}`, `presence subscribe ${bob}`]);
    expect(missingIn(facts)).toEqual([
      '3 of 3 people have not accepted yet that holdfast@lab.example sees their presence: their client asks them.',
    ]);
    seat.listener.offline(null);
    seat.comes();
    seat.replies('query server', rosterOf({ [ada]: 'none', [bob]: 'to', [eve]: 'none?' }));
    await time.advance(60_000);
    expect(seat.sent).toHaveLength(2);
    expect(missingIn(facts)?.map((m) => m.slice(0, 27))).toEqual([
      '1 of 3 people has not accep',
      '1 of 3 people has refused t',
    ]);
  });

  test('stops where the contact list cannot be read, and says so', async () => {
    const { time, seats, facts, watch } = watchByHand();
    const seat = seats[0] as FakeSeat;
    watch.start();
    seat.comes();
    seat.replies('query server', errorOf('service-unavailable'));
    await time.advance(60_000);
    expect(seat.sent).toEqual([]);
    expect(missingIn(facts)).toEqual([
      'The contact list of holdfast@lab.example could not be read (service-unavailable), so nobody was asked for presence.',
    ]);
  });
});

describe('pings', () => {
  test('try a client once when it comes, and go on only with those that answer', async () => {
    const { time, seat, take } = online();
    seat.hears(`${ada}/desk`);
    seat.hears(`${bob}/desk`);
    await time.advance(500);
    expect([...seat.asked.keys()]).toEqual([`ping ${ada}/desk`, `ping ${bob}/desk`]);
    seat.replies(`ping ${ada}/desk`, errorOf('service-unavailable'));
    take();
    await time.advance(30_000);
    seat.listener.alive(START + 30_000);
    expect([...seat.asked.keys()]).toEqual([`ping ${bob}/desk`, `ping ${ada}/desk`]);
    await time.advance(15_000);
    seat.listener.alive(START + 45_000);
    // Bob's silence means nothing
    expect(take().filter((line) => line.includes('missed'))).toEqual([`45500 ${ada}/desk missed at 40000`]);
  });

  test('that nobody answers are missed only when the session has proven that nothing is on its way', async () => {
    const { time, seat, take } = online();
    seat.hears(`${ada}/desk`);
    await time.advance(0);
    seat.replies(`ping ${ada}/desk`, result());
    await time.advance(60_000);
    seat.listener.alive(START + 39_000);
    expect(take().filter((line) => line.includes('missed'))).toEqual([]);
    seat.listener.alive(START + 41_000);
    expect(take().filter((line) => line.includes('missed'))).toEqual([`60000 ${ada}/desk missed at 40000`]);
    seat.replies(`ping ${ada}/desk`, result());
    expect(take()).toEqual([`60000 ${ada}/desk answers`]);
  });

  test.each([
    ['recipient-unavailable', 'missed at 30000'],
    ['remote-server-timeout', null],
    ['remote-server-not-found', null],
    ['feature-not-implemented', 'answers'],
  ])('answered with %s: %s', async (condition, told) => {
    const { time, seat, take } = online();
    seat.hears(`${ada}/desk`);
    await time.advance(0);
    seat.replies(`ping ${ada}/desk`, result());
    await time.advance(30_000);
    take();
    seat.replies(`ping ${ada}/desk`, errorOf(condition));
    expect(take()).toEqual(told === null ? [] : [`30000 ${ada}/desk ${told}`]);
  });

  test('are spread over the interval', async () => {
    const people = Array.from({ length: 300 }, (_, i) => `p${i}@lab.example`);
    const { time, seats } = watchByHand(people);
    const seat = seats[0] as FakeSeat;
    seat.comes();
    for (const person of people) seat.hears(`${person}/desk`);
    const counts: number[] = [];
    for (let second = 1; second <= 60; second++) {
      await time.advance(1_000);
      const pings = [...seat.asked.keys()].filter((key) => key.startsWith('ping'));
      for (const ping of pings) seat.replies(ping, result());
      counts.push(pings.length);
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(12);
    expect(counts.slice(30).reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(295);
  });
});

describe('several sessions of the account', () => {
  test('one watches; another takes over with what it heard, and never tells before', async () => {
    const { time, seat, other, take } = online();
    other.comes();
    for (const one of [seat, other]) one.hears(`${ada}/desk`);
    other.hears(`${bob}/phone`);
    await time.advance(3_000);
    take();
    seat.listener.offline({ kind: 'transport', condition: 'closed', phase: 'online', text: null });
    expect(take()).toEqual([
      '3000 stale at 3000',
      '3000 fresh from 3000 to 24000',
      `3000 ${ada}/desk there (look)`,
      `3000 ${bob}/phone there (look)`,
    ]);
    expect([...other.asked.keys()]).toEqual(['query server']);
    other.listener.offline(null);
    expect(take()).toEqual(['3000 stale at 3000']);
  });
});

test('after the observer slept, everything is looked at anew once what waited has been read', async () => {
  const { time, seat, watch, take } = online();
  seat.hears(`${ada}/desk`);
  await time.advance(60_000);
  take();
  watch.blind(START + 20_000, START + 60_000);
  seat.hears(`${ada}/desk`, 'unavailable');
  seat.hears(`${bob}/desk`);
  seat.replies('ping server', result());
  expect(take()).toEqual([
    '60000 blind 20000 to 60000',
    `60000 ${ada}/desk gone`,
    `60000 ${bob}/desk there (look)`,
    '60000 fresh from 60000 to 81000',
    `60000 ${bob}/desk there (look)`,
    `60000 ${ada} gone (look)`,
  ]);
});

describe('noise', () => {
  test('of those who are not watched, of rooms, errors and endless names changes nothing and asks nothing', async () => {
    const { time, seat, take } = online();
    await time.advance(1_000);
    take();
    seat.sent.length = 0;
    seat.hears('mallory@lab.example/desk');
    seat.hears('room@conference.lab.example/ada');
    seat.hears(`x${ada}/desk`);
    seat.hears(ada.replace('@', '%40'));
    seat.hears(`${ada}/desk`, 'error');
    seat.hears(`${ada}/desk`, 'probe');
    seat.hears(ada, 'subscribe');
    seat.hears(`${ada}/${'x'.repeat(3_072)}`);
    seat.hears('mallory@lab.example', 'unsubscribed');
    seat.listener.stanza(new Element('presence'));
    seat.listener.stanza(new Element('message', { from: `${ada}/desk` }));
    await time.advance(60_000);
    expect(take()).toEqual([]);
    expect([seat.sent, [...seat.asked.keys()]]).toEqual([[], []]);
  });

  test('of one person with a thousand clients is heard 32 times', () => {
    const { seat, take } = online();
    take();
    for (let i = 0; i < 1_000; i++) seat.hears(`${ada}/${i}`);
    expect(take()).toHaveLength(32);
  });

  test('of any shape throws nothing, and tells only of those who are watched', () => {
    const attribute = fc.oneof(fc.constantFrom(ada, `${ada}/x`, 'eve@', '@', '/', '', bob.toUpperCase()), fc.string());
    const kind = fc.oneof(fc.constantFrom('unavailable', 'subscribed', 'unsubscribed', 'error'), fc.string());
    const stanza = fc.record({ name: fc.constantFrom('presence', 'message', 'iq'), from: attribute, type: kind });
    fc.assert(
      fc.property(fc.array(stanza), (stanzas) => {
        const { seat, log } = online();
        for (const { name, from, type } of stanzas) seat.listener.stanza(new Element(name, { from, type }));
        const told = log
          .filter((line) => /there|gone/.test(line))
          .map((line) => line.split(' ')[1]?.split('/')[0] ?? '');
        expect(told.every((jid) => [ada, bob, eve].includes(jid.toLowerCase()))).toBe(true);
      }),
    );
  });

  test('in answers to the roster throws nothing', () => {
    const { seats } = watchByHand();
    const seat = seats[0] as FakeSeat;
    for (const odd of ['<odd/>', '']) {
      seat.comes();
      const iq = new Element('iq', { type: 'result' });
      if (odd !== '') iq.c('query', { xmlns: 'jabber:iq:roster' }).c('item', { subscription: 'both' });
      seat.replies('query server', iq);
      seat.listener.offline(null);
    }
    expect(seat.sent).toEqual([]);
  });
});
