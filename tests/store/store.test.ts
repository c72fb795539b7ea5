/** The store on every database that it speaks: what is committed comes back as it was, and only then. */
import { describe, expect, it } from 'vitest';
import { type Event, foldTarget, type Recorded, type TargetState } from '#contract';
import { openStore } from '../../server/store/open';
import type { Commit, ReadStore, RecorderStore } from '../../server/store/port';
import { openReadStore } from '../../server/store/read-store';
import { databases } from '../support/databases';
import {
  answered,
  configured,
  connected,
  gap,
  lost,
  missed,
  noAnswer,
  numbered,
  otherTarget,
  phase,
  stalled,
  target,
} from '../support/facts';

const T = 1_700_000_000_000;
const run = { runId: 'run-1', observerId: 'local', startedAt: T, aliveAt: T, endedAt: null };
const key = target.targetKey;

function statesAfter(events: readonly Event[]): TargetState[] {
  const states = new Map<string, TargetState>();
  for (const e of events) {
    if (!('targetKey' in e)) continue;
    const state = foldTarget(states.get(e.targetKey), e);
    if (state !== undefined) states.set(e.targetKey, state);
  }
  return [...states.values()];
}

function commitOf(events: Recorded[], aliveAt = T): Commit {
  return { events, states: statesAfter(events), documents: [], aliveAt };
}

const aDay = (): Event[] => [
  configured(T),
  phase(T + 10, 'stopped', 'connecting'),
  connected(T + 10, T + 60),
  phase(T + 60, 'connecting', 'online'),
  answered(T + 1000, 12.345),
  answered(T + 11_000, 0.001),
  missed(T + 21_000, 1),
  lost(T + 31_000),
  phase(T + 31_000, 'online', 'backoff', noAnswer),
  gap(T + 40_000, T + 50_000),
];

for (const { name, available, fresh } of databases) {
  describe.skipIf(!available)(`the store on ${name}`, () => {
    conformance(fresh);
  });
}

