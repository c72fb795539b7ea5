import { expect, test } from 'vitest';
import type { Fact } from '#contract';
import { defaultPolicy } from '../../server/domain/session-policy';
import { createSessionMonitor } from '../../server/monitor/session-monitor';
import { createVirtualTime } from '../../server/time/virtual-time';
import { fakeSessions, targetConfig } from '../support/fake-session';

const START = 1_700_000_000_000;

function monitored(options: { stalled?: () => boolean } = {}) {
  const time = createVirtualTime(START);
  const sessions = fakeSessions();
  const facts: Fact[] = [];
  const monitor = createSessionMonitor(targetConfig(), {
    openSession: sessions.openSession,
    time,
    publish: (fact) => void facts.push(fact),
    reserveSlot: () => time.now(),
    stalledSince: options.stalled ?? (() => false),
    policy: defaultPolicy,
    knownCertificate: null,
  });
  const story = () => facts.map((f) => `${f.at - START} ${inWords(f)}`);
  return { time, sessions, monitor, facts, story };
}

function inWords(fact: Fact): string {
  switch (fact.type) {
    case 'session-phase-changed':
      return `${fact.from} -> ${fact.to}`;
    case 'connect-finished':
      return `connect ${fact.outcome}${fact.failure === null ? '' : ` in ${fact.failure.phase}`}`;
    case 'ping-answered':
      return `answered in ${fact.rttMs}`;
    case 'ping-missed':
      return `miss ${fact.miss} of ${fact.of}`;
    case 'session-lost':
      return `lost after ${fact.onlineForMs}: ${fact.failure.condition}`;
    default:
      return fact.type;
  }
}

const firstPing = { id: 'first', rttMs: 12.3456789 };

test('a session that connects, answers once and then freezes is told as facts in order', async () => {
  const { time, sessions, monitor, story } = monitored();
  monitor.start();
  await time.advance(100);
  sessions.latest().handlers.onOnline({ jid: 'holdfast@lab.example/x', firstPing });
  await time.advance(10_000);
  expect(sessions.latest().asked).toEqual(['ping ping-1']);
  sessions.latest().handlers.onPong('ping-1', 7);
  await time.advance(40_000);
  expect(sessions.opened[0]?.asked).toEqual(['ping ping-1', 'ping ping-2', 'ping ping-3', 'ping ping-4', 'destroy']);
  expect(story()).toEqual([
    '0 stopped -> connecting',
    '100 connect online',
    '100 connecting -> online',
    '100 answered in 12.346',
    '10100 answered in 7',
    '30100 miss 1 of 3',
    '40100 miss 2 of 3',
    '50100 miss 3 of 3',
    '50100 lost after 50000: ping-timeout',
    '50100 online -> backoff',
  ]);
});

test('what a session says after it was left is not believed', async () => {
  const { time, sessions, monitor, story } = monitored();
  monitor.start();
  monitor.stop('paused');
  sessions.latest().handlers.onOnline({ jid: 'x@y/z', firstPing });
  sessions.latest().handlers.onClosed(null);
  await time.advance(100_000);
  expect(sessions.latest().asked).toEqual(['close']);
  expect(story()).toEqual(['0 stopped -> connecting', '0 connect abandoned', '0 connecting -> stopped']);
});

test('an attempt that takes too long names the phase it died in', async () => {
  const { time, monitor, facts } = monitored();
  monitor.start();
  await time.advance(30_000);
  expect(facts.find((f) => f.type === 'connect-finished')).toMatchObject({
    outcome: 'failed',
    failure: { kind: 'timeout', condition: 'connect-timeout', phase: 'features' },
    phases: [{ phase: 'tcp', offsetMs: 0, tookMs: 2 }],
  });
});

test('an answer that our own stall delayed proves life and is no sample', async () => {
  let stalled = false;
  const { time, sessions, monitor, facts } = monitored({ stalled: () => stalled });
  monitor.start();
  sessions.latest().handlers.onOnline({ jid: 'x@y/z', firstPing });
  await time.advance(10_000);
  stalled = true;
  sessions.latest().handlers.onPong('ping-1', 5_000);
  stalled = false;
  await time.advance(10_000);
  expect(facts.filter((f) => f.type === 'ping-answered')).toHaveLength(1);
  expect(monitor.state()).toMatchObject({ phase: 'online', misses: 0, ping: { kind: 'waiting', id: 'ping-2' } });
});

test('a certificate is announced when it is first seen and when it changes', async () => {
  const { monitor, sessions, facts } = monitored();
  const one = { fingerprint: 'sha256/1', subject: 'a', issuer: 'b', validFromMs: 1, validToMs: 2 };
  monitor.start();
  sessions.latest().handlers.onCertificate(one);
  sessions.latest().handlers.onCertificate(one);
  sessions.latest().handlers.onCertificate({ ...one, fingerprint: 'sha256/2' });
  expect(facts.filter((f) => f.type === 'certificate-changed')).toMatchObject([
    { before: null, after: one },
    { before: one, after: { fingerprint: 'sha256/2' } },
  ]);
});
