import { describe, expect, test } from 'vitest';
import type { Failure } from '#contract';
import { story } from '../support/story';

const firstPing = { id: 'first', rttMs: 20 };
const failureOf = (kind: Failure['kind'], condition: string): Failure => ({
  kind,
  condition,
  phase: 'online',
  text: null,
});
const reset = failureOf('transport', 'connection-reset');

describe('pinging', () => {
  test('a peer that never answers is lost after 3 × 10 s', () => {
    const { log } = story().at(0, { type: 'start' }).at(120, { type: 'online', firstPing }).until(41_000);
    expect(log).toEqual([
      '0 connect',
      '0 stopped -> connecting',
      '120 connecting -> online',
      '120 answered in 20',
      '10120 ping',
      '20120 miss 1 of 3',
      '20120 ping',
      '30120 miss 2 of 3',
      '30120 ping',
      '40120 miss 3 of 3',
      '40120 destroy',
      '40120 lost: ping-timeout',
      '40120 online -> backoff until 40620',
      '40620 reserve-slot',
      '40620 connect',
      '40620 backoff -> connecting',
    ]);
  });

  test('answered pings keep a steady rhythm of ten seconds', () => {
    const { log } = story()
      .at(0, { type: 'start' })
      .at(100, { type: 'online', firstPing })
      .at(10_130, { type: 'pong', id: 'ping-1', rttMs: 30 })
      .until(20_100);
    expect(log.slice(4)).toEqual(['10100 ping', '10130 answered in 30', '20100 ping']);
  });

  test('a retry that is answered forgives the miss', () => {
    const told = story()
      .at(0, { type: 'start' })
      .at(0, { type: 'online', firstPing })
      .at(20_050, { type: 'pong', id: 'ping-2', rttMs: 50 })
      .until(30_000);
    expect(told.log.slice(4)).toEqual([
      '10000 ping',
      '20000 miss 1 of 3',
      '20000 ping',
      '20050 answered in 50',
      '30000 ping',
    ]);
    expect(told.state).toMatchObject({ phase: 'online', misses: 0 });
  });

  test('an answer that comes after its deadline stays a miss, yet proves life', () => {
    const told = story()
      .at(0, { type: 'start' })
      .at(0, { type: 'online', firstPing })
      .at(22_000, { type: 'pong', id: 'ping-1', rttMs: 12_000 });
    expect(told.log.slice(4)).toEqual(['10000 ping', '20000 miss 1 of 3', '20000 ping']);
    expect(told.state).toMatchObject({ misses: 0, ping: { kind: 'waiting', id: 'ping-2' } });
  });
});

describe('our own stall is not the peer’s failure', () => {
  test('a host that slept over the deadline counts no miss and asks again', () => {
    const { log } = story()
      .at(0, { type: 'start' })
      .at(0, { type: 'online', firstPing })
      .until(10_000)
      .asleepUntil(600_000);
    expect(log.slice(4)).toEqual(['10000 ping', '600000 ping']);
  });

  test('a host that slept while connecting gives the attempt its whole time again', () => {
    const { log } = story().at(0, { type: 'start' }).asleepUntil(300_000).until(330_000);
    expect(log.slice(2, 4)).toEqual(['330000 destroy', '330000 connecting -> backoff until 330500']);
  });

  test('a deadline that is only a little late counts', () => {
    const { log } = story()
      .at(0, { type: 'start' })
      .at(0, { type: 'online', firstPing })
      .until(10_000)
      .asleepUntil(21_000);
    expect(log.slice(4)).toEqual(['10000 ping', '21000 miss 1 of 3', '21000 ping']);
  });
});

describe('back-off', () => {
  test('doubles while attempts fail, and forgets only after a stable minute', () => {
    const flapping = story({}, 1)
      .at(0, { type: 'start' })
      .at(0, { type: 'closed', failure: reset })
      .at(1_000, { type: 'online', firstPing })
      .at(2_000, { type: 'closed', failure: reset });
    expect(flapping.log.filter((l) => l.includes('backoff until'))).toEqual([
      '0 connecting -> backoff until 1000',
      '2000 online -> backoff until 4000',
    ]);
    flapping.at(4_000, { type: 'online', firstPing });
    for (let n = 1, at = 14_010; at < 70_000; n++, at += 10_000)
      flapping.at(at, { type: 'pong', id: `ping-${n}`, rttMs: 10 });
    flapping.at(70_000, { type: 'closed', failure: reset });
    expect(flapping.log.at(-1)).toBe('70000 online -> backoff until 71000');
  });

  test('stops after the first refused password', () => {
    const told = story()
      .at(0, { type: 'start' })
      .at(50, { type: 'closed', failure: failureOf('auth', 'not-authorized') })
      .until(900_000);
    expect(told.log.slice(2)).toEqual(['50 destroy', '50 connecting -> stopped']);
    expect(told.state).toMatchObject({ phase: 'stopped', reason: 'refused' });
  });

  test.each(['conflict', 'policy-violation'])('comes back slowly after %s', (condition) => {
    const { log } = story()
      .at(0, { type: 'start' })
      .at(0, { type: 'online', firstPing })
      .at(10, { type: 'closed', failure: failureOf('stream-error', condition) });
    expect(log.at(-1)).toBe('10 online -> backoff until 45010');
  });

  test('waits for the slot that the fleet gives', () => {
    const { log } = story({}, 0, () => 5_000)
      .at(0, { type: 'start' })
      .at(0, { type: 'closed', failure: reset })
      .until(6_000);
    expect(log.slice(3)).toEqual([
      '0 connecting -> backoff until 0',
      '0 reserve-slot',
      '5000 connect',
      '5000 backoff -> connecting',
    ]);
  });
});

describe('connecting', () => {
  test('a time-out names the phase it died in', () => {
    const told = story().at(0, { type: 'start' }).until(30_000);
    expect(told.state).toMatchObject({
      phase: 'backoff',
      cause: { kind: 'timeout', condition: 'connect-timeout', phase: 'sasl', detail: { timeoutMs: 30_000 } },
    });
  });
});

describe('wishes', () => {
  test('a stop closes in good order and stays stopped', () => {
    const { log } = story()
      .at(0, { type: 'start' })
      .at(0, { type: 'online', firstPing })
      .at(500, { type: 'stop', reason: 'paused' })
      .at(501, { type: 'closed', failure: reset })
      .until(100_000);
    expect(log.slice(4)).toEqual(['500 close', '500 online -> stopped']);
  });

  test('a reconnect leaves a long back-off at once', () => {
    const { log } = story()
      .at(0, { type: 'start' })
      .at(0, { type: 'closed', failure: failureOf('stream-error', 'conflict') })
      .at(2_000, { type: 'reconnect' });
    expect(log.slice(-2)).toEqual(['2000 connect', '2000 backoff -> connecting']);
  });
});
