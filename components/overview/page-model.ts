/** The overview's one live page: the board of agents and servers, and the targets' cards, from two snapshots. Pure. */
import type { BoardSnapshot, EpochMs, ObserverView, Recorded, Topic } from '#contract';
import { foldBoard } from '../board/fold';
import { type BoardModel, boardModel, boardTopics } from '../board/model';
import { foldOverview, type OverviewModel, type OverviewPage, overviewModel, overviewTopics } from './model';

/** Numbered as the older of the two: what the newer one holds already is left out again when it comes. */
export interface OverviewData {
  epoch: string;
  lastSeq: number;
  at: EpochMs;
  observer: ObserverView | null;
  board: BoardSnapshot;
  targets: OverviewPage;
}

/** null: taken from two databases; ask again. */
export function overviewData(board: BoardSnapshot, targets: OverviewPage): OverviewData | null {
  if (board.epoch !== targets.epoch) return null;
  const older = board.lastSeq <= targets.lastSeq ? board : targets;
  return { epoch: older.epoch, lastSeq: older.lastSeq, at: older.at, observer: older.observer, board, targets };
}

export interface OverviewPageModel {
  board: BoardModel;
  targets: OverviewModel;
  /** Up to here each part was given with its snapshot. */
  boardSeq: number;
  targetsSeq: number;
}

export function overviewPageModel(data: OverviewData): OverviewPageModel {
  return {
    board: boardModel(data.board),
    targets: overviewModel(data.targets),
    boardSeq: data.board.lastSeq,
    targetsSeq: data.targets.lastSeq,
  };
}

export function overviewPageTopics(data: OverviewData): Topic[] {
  return [...new Set([...boardTopics(data.board), ...overviewTopics(data.targets)])];
}

/** A part that no event concerns stays the same object. */
export function foldOverviewPage(model: OverviewPageModel, events: readonly Recorded[]): OverviewPageModel {
  const ofTargets = events.filter((e) => e.seq > model.targetsSeq && ('targetKey' in e || !('clusterKey' in e)));
  const ofBoard = events.filter((e) => e.seq > model.boardSeq && !('targetKey' in e));
  return {
    ...model,
    board: ofBoard.length === 0 ? model.board : foldBoard(model.board, ofBoard),
    targets: ofTargets.length === 0 ? model.targets : foldOverview(model.targets, ofTargets),
  };
}

export function isOutdated({ board, targets }: OverviewPageModel): boolean {
  return board.outdated || targets.outdated;
}
