import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Event, foldIntervals, foldTarget, judgeBatch, type PhaseInterval, sampleOf, topicsOf } from '#contract';

const ids = { observerId: 'local', v: 1 as const, clusterKey: 'lab', nodeKey: 'one', targetKey: 'lab/one/tcp' };
let born = 0;
const eventId = () => `e${born++}`;

const configured: Event = {
  ...ids,
  eventId: eventId(),
  type: 'target-configured',
  at: 0,
  clusterName: 'Lab',
  nodeName: 'One',
  domain: 'lab.example',
  transport: 'tcp',
  address: 'xmpp://127.0.0.1:5222',
  expect: 'open',
  pingIntervalMs: 10_000,
  pingTimeoutMs: 10_000,
  pingRetries: 2,
  demo: false,
};

type Phase = 'stopped' | 'connecting' | 'online' | 'backoff';
const failure = { kind: 'transport' as const, condition: 'connection-reset', phase: 'online' as const, text: null };

function phase(at: number, from: Phase, to: Phase): Event {
  const failed = to === 'backoff' ? failure : null;
  const retryAt = to === 'backoff' ? at + 500 : null;
  return {
    ...ids,
    eventId: eventId(),
    type: 'session-phase-changed',
    at,
    from,
    to,
    attempt: 1,
    failure: failed,
    retryAt,
    stopReason: null,
  };
}
const miss = (at: number, n: number): Event => ({
  ...ids,
  eventId: eventId(),
  type: 'ping-missed',
  at,
  pingId: 'p',
  sentAt: at - 10,
  miss: n,
  of: 3,
});
const answer = (at: number, rttMs: number): Event => ({
  ...ids,
  eventId: eventId(),
  type: 'ping-answered',
  at,
  pingId: 'p',
  sentAt: at - rttMs,
  rttMs,
});
const gap = (fromMs: number, toMs: number): Event => ({
  observerId: 'local',
  v: 1,
  eventId: eventId(),
  type: 'observer-gap',
  at: toMs,
  fromMs,
  toMs,
  reason: 'crashed',
});

const stateAfter = (...events: Event[]) => events.reduce((s, e) => foldTarget(s, e), foldTarget(undefined, configured));

describe('current state', () => {
  test('a session goes online, misses, recovers, and is lost', () => {
    const online = [phase(1, 'stopped', 'connecting'), phase(2, 'connecting', 'online')];
    expect(stateAfter(...online)?.session).toEqual({ phase: 'online', since: 2, misses: 0 });
    expect(stateAfter(...online, miss(30, 1))?.session).toEqual({ phase: 'online', since: 2, misses: 1 });
    expect(stateAfter(...online, miss(30, 1), answer(42, 12))).toMatchObject({
      session: { phase: 'online', since: 2, misses: 0 },
      lastPing: { at: 30, rttMs: 12 },
    });
    expect(stateAfter(...online, phase(50, 'online', 'backoff'))?.session).toEqual({
      phase: 'backoff',
      since: 50,
      attempt: 1,
      retryAt: 550,
      failure,
    });
  });

  test('events of another target and of the observer change nothing', () => {
    const before = stateAfter();
    expect(foldTarget(before, { ...phase(9, 'stopped', 'connecting'), targetKey: 'lab/two/tcp' } as Event)).toBe(
      before,
    );
    expect(foldTarget(before, gap(1, 2))).toBe(before);
  });

  test('a changed configuration keeps what was observed', () => {
    const renamed = { ...configured, eventId: eventId(), nodeName: 'Uno' };
    expect(stateAfter(phase(1, 'stopped', 'connecting'), renamed)).toMatchObject({
      nodeName: 'Uno',
      session: { phase: 'connecting', since: 1 },
    });
  });

  test('a ping is a sample at the time when it was sent', () => {
    expect(sampleOf(answer(42, 12))).toEqual({ at: 30, rttMs: 12 });
    expect(sampleOf(miss(42, 1))).toEqual({ at: 32, rttMs: null });
    expect(sampleOf(gap(1, 2))).toBeNull();
  });
});

describe('phase intervals', () => {
  const told = (events: Event[]) =>
    events
      .reduce<readonly PhaseInterval[]>((list, e) => foldIntervals(list, e), [])
      .map((i) => `${i.from}-${i.to ?? ''} ${i.phase}`);

  test('a gap is unknown, and the phase before it goes on after it', () => {
    expect(told([phase(10, 'stopped', 'connecting'), phase(20, 'connecting', 'online'), gap(100, 200)])).toEqual([
      '10-20 connecting',
      '20-100 online',
      '100-200 unknown',
      '200- online',
    ]);
  });

  test('a gap that swallows whole phases leaves none of them', () => {
    const events = [
      phase(10, 'stopped', 'connecting'),
      phase(20, 'connecting', 'online'),
      phase(30, 'online', 'backoff'),
      gap(15, 40),
    ];
    expect(told(events)).toEqual(['10-15 connecting', '15-40 unknown', '40- backoff']);
  });

  test('whatever happens, intervals are in order, do not overlap, and only the last is open', () => {
    const phases: Phase[] = ['stopped', 'connecting', 'online', 'backoff'];
    const anEvent = fc.oneof(
      fc.record({ wait: fc.nat(50), to: fc.constantFrom(...phases) }),
      fc.record({ wait: fc.nat(50), back: fc.integer({ min: 0, max: 80 }) }),
    );
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 30 }), (steps) => {
        let at = 1_000;
        let list: readonly PhaseInterval[] = [];
        for (const s of steps) {
          at += s.wait;
          list = foldIntervals(list, 'to' in s ? phase(at, 'stopped', s.to) : gap(at - s.back, at));
        }
        for (const [n, interval] of list.entries()) {
          const next = list[n + 1];
          if (next === undefined) continue;
          expect(interval.to).not.toBeNull();
          expect(next.from).toBeGreaterThanOrEqual(interval.to ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });
});

describe('the live protocol', () => {
  const page = { lastSeq: 100, epoch: 'e' };
  test.each([
    ['the next batch is folded', { epoch: 'e', after: 100, through: 104 }, 'fold'],
    ['one that a snapshot ended in the middle of is folded', { epoch: 'e', after: 90, through: 104 }, 'fold'],
    ['one that is known is skipped', { epoch: 'e', after: 90, through: 100 }, 'known'],
    ['a missing batch means a new snapshot', { epoch: 'e', after: 101, through: 104 }, 'resync'],
    ['another database means a new snapshot', { epoch: 'f', after: 100, through: 104 }, 'resync'],
  ] as const)('%s', (_, b, verdict) => expect(judgeBatch(page, b)).toBe(verdict));

  test('an event of a target goes to its cluster and to itself, one of the observer to everybody', () => {
    expect(topicsOf(answer(42, 12))).toEqual(['cluster:lab', 'target:lab/one/tcp']);
    expect(topicsOf(gap(1, 2))).toEqual(['observer']);
  });
});
