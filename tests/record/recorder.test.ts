/** The recorder against a store that can refuse: when it writes, what it tells, and that nothing is lost or doubled. */
import { describe, expect, it, vi } from 'vitest';
import type { Event, Fact, Recorded } from '#contract';
import { createEventBus } from '../../server/events/bus';
import { BATCH_SIZE, createRecorder } from '../../server/record/recorder';
import type { Commit, ObserverRun, RecorderStore } from '../../server/store/port';
import { StoreError } from '../../server/store/store-error';
import { createVirtualTime } from '../../server/time/virtual-time';
import { answered, configured, missed, ofType, phase, target } from '../support/facts';

const T = 1_700_000_000_000;

/** Keeps what it was given; `refuse` says how the next commits fail, with or without having written. */
function memoryStore(previous: ObserverRun | null = null) {
  const commits: Commit[] = [];
  const runs: ObserverRun[] = [];
  const refuse: ('before' | 'after')[] = [];
  let lastSeq = 0;
  const store: RecorderStore = {
    epoch: async () => 'epoch',
    lastSeq: async () => lastSeq,
    targetStates: async () => [],
    documents: async () => [],
    openDisconnects: async () => [],
    disconnectsSince: async () => [],
    groupsSince: async () => [],
    previousRun: async () => previous,
    beginRun: async (run) => void runs.push({ ...run }),
    endRun: async (runId, endedAt) => {
      for (const run of runs) if (run.runId === runId) run.endedAt = endedAt;
    },
    async commit(commit) {
      const how = refuse.shift();
      if (how === 'before') throw new StoreError('disk-full', 'no room');
      const first = commit.events[0]?.seq ?? lastSeq + 1;
      if (first === lastSeq + 1) {
        commits.push(commit);
        lastSeq = commit.events.at(-1)?.seq ?? lastSeq;
      }
      if (how === 'after') throw new StoreError('other', 'the answer got lost');
    },
    close: async () => undefined,
  };
  const stored = () => commits.flatMap((c) => c.events);
  return { store, commits, runs, refuse, stored };
}

function recorderOn(memory: ReturnType<typeof memoryStore>, limits = { pings: 1000, all: 1200 }) {
  const time = createVirtualTime(T);
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const recorder = createRecorder({
    store: memory.store,
    bus,
    time,
    observerId: 'local',
    log,
    limits,
    version: '0.1.0',
  });
  return { time, bus, log, recorder };
}

async function recording(options: { previous?: ObserverRun; limits?: { pings: number; all: number } } = {}) {
  const memory = memoryStore(options.previous ?? null);
  const { time, bus, log, recorder } = recorderOn(memory, options.limits);
  const told: Recorded[][] = [];
  recorder.onCommitted((events) => told.push([...events]));
  await recorder.start();
  return { time, bus, log, recorder, told, ...memory };
}

const factOf = ({ observerId: _o, eventId: _e, v: _v, ...fact }: Event): Fact => fact;
const seqs = (events: readonly Recorded[]) => events.map((e) => e.seq);

describe('a start', () => {
  it('introduces itself; without a run before there is no gap', async () => {
    const { stored, runs, recorder } = await recording();
    expect(stored()).toMatchObject([{ seq: 1, type: 'observer-started', runId: recorder.runId, version: '0.1.0' }]);
    expect(runs).toEqual([{ runId: recorder.runId, observerId: 'local', startedAt: T, aliveAt: T, endedAt: null }]);
  });

  it('after a crash records the unknown time before it begins its own run', async () => {
    const previous = { runId: 'old', observerId: 'local', startedAt: T - 90_000, aliveAt: T - 30_000, endedAt: null };
    const { stored } = await recording({ previous });
    expect(stored()).toMatchObject([
      { type: 'observer-gap', fromMs: T - 30_000, toMs: T, reason: 'crashed' },
      { type: 'observer-started' },
    ]);
  });
});

