/** The overview's live page: made of two snapshots, it takes each fact once; and facts lead to the board that a snapshot tells. */
import { describe, expect, test } from 'vitest';
import type { BoardSnapshot, Event, Recorded } from '#contract';
import { foldBoard } from '../../../components/board/fold';
import { boardModel } from '../../../components/board/model';
import type { OverviewPage } from '../../../components/overview/model';
import {
  foldOverviewPage,
  type OverviewPageModel,
  overviewData,
  overviewPageModel,
  overviewPageTopics,
} from '../../../components/overview/page-model';
import { factsOf } from '../../support/board-facts';
import { boardAt, boardFixture } from '../../support/board-fixture';
import { answered } from '../../support/facts';
import { madeUp } from '../made-up';

const targets = (lastSeq: number): OverviewPage => ({
  ...{ epoch: 'fixture', lastSeq, at: boardAt, observer: null, unknown: [] },
  targets: [{ state: madeUp('websocket'), samples: [] }],
});
const board = (lastSeq: number): BoardSnapshot => ({ ...boardFixture({ agents: 20, teams: 2 }), lastSeq });
const at = (seq: number, e: Event): Recorded => ({ ...e, seq });

function open(boardSeq: number, targetsSeq: number): OverviewPageModel {
  const data = overviewData(board(boardSeq), targets(targetsSeq));
  if (data === null) throw new Error('of two databases');
  expect(data.lastSeq).toBe(Math.min(boardSeq, targetsSeq));
  return overviewPageModel(data);
}

const gone: Event = {
  ...{ observerId: 'local', v: 1, eventId: 'g', type: 'agent-unlisted', at: boardAt, clusterKey: 'cc' },
  ...{ loginId: '1001000', teamId: '1' },
};
const samplesOf = (model: OverviewPageModel) => [...model.targets.cards.values()].flatMap((c) => c.samples);

describe('the page', () => {
  test('hears what both parts hear, once', () => {
    const data = overviewData(board(0), targets(0));
    expect(data && overviewPageTopics(data)).toEqual(['cluster:cc', 'agents:cc', 'observer', 'cluster:lab']);
  });

  test('takes what is newer than each part, and not again what that part was given with', () => {
    const model = open(10, 5);
    const early = foldOverviewPage(model, [at(7, gone), at(8, answered(boardAt, 12))]);
    expect(early.board).toBe(model.board);
    expect(samplesOf(early)).toHaveLength(1);
    const later = foldOverviewPage(early, [at(11, gone)]);
    expect(later.board.totals.all).toBe(19);
    expect(later.targets).toBe(early.targets);
  });

  test('is not put together from two databases', () => {
    expect(overviewData(board(0), { ...targets(0), epoch: 'another' })).toBeNull();
  });
});

describe('facts and snapshots', () => {
  const snapshot = boardFixture({
    ...{ agents: 90, teams: 4, atRisk: 3, racing: 1, forcedOut: 2, back: 3, unstable: 2, loggedOut: 5 },
    ...{ lyon: { size: 8, back: 2, forcedOut: 1 }, stale: { side: 'B', feed: 'presence', why: 'session lost' } },
  });
  const empty: BoardSnapshot = {
    ...snapshot,
    ...{ clusters: [], servers: [], agents: [], disconnects: [], groups: [], counts: [], unobserved: [] },
  };
  const events = factsOf(snapshot).map(
    (fact, i): Recorded => ({ ...fact, observerId: 'local', eventId: String(i), v: 1, seq: i + 1 }),
  );

  test.each([1, 7, 1_000])('the facts in batches of %i lead to the board that the snapshot tells', (size) => {
    let model = boardModel(empty);
    for (let i = 0; i < events.length; i += size) model = foldBoard(model, events.slice(i, i + size));
    const told = boardModel(snapshot);
    expect([...model.teams]).toEqual([...told.teams]);
    expect(model.totals).toEqual(told.totals);
    expect([...model.servers.keys()]).toEqual([...told.servers.keys()]);
    expect(new Map(model.disconnects)).toEqual(told.disconnects);
    expect(model.groups).toEqual(told.groups);
    expect(model.minutes).toEqual(told.minutes);
    expect(model.outdated).toBe(true);
  });
});
