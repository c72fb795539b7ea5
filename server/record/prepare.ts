/** Numbers a batch and folds it into current state: what the next commit holds. Pure. */
import { type EpochMs, type Event, foldTarget, type Recorded, type TargetKey, type TargetState } from '#contract';
import type { ChangedDocument } from '../store/port';
import { changedDocuments, type Documents } from './documents';

export interface Batch {
  events: readonly Recorded[];
  /** Only the targets that the batch touched, after it. */
  states: readonly TargetState[];
  /** Only the agents, servers, clusters, disconnects and groups that it touched, after it. */
  documents: readonly ChangedDocument[];
  aliveAt: EpochMs;
}

/** Current state as committed. */
export interface Current {
  lastSeq: number;
  states: ReadonlyMap<TargetKey, TargetState>;
  documents: Documents;
}

/**
 * @param waiting the first event that stays behind: we may claim to have been alive only until what we have stored
 */
export function prepareBatch(
  events: readonly Event[],
  waiting: Event | undefined,
  { lastSeq, states, documents }: Current,
  now: EpochMs,
): Batch {
  const touched = new Map<TargetKey, TargetState>();
  for (const e of events) {
    if (!('targetKey' in e)) continue;
    const before = touched.get(e.targetKey) ?? states.get(e.targetKey);
    const after = foldTarget(before, e);
    if (after !== undefined && after !== before) touched.set(e.targetKey, after);
  }
  return {
    events: events.map((e, i) => ({ ...e, seq: lastSeq + 1 + i })),
    states: [...touched.values()],
    documents: changedDocuments(events, documents),
    aliveAt: waiting === undefined ? now : Math.min(now, waiting.at),
  };
}