describe('a start that the database refuses', () => {
  it('throws and begins no run, so that the next start finds the same gap', async () => {
    const memory = memoryStore({
      runId: 'old',
      observerId: 'local',
      startedAt: T - 9000,
      aliveAt: T - 5000,
      endedAt: null,
    });
    memory.refuse.push('before');
    await expect(recorderOn(memory).recorder.start()).rejects.toMatchObject({ kind: 'disk-full' });
    expect(memory.runs).toEqual([]);
    await recorderOn(memory).recorder.start();
    expect(ofType(memory.stored(), 'observer-gap')).toHaveLength(1);
  });
});

describe('batches', () => {
  it('wait 30 ms for company and are told only after the commit, in order', async () => {
    const { time, bus, recorder, told } = await recording();
    told.length = 0;
    bus.publish(factOf(configured(T)));
    await time.advance(20);
    bus.publish(factOf(answered(T, 5)));
    await time.advance(9);
    expect(told).toEqual([]);
    expect(recorder.state(target.targetKey)).toBeUndefined();
    await time.advance(1);
    expect(told.map(seqs)).toEqual([[2, 3]]);
    expect(recorder.state(target.targetKey)?.lastPing).toEqual({ at: T, rttMs: 5 });
    expect(recorder.lastSeq()).toBe(3);
    expect(recorder.queued()).toBe(0);
  });

  it('of full size do not wait', async () => {
    const { time, bus, told } = await recording({ limits: { pings: 9000, all: 9000 } });
    told.length = 0;
    for (let i = 0; i < 2 * BATCH_SIZE + 500; i++) bus.publish(factOf(answered(T + i, 1)));
    await time.advance(0);
    expect(told.map((batch) => batch.length)).toEqual([BATCH_SIZE, BATCH_SIZE]);
    await time.advance(30);
    expect(told.map((batch) => batch.length)).toEqual([BATCH_SIZE, BATCH_SIZE, 500]);
    expect(seqs(told.flat())).toEqual(Array.from({ length: 2 * BATCH_SIZE + 500 }, (_, i) => i + 2));
  });

  it('move the sign of life every second, also when nothing happens', async () => {
    const { time, commits, recorder } = await recording();
    commits.length = 0;
    await time.advance(3500);
    expect(commits.map((c) => [c.aliveAt - T, c.events.length])).toEqual([
      [1000, 0],
      [2000, 0],
      [3000, 0],
    ]);
    expect(recorder.lastCommitAt()).toBe(T + 3000);
  });

  it('that leave events behind claim no life beyond them', async () => {
    const { time, bus, commits } = await recording({ limits: { pings: 9000, all: 9000 } });
    commits.length = 0;
    for (let i = 0; i < BATCH_SIZE + 1; i++) bus.publish(factOf(answered(T - 5000 + i, 0)));
    await time.advance(0);
    expect(commits.map((c) => c.aliveAt)).toEqual([T - 5000 + BATCH_SIZE]);
  });

  it('reach every listener, although one fails', async () => {
    const { time, bus, recorder, log } = await recording();
    const later: number[] = [];
    recorder.onCommitted(() => {
      throw new Error('a bug');
    });
    recorder.onCommitted((events) => later.push(...seqs(events)));
    bus.publish(factOf(answered(T, 1)));
    await time.advance(30);
    expect(later).toEqual([2]);
    expect(log.error).toHaveBeenCalledOnce();
  });
});

