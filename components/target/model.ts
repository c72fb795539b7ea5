/** What a target's page shows, and how events change it. Pure; the page keeps one value of it. */
import {
  type ConnectAttempt,
  type EpochMs,
  foldIntervals,
  foldTarget,
  type HistoryMark,
  markOf,
  type PhaseInterval,
  type Recorded,
  type Sample,
  sampleOf,
  type TargetSnapshot,
  type TargetState,
  type Topic,
  topicOf,
} from '#contract';
import { withSample } from '../overview/model';

export const TARGET_WINDOW_MS = 15 * 60_000;
const CONNECTS_KEPT = 8;
const MARKS_KEPT = 100;

export interface TargetModel {
  state: TargetState;
  samples: readonly Sample[];
  intervals: readonly PhaseInterval[];
  /** Newest first. */
  connects: readonly ConnectAttempt[];
  /** What happened since the page was loaded, oldest first. */
  marks: readonly HistoryMark[];
  /** Wishes that were accepted since the page was loaded: idempotency keys. */
  accepted: readonly string[];
}

export function targetModel(snapshot: TargetSnapshot): TargetModel {
  const { state, samples, intervals } = snapshot;
  return { state, samples, intervals, connects: snapshot.connects.slice(0, CONNECTS_KEPT), marks: [], accepted: [] };
}

export function targetTopics(snapshot: TargetSnapshot): Topic[] {
  return [topicOf.target(snapshot.state.key), topicOf.observer];
}

export function foldTargetPage(model: TargetModel, events: readonly Recorded[]): TargetModel {
  return events.reduce(foldOne, model);
}

function foldOne(model: TargetModel, e: Recorded): TargetModel {
  const ours = 'targetKey' in e && e.targetKey === model.state.key;
  if ('targetKey' in e && !ours) return model;
  return {
    state: foldTarget(model.state, e) ?? model.state,
    samples: withSample(model.samples, sampleOf(e), TARGET_WINDOW_MS),
    intervals: recent(foldIntervals(model.intervals, e), e.at - TARGET_WINDOW_MS),
    connects: e.type === 'connect-finished' ? [e, ...model.connects].slice(0, CONNECTS_KEPT) : model.connects,
    marks: withMark(model, e),
    accepted: e.type === 'command-accepted' ? [...model.accepted, e.idempotencyKey].slice(-20) : model.accepted,
  };
}

/** A start of the worker tells every configuration again: that is no change. */
function withMark({ state, marks }: TargetModel, e: Recorded): readonly HistoryMark[] {
  const mark = markOf(e);
  if (mark === null) return marks;
  if (e.type === 'target-configured' && sameText(foldTarget(state, e), { ...state, archived: false })) return marks;
  return [...marks, mark].slice(-MARKS_KEPT);
}

const sameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function recent(intervals: readonly PhaseInterval[], from: EpochMs): readonly PhaseInterval[] {
  return intervals.every((i) => i.to === null || i.to >= from)
    ? intervals
    : intervals.filter((i) => i.to === null || i.to >= from);
}