function conformance(fresh: () => Promise<string>): void {
  async function opened(): Promise<{ store: RecorderStore & ReadStore; url: string }> {
    const url = await fresh();
    return { store: await openStore(url), url };
  }

  describe('a commit', () => {
    it('comes back event by event, as it was born', async () => {
      const { store } = await opened();
      const events = numbered(aDay());
      await store.commit(commitOf(events));
      expect(await store.eventsAfter(0, 100)).toEqual(events);
      expect(await store.eventsAfter(3, 2)).toEqual(events.slice(3, 5));
      expect(await store.lastSeq()).toBe(events.length);
      await store.close();
    });

    it('keeps identities that are no UUIDs', async () => {
      const { store } = await opened();
      const events = numbered([
        configured(T),
        { ...answered(T, 1), eventId: 'é-1' },
        { ...answered(T + 1, 1), eventId: '' },
      ]);
      await store.commit(commitOf(events));
      expect(await store.eventsAfter(1, 9)).toEqual(events.slice(1));
      await store.close();
    });

    it('leaves current state, folded, for the next start and for pages', async () => {
      const { store, url } = await opened();
      const events = numbered(aDay());
      await store.commit(commitOf(events));
      const next = commitOf(numbered([configured(T + 60_000, otherTarget)], events.length + 1));
      await store.commit(next);
      await store.close();
      const again = await openStore(url);
      expect(await again.targetStates()).toEqual([...next.states, ...commitOf(events).states]);
      await again.close();
    });

    it('is refused when its numbers do not follow, and nothing of it stays', async () => {
      const { store } = await opened();
      await store.commit(commitOf(numbered([configured(T)])));
      await expect(store.commit(commitOf(numbered([answered(T, 1)], 3)))).rejects.toMatchObject({ kind: 'other' });
      await expect(store.commit(commitOf(numbered([answered(T, 1)], 1)))).rejects.toMatchObject({ kind: 'other' });
      const holed = [...numbered([answered(T, 1)], 2), ...numbered([answered(T, 1)], 4)];
      await expect(store.commit(commitOf(holed))).rejects.toMatchObject({ kind: 'other' });
      expect(await store.eventsAfter(1, 10)).toEqual([]);
      expect(await store.lastSeq()).toBe(1);
      await store.commit(commitOf(numbered([answered(T, 1)], 2)));
      await store.close();
    });
  });

  describe('snapshots', () => {
    it('hold state, samples and the last number of one moment', async () => {
      const { store, url } = await opened();
      await store.beginRun(run);
      const events = numbered(aDay());
      await store.commit(commitOf(events, T + 51_000));
      const pages = await openReadStore(url);
      const overview = await pages.overviewSnapshot(T + 52_000, 45_000);
      expect(overview).toEqual({
        epoch: await store.epoch(),
        lastSeq: events.length,
        at: T + 52_000,
        observer: { observerId: 'local', startedAt: T, aliveAt: T + 51_000 },
        targets: [
          {
            state: commitOf(events).states[0],
            samples: [
              { at: T + 11_000, rttMs: 0.001 },
              { at: T + 21_000, rttMs: null },
            ],
          },
        ],
      });
      await pages.close();
      await store.close();
    });

    it('of a target add its intervals and its latest connects; of none there is none', async () => {
      const { store } = await opened();
      await store.beginRun(run);
      await store.commit(commitOf(numbered([...aDay(), connected(T + 51_000, T + 51_500)]), T + 52_000));
      const page = await store.targetSnapshot(key, T + 52_000, 22_000);
      expect(page?.intervals).toEqual([
        { phase: 'online', from: T + 30_000, to: T + 31_000, failure: null },
        { phase: 'backoff', from: T + 31_000, to: T + 40_000, failure: noAnswer },
        { phase: 'unknown', from: T + 40_000, to: T + 50_000, failure: null },
        { phase: 'backoff', from: T + 50_000, to: null, failure: noAnswer },
      ]);
      expect(page?.connects.map((c) => c.at)).toEqual([T + 51_500, T + 60]);
      expect(await store.targetSnapshot('lab/nobody/tcp', T, 1000)).toBeNull();
      await store.close();
    });

    it('leave archived targets out of the overview, not out of history', async () => {
      const { store } = await opened();
      const archived = { ...answered(T + 5, 1), type: 'target-archived' as const };
      await store.commit(commitOf(numbered([configured(T), answered(T + 1, 2), archived])));
      expect((await store.overviewSnapshot(T + 10, 1000)).targets).toEqual([]);
      expect((await store.targetSnapshot(key, T + 10, 1000))?.samples).toEqual([{ at: T + 1, rttMs: 2 }]);
      await store.close();
    });
  });

  describe('intervals', () => {
    it('cover a window that no change of phase falls into', async () => {
      const { store } = await opened();
      await store.beginRun(run);
      await store.commit(commitOf(numbered([configured(T), phase(T, 'connecting', 'online')]), T + 3_600_000));
      expect(await store.intervalsBetween(key, T + 60_000, T + 120_000)).toEqual([
        { phase: 'online', from: T + 60_000, to: null, failure: null },
      ]);
      await store.close();
    });

    it('show stalls as unknown, also one that began before the window', async () => {
      const { store } = await opened();
      await store.beginRun(run);
      const events = [configured(T), phase(T, 'connecting', 'online'), stalled(T + 50_000, T + 61_000)];
      await store.commit(commitOf(numbered(events), T + 120_000));
      expect(await store.intervalsBetween(key, T + 60_000, T + 120_000)).toEqual([
        { phase: 'unknown', from: T + 60_000, to: T + 61_000, failure: null },
        { phase: 'online', from: T + 61_000, to: null, failure: null },
      ]);
      await store.close();
    });

    it('end at the last sign of life when the observer fell silent', async () => {
      const { store } = await opened();
      await store.beginRun(run);
      await store.commit(commitOf(numbered([configured(T), phase(T, 'connecting', 'online')]), T + 30_000));
      expect(await store.intervalsBetween(key, T, T + 90_000)).toEqual([
        { phase: 'online', from: T, to: T + 30_000, failure: null },
        { phase: 'unknown', from: T + 30_000, to: null, failure: null },
      ]);
      await store.close();
    });
  });

  describe('runs', () => {
    it('remember the last sign of life of the run before, which never moves back', async () => {
      const { store } = await opened();
      expect(await store.previousRun('local')).toBeNull();
      await store.beginRun(run);
      await store.commit({ events: [], states: [], documents: [], aliveAt: T + 5000 });
      await store.commit({ events: [], states: [], documents: [], aliveAt: T + 4000 });
      expect(await store.previousRun('local')).toBeNull();
      await store.beginRun({ ...run, runId: 'run-2', startedAt: T + 9000, aliveAt: T + 9000 });
      expect(await store.previousRun('local')).toEqual({ ...run, aliveAt: T + 5000 });
      expect(await store.observer()).toEqual({ observerId: 'local', startedAt: T + 9000, aliveAt: T + 9000 });
      await store.endRun('run-2', T + 9500);
      await store.beginRun({ ...run, runId: 'run-3', startedAt: T + 9900, aliveAt: T + 9900 });
      expect((await store.previousRun('local'))?.endedAt).toBe(T + 9500);
      expect(await store.previousRun('elsewhere')).toBeNull();
      await store.close();
    });
  });
}