describe('a database that refuses', () => {
  it('loses nothing: events wait, and are written in order when it accepts again', async () => {
    const { time, bus, refuse, stored, recorder, told, log } = await recording();
    refuse.push('before', 'before', 'before');
    bus.publish(factOf(configured(T)));
    await time.advance(30);
    bus.publish(factOf(answered(T + 30, 1)));
    expect([recorder.healthy(), recorder.queued()]).toEqual([false, 2]);
    await time.advance(100 + 200);
    expect(recorder.healthy()).toBe(false);
    await time.advance(400 + 30);
    expect(recorder.healthy()).toBe(true);
    expect(seqs(stored())).toEqual([1, 2, 3]);
    expect(told.flat().map((e) => e.eventId)).toEqual(stored().map((e) => e.eventId));
    expect([log.error.mock.calls.length, log.warn.mock.calls.length]).toEqual([1, 1]);
  });

  it('doubles nothing when the commit went through and only the answer was lost', async () => {
    const { time, bus, refuse, stored, told } = await recording();
    refuse.push('after');
    bus.publish(factOf(configured(T)));
    await time.advance(30);
    bus.publish(factOf(answered(T + 30, 1)));
    await time.advance(200);
    expect(seqs(stored())).toEqual([1, 2, 3]);
    expect(seqs(told.flat())).toEqual([1, 2, 3]);
  });

  it('for too long costs pings first, and the time is recorded as unknown', async () => {
    const { time, bus, refuse, stored, recorder } = await recording({ limits: { pings: 3, all: 5 } });
    refuse.push('before');
    for (let i = 0; i < 6; i++) bus.publish(factOf(answered(T + i, 0)));
    bus.publish(factOf(phase(T + 10, 'online', 'backoff')));
    expect(recorder.queued()).toBe(4);
    await time.advance(30 + 100 + 30);
    expect(stored().map((e) => e.type)).toEqual([
      'observer-started',
      'ping-answered',
      'ping-answered',
      'ping-answered',
      'session-phase-changed',
      'observer-gap',
    ]);
    expect(ofType(stored(), 'observer-gap')).toMatchObject([{ fromMs: T + 3, toMs: T + 130, reason: 'disk-full' }]);
  });

  it('for seconds is told, and the stream goes on with the numbers that its events will have', async () => {
    const { time, bus, refuse, stored, recorder, told } = await recording();
    const words = () => told.flat().map((e) => `${e.seq} ${e.type}`);
    told.length = 0;
    refuse.push(...Array.from({ length: 7 }, () => 'before' as const));
    bus.publish(factOf(configured(T)));
    await time.advance(3_000);
    expect([recorder.recording(), words()]).toEqual([{ state: 'ok' }, []]);
    await time.advance(200);
    expect(recorder.recording()).toEqual({ state: 'refused', kind: 'disk-full', since: T + 30 });
    expect(words()).toEqual(['2 target-configured', '3 recording-changed']);
    bus.publish(factOf(answered(T + 3_200, 1)));
    bus.publish(factOf(missed(T + 3_210)));
    await time.advance(30);
    expect(words().slice(2)).toEqual(['4 ping-answered', '5 ping-missed']);
    expect([recorder.lastSeq(), recorder.queued()]).toEqual([1, 4]);
    await time.advance(10_000);
    expect(recorder.recording()).toEqual({ state: 'ok' });
    expect(words().slice(4)).toEqual(['6 recording-changed']);
    expect(
      stored()
        .map((e) => `${e.seq} ${e.type} ${e.eventId}`)
        .slice(1),
    ).toEqual(told.flat().map((e) => `${e.seq} ${e.type} ${e.eventId}`));
  });

  it('makes flush throw, and what waited still waits', async () => {
    const { bus, refuse, recorder } = await recording();
    bus.publish(factOf(missed(T)));
    refuse.push('before');
    await expect(recorder.flush()).rejects.toMatchObject({ kind: 'disk-full' });
    expect(recorder.queued()).toBe(1);
    await recorder.flush();
    expect(recorder.queued()).toBe(0);
  });
});

describe('a stop', () => {
  it('writes what waits and says goodbye', async () => {
    const { time, bus, stored, runs, recorder } = await recording();
    await time.advance(500);
    bus.publish(factOf(answered(T + 500, 1)));
    await recorder.stop();
    expect(seqs(stored())).toEqual([1, 2]);
    expect(runs[0]?.endedAt).toBe(T + 500);
    await time.advance(10_000);
    expect(time.pending()).toBe(0);
  });

  it('that cannot write says no goodbye: the next start will find a crash', async () => {
    const { bus, refuse, runs, recorder, log } = await recording();
    bus.publish(factOf(answered(T + 500, 1)));
    refuse.push('before');
    await recorder.stop();
    expect(runs[0]?.endedAt).toBeNull();
    expect(log.error).toHaveBeenLastCalledWith(expect.objectContaining({ lost: 1 }), expect.any(String));
  });
});
