/** The overview follows events: cards keep their place and their identity, samples their order. */
import { expect, test } from 'vitest';
import type { Event, Recorded } from '#contract';
import {
  foldOverview,
  type OverviewModel,
  overviewModel,
  overviewTopics,
  withSample,
} from '../../components/overview/model';
import { stripCells, stripScaleMs, stripSummary } from '../../components/overview/strip-cells';
import { answered, configured, lost, missed, otherTarget, phase, target } from '../support/facts';
import { madeUp, nineFourteen as t } from './made-up';

const numbered = (events: Event[]): Recorded[] => events.map((e, i) => ({ ...e, seq: i + 1 }));
const fold = (model: OverviewModel, ...events: Event[]) => foldOverview(model, numbered(events));
const start = () =>
  overviewModel({
    epoch: 'e',
    lastSeq: 0,
    at: t,
    observer: null,
    unknown: [],
    targets: [
      { state: madeUp('tcp'), samples: [] },
      { state: madeUp('websocket'), samples: [{ at: t - 10_000, rttMs: 9 }] },
    ],
  });

test('a card that no event touched stays the same object', () => {
  const before = start();
  const after = fold(before, answered(t, 12));
  expect(after.cards.get(otherTarget.targetKey)).toBe(before.cards.get(otherTarget.targetKey));
  expect(after.cards.get(target.targetKey)?.samples).toEqual([
    { at: t - 10_000, rttMs: 9 },
    { at: t, rttMs: 12 },
  ]);
});

test('misses, the loss and the back-off show in this order', () => {
  const seen: string[] = [];
  let model = start();
  for (const e of [missed(t, 1), missed(t + 10_000, 2), lost(t + 30_000), phase(t + 30_000, 'online', 'backoff')]) {
    model = fold(model, e);
    const session = model.cards.get(target.targetKey)?.state.session;
    seen.push(session?.phase === 'online' ? `online, ${session.misses} missed` : `${session?.phase}`);
  }
  expect(seen).toEqual(['online, 1 missed', 'online, 2 missed', 'online, 2 missed', 'backoff']);
});

test('a new target gets its place by name and transport, an archived one leaves', () => {
  const bosh = { ...otherTarget, targetKey: 'lab/alpha/tcp', nodeKey: 'alpha' };
  const grown = fold(start(), { ...configured(t, bosh), nodeName: 'alpha' });
  expect([...grown.cards.keys()]).toEqual(['lab/alpha/tcp', 'lab/prosody/websocket', 'lab/prosody/tcp']);
  const archived: Event = { ...target, observerId: 'local', eventId: 'x', v: 1, at: t, type: 'target-archived' };
  expect([...fold(grown, archived).cards.keys()]).toEqual(['lab/alpha/tcp', 'lab/prosody/tcp']);
});

test('a worker that starts again makes the page ask anew', () => {
  const started: Event = {
    observerId: 'local',
    eventId: 'x',
    v: 1,
    at: t,
    type: 'observer-started',
    runId: 'r',
    version: '1',
  };
  expect(fold(start(), started).outdated).toBe(true);
});

test('topics are the clusters and the observer', () => {
  const page = {
    epoch: 'e',
    lastSeq: 0,
    at: t,
    observer: null,
    unknown: [],
    targets: [{ state: madeUp('tcp'), samples: [] }],
  };
  expect(overviewTopics(page)).toEqual(['cluster:lab', 'observer']);
});

test('samples stay in order of sending and within the window', () => {
  const early = { at: 1_000, rttMs: 5 };
  const samples = [early, { at: 20_000, rttMs: 5 }];
  expect(withSample(samples, { at: 10_000, rttMs: 30 }).map((s) => s.at)).toEqual([1_000, 10_000, 20_000]);
  expect(withSample(samples, { at: 901_001, rttMs: 5 }).map((s) => s.at)).toEqual([20_000, 901_001]);
});

const pace = { pingIntervalMs: 10_000, pingTimeoutMs: 10_000 };

test('a hole in the strip is unknown when the observer was away, else the absence of a session', () => {
  const samples = [
    { at: 0, rttMs: 10 },
    { at: 60_000, rttMs: null },
    { at: 120_000, rttMs: 11 },
  ];
  const cells = stripCells(samples, [{ from: 70_000, to: 100_000 }], pace);
  expect(cells.map((c) => c.kind)).toEqual(['answered', 'absent', 'missed', 'unknown', 'answered']);
  expect(stripSummary(cells)).toBe('Last 3 pings: 2 answered, 1 missed, slowest 11 ms, with time that nobody observed');
});

test('the strip shows the newest 90 and its scale is round', () => {
  const samples = Array.from({ length: 200 }, (_, i) => ({ at: i * 10_000, rttMs: 12 + (i % 3) }));
  const cells = stripCells(samples, [], pace);
  expect(cells).toHaveLength(90);
  expect(stripScaleMs(cells)).toBe(20);
  expect(stripSummary([])).toBe('No pings in the last 15 minutes');
});

test('a page that stays open all day forgets what left its window, also of a session that is lost', () => {
  const minute = 60_000;
  let model = fold(start(), answered(t, 12), stalled(t + 1_000));
  for (let i = 1; i <= 20; i++) model = fold(model, answered(t + i * minute, 12, otherTarget));
  expect(model.cards.get(target.targetKey)?.samples).toEqual([]);
  expect(model.cards.get(otherTarget.targetKey)?.samples).toHaveLength(16);
  expect(model.unknown).toEqual([]);
});

test('the unknown time stays the same object while it does not change, so that no card is drawn again for it', () => {
  const model = fold(start(), stalled(t));
  expect(fold(model, answered(t + 1_000, 12)).unknown).toBe(model.unknown);
});

const stalled = (toMs: number): Event => ({
  observerId: 'local',
  eventId: 'stall',
  v: 1,
  type: 'observer-stalled',
  at: toMs,
  fromMs: toMs - 3_000,
  toMs,
  reason: 'loop-blocked',
});
