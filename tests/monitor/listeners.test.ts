import xml from '@xmpp/xml';
import { expect, test } from 'vitest';
import type { Fact } from '#contract';
import { createFleet } from '../../server/monitor/fleet';
import type { SessionListener } from '../../server/monitor/port';
import { createVirtualTime } from '../../server/time/virtual-time';
import { fakeSessions, targetConfig } from '../support/fake-session';

const START = 1_700_000_000_000;
const KEY = 'lab/one/tcp';
const online = { jid: 'me@lab.example/x', firstPing: { id: 'first', rttMs: 5 } };
const refused = { kind: 'auth', condition: 'not-authorized', phase: 'sasl', text: null } as const;
const closed = { kind: 'transport', condition: 'closed', phase: 'online', text: null } as const;

/** A fleet of one whose listener writes down what it hears, among the facts. */
function listened(options: { leaving?: () => Promise<void>; stalled?: () => boolean } = {}) {
  const time = createVirtualTime(START);
  const sessions = fakeSessions();
  const log: string[] = [];
  const say = (what: string) => void log.push(`${time.now() - START} ${what}`);
  const listener: SessionListener = {
    online: (_session, jid) => say(`online as ${jid}`),
    stanza: (stanza) => say(`stanza ${stanza.name}`),
    alive: (at) => say(`alive at ${at - START}`),
    offline: (failure) => say(`offline ${failure?.condition ?? 'by us'}`),
    failed: (failure) => say(`failed ${failure.condition}`),
    ...(options.leaving === undefined ? {} : { leaving: options.leaving }),
  };
  const fleet = createFleet({
    targets: [targetConfig()],
    openSession: sessions.openSession,
    time,
    publish: (fact: Fact) => fact.type === 'session-lost' && say('session-lost'),
    stalledSince: options.stalled ?? (() => false),
    known: [],
    demo: false,
    listenerOf: (key) => (key === KEY ? listener : null),
  });
  fleet.start();
  return { time, sessions, log, fleet };
}

test('a listener hears of a session from its first stanza to its loss, in order, and after the facts', async () => {
  const { time, sessions, log } = listened();
  await time.advance(0);
  const { handlers } = sessions.latest();
  handlers.onStanza(xml('presence'));
  handlers.onOnline(online);
  handlers.onStanza(xml('message'));
  await time.advance(10_000);
  await time.advance(40);
  handlers.onPong('ping-1', 40);
  handlers.onClosed(closed);
  handlers.onStanza(xml('message'));
  expect(log).toEqual([
    '0 online as me@lab.example/x',
    '0 stanza presence',
    '0 alive at -5',
    '0 stanza message',
    '10040 alive at 10000',
    '10040 session-lost',
    '10040 offline closed',
  ]);
});

test('what came before an attempt that failed is not told of the next one', async () => {
  const { time, sessions, log } = listened();
  await time.advance(0);
  sessions.latest().handlers.onStanza(xml('presence'));
  sessions.latest().handlers.onClosed({ ...closed, phase: 'first-ping' });
  await time.advance(120_000);
  sessions.latest().handlers.onOnline(online);
  expect(log.filter((line) => line.includes('stanza'))).toEqual([]);
});

test('a late answer proves only what was sent before its own ping', async () => {
  const { time, sessions, log } = listened();
  await time.advance(0);
  sessions.latest().handlers.onOnline(online);
  await time.advance(25_000);
  sessions.latest().handlers.onPong('ping-1', 15_000);
  expect(log.at(-1)).toBe('25000 alive at 10000');
});

test('an answer that our own stall delayed counts from when we asked', async () => {
  const { time, sessions, log } = listened({ stalled: () => true });
  await time.advance(0);
  sessions.latest().handlers.onOnline(online);
  await time.advance(12_000);
  sessions.latest().handlers.onPong('ping-1', 2_000);
  expect(log.at(-1)).toBe('12000 alive at 10000');
});

test('a refused attempt is told as such, and no end of a session that never was', async () => {
  const { time, sessions, log } = listened();
  await time.advance(0);
  sessions.latest().handlers.onClosed(refused);
  expect(log).toEqual(['0 failed not-authorized']);
});

test('a pause and a reconnect are ends by us', async () => {
  const { time, sessions, log, fleet } = listened();
  await time.advance(0);
  sessions.latest().handlers.onOnline(online);
  fleet.execute({ command: 'reconnect-target', targetKey: KEY });
  sessions.latest().handlers.onOnline(online);
  fleet.execute({ command: 'pause-target', targetKey: KEY });
  expect(log.filter((line) => !line.includes('alive'))).toEqual([
    '0 online as me@lab.example/x',
    '0 offline by us',
    '0 online as me@lab.example/x',
    '0 offline by us',
  ]);
});

test('whoever leaves says a last word first, while the session is still online', async () => {
  let say = () => {};
  const lastWord = new Promise<void>((resolve) => {
    say = resolve;
  });
  const { time, sessions, log, fleet } = listened({ leaving: () => lastWord });
  await time.advance(0);
  sessions.latest().handlers.onOnline(online);
  void fleet.stop();
  await time.advance(1_000);
  expect(sessions.latest().asked).toEqual([]);
  say();
  await time.advance(0);
  expect(sessions.latest().asked).toEqual(['close']);
  expect(log.at(-1)).toBe('1000 offline by us');
});

test('a last word that takes too long is not waited for', async () => {
  const { time, sessions, fleet } = listened({ leaving: () => new Promise(() => {}) });
  await time.advance(0);
  sessions.latest().handlers.onOnline(online);
  let stopped = false;
  void fleet.stop().then(() => {
    stopped = true;
  });
  await time.advance(1_499);
  expect(sessions.latest().asked).toEqual([]);
  await time.advance(1);
  expect(sessions.latest().asked).toEqual(['close']);
  await time.advance(2_000);
  expect(stopped).toBe(true);
});
