/** Folds evidence into what is known of an agent: a sorted set, so that order and repetition change nothing. */
import type { EpochMs } from '#contract';
import {
  type AgentEvidence,
  type AnswerEvidence,
  type ConnectionEvidence,
  type Evidence,
  happenedAt,
  type ListedEvidence,
  type StateEvidence,
} from './evidence';
import { durationFell } from './timeline';

/** Connections that come and go are kept for telling who reconnects again and again. */
export const CHANGES_KEPT_MS = 900_000;
/** States are kept for what is recorded of the time before a disconnect (5 min), and for news that come late. */
const STATES_KEPT_MS = 400_000;
/** Answers to pings, for as long as a row of them matters. */
const ANSWERS_KEPT_MS = 240_000;

/**
 * Adds one piece of evidence. Commutative and idempotent for whatever arrives while it is kept, but that of the looks at a list that found the same again only the first and the last stay: thousands are looked at every 10 s. Of what is older only the
 * present connection and the end of the one before it stay.
 */
export function foldEvidence(known: AgentEvidence, e: Evidence): AgentEvidence {
  switch (e.kind) {
    case 'state':
      return { ...known, states: pruneStates(insert(known.states, e, compareStates)) };
    case 'listed':
      return { ...known, connections: foldLook(known.connections, e) };
    case 'presence':
      return { ...known, connections: pruneConnections(insert(known.connections, e, compareArrival)) };
    case 'answer':
      return { ...known, answers: pruneAnswers(insert(known.answers, e, compareArrival)) };
  }
}

function foldLook(list: readonly ConnectionEvidence[], e: ListedEvidence): readonly ConnectionEvidence[] {
  const i = list.findLastIndex((x) => x.side === e.side && x.feed === e.feed);
  const last = list[i];
  if (last === undefined || last.at >= e.at) return pruneConnections(insert(list, e, compareArrival));
  const isSame = last.available === e.available && !durationFell(last, e);
  if (!isSame || isBeginning(list, i, last)) return pruneConnections(insert(list, e, compareArrival));
  return insert(list.toSpliced(i, 1), e, compareArrival);
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

function newest(list: readonly { at: EpochMs }[]): EpochMs {
  let most = 0;
  for (const e of list) if (e.at > most) most = e.at;
  return most;
}

/** Old states go, but the one before the oldest kept stays: it was in force then. */
function pruneStates(list: readonly StateEvidence[]): readonly StateEvidence[] {
  const horizon = newest(list) - STATES_KEPT_MS;
  if (list.every((e) => e.at >= horizon)) return list;
  const last = list.at(-1);
  const lastOld = list.findLast((e) => e.at < horizon);
  return list.filter((e) => e.at >= horizon || e === lastOld || e === last);
}

function pruneConnections(list: readonly ConnectionEvidence[]): readonly ConnectionEvidence[] {
  const horizon = newest(list) - CHANGES_KEPT_MS;
  if ((list[0]?.at ?? horizon) >= horizon) return list;
  const later = new Map<string, { next: ConnectionEvidence; changes: number }>();
  const kept: ConnectionEvidence[] = [];
  for (let i = list.length - 1; i >= 0; i--) {
    const e = list[i];
    if (e === undefined) continue;
    const key = `${e.feed} ${e.side}`;
    const { next = null, changes = 0 } = later.get(key) ?? {};
    const isEnd = next === null || next.available !== e.available;
    const changesAfter = changes + (next !== null && isEnd ? 1 : 0);
    later.set(key, { next: e, changes: changesAfter });
    const isLastKnown = changesAfter === 0 ? isEnd || isBeginning(list, i, e) : changesAfter === 1 && isEnd;
    if (e.at >= horizon || isLastKnown || isLastOfClient(list, e)) kept.push(e);
  }
  return kept.length === list.length ? list : kept.reverse();
}

/** Of several clients each is connected until it says otherwise. */
function isLastOfClient(list: readonly ConnectionEvidence[], e: ConnectionEvidence): boolean {
  if (e.kind !== 'presence' || !e.available) return false;
  return e === list.findLast((x) => x.kind === 'presence' && x.jid === e.jid && x.side === e.side);
}

/** The first of a run, or of a session that followed another without a look in between. */
function isBeginning(list: readonly ConnectionEvidence[], i: number, e: ConnectionEvidence): boolean {
  for (let k = i - 1; k >= 0; k--) {
    const before = list[k];
    if (before === undefined || before.feed !== e.feed || before.side !== e.side) continue;
    return before.available !== e.available || (e.kind === 'listed' && durationFell(before, e));
  }
  return true;
}

/** The last answer of a client that is still asked stays, however long it has been silent: its misses count from there. */
function pruneAnswers(list: readonly AnswerEvidence[]): readonly AnswerEvidence[] {
  const horizon = newest(list) - ANSWERS_KEPT_MS;
  if (list.every((e) => e.at >= horizon)) return list;
  return list.filter((e) => {
    if (e.at >= horizon) return true;
    const ofSame = list.filter((other) => other.jid === e.jid && other.side === e.side);
    return e === ofSame.findLast((other) => other.answered) && ofSame.some((other) => other.at >= horizon);
  });
}
