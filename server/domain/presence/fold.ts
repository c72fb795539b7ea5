/** Folds evidence into what is known of an agent: a sorted set, so that order and repetition change nothing. */
import type { EpochMs } from '#contract';
import {
  type AgentEvidence,
  type AnswerEvidence,
  type ConnectionEvidence,
  type Evidence,
  happenedAt,
  type StateEvidence,
} from './evidence';

/** Looks at a list come every 10 s on each side for each agent: kept as long as a clock can run (120 s to notice, 60 s of grace). */
export const LOOKS_KEPT_MS = 240_000;
/** What is told on change only: kept for the story around a disconnect. */
export const CHANGES_KEPT_MS = 900_000;

/**
 * Adds one piece of evidence. Commutative and idempotent for whatever arrives within `LOOKS_KEPT_MS` of the newest; older looks keep
 * only the ends of their runs.
 */
export function foldEvidence(known: AgentEvidence, e: Evidence): AgentEvidence {
  switch (e.kind) {
    case 'state':
      return { ...known, states: pruneStates(insert(known.states, e, compareStates)) };
    case 'presence':
    case 'listed':
      return { ...known, connections: pruneConnections(insert(known.connections, e, compareArrival)) };
    case 'answer':
      return { ...known, answers: pruneAnswers(insert(known.answers, e, compareArrival)) };
  }
}

/** By the time it happened, then by arrival: both sides tell the same change, each with its own clock. */
export function compareStates(a: StateEvidence, b: StateEvidence): number {
  return happenedAt(a) - happenedAt(b) || compareArrival(a, b);
}

function compareArrival(a: Evidence, b: Evidence): number {
  return a.at - b.at || order(canonical(a), canonical(b));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One spelling per value, whatever the order in which its fields were written. */
function canonical(value: Evidence): string {
  const sorted = (v: unknown): unknown =>
    typeof v !== 'object' || v === null
      ? v
      : Object.entries(v)
          .sort(([a], [b]) => order(a, b))
          .map(([k, inner]) => [k, sorted(inner)]);
  return JSON.stringify(sorted(value));
}

function insert<E extends Evidence>(list: readonly E[], e: E, compare: (a: E, b: E) => number): readonly E[] {
  // nearly always it is the newest
  let i = list.length;
  for (; i > 0; i--) {
    const before = list[i - 1];
    if (before === undefined) continue;
    const c = compare(before, e);
    if (c === 0) return list;
    if (c < 0) break;
  }
  return [...list.slice(0, i), e, ...list.slice(i)];
}

const newest = (list: readonly { at: EpochMs }[]): EpochMs => list.reduce((most, e) => Math.max(most, e.at), 0);

/** Old states go, but the one before the oldest kept stays: it was in force then. */
function pruneStates(list: readonly StateEvidence[]): readonly StateEvidence[] {
  const horizon = newest(list) - CHANGES_KEPT_MS;
  if (list.every((e) => e.at >= horizon)) return list;
  const last = list.at(-1);
  const lastOld = list.findLast((e) => e.at < horizon);
  return list.filter((e) => e.at >= horizon || e === lastOld || e === last);
}

function pruneConnections(list: readonly ConnectionEvidence[]): readonly ConnectionEvidence[] {
  const now = newest(list);
  const age = (e: ConnectionEvidence) => now - (e.kind === 'listed' ? LOOKS_KEPT_MS : CHANGES_KEPT_MS);
  if (list.every((e) => e.at >= age(e))) return list;
  return list.filter((e, i) => {
    if (e.at >= age(e)) return true;
    const same = (x: ConnectionEvidence) => x.feed === e.feed && x.side === e.side;
    const before = list.slice(0, i).findLast(same);
    const after = list.slice(i + 1).find(same);
    if (isLastOfClient(list, e)) return true;
    // the ends of each run tell when it began and when it was last seen
    return before?.available !== e.available || after?.available !== e.available;
  });
}

/** Of several clients each is connected until it says otherwise. */
function isLastOfClient(list: readonly ConnectionEvidence[], e: ConnectionEvidence): boolean {
  if (e.kind !== 'presence' || !e.available) return false;
  return e === list.findLast((x) => x.kind === 'presence' && x.jid === e.jid && x.side === e.side);
}

/** The last answer of a client that is still asked stays, however long it has been silent: its misses count from there. */
function pruneAnswers(list: readonly AnswerEvidence[]): readonly AnswerEvidence[] {
  const horizon = newest(list) - LOOKS_KEPT_MS;
  if (list.every((e) => e.at >= horizon)) return list;
  return list.filter((e) => {
    if (e.at >= horizon) return true;
    const ofSame = list.filter((other) => other.jid === e.jid && other.side === e.side);
    return e === ofSame.findLast((other) => other.answered) && ofSame.some((other) => other.at >= horizon);
  });
}
