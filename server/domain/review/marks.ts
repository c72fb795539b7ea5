/** What happened in a range, for charts: marks at moments from events, and notes of what went on from incidents, silences and maintenance. */
import {
  type EpochMs,
  type Event,
  type HistoryMark,
  type HistoryNote,
  type Incident,
  markOf,
  type Silence,
  type TargetKey,
} from '#contract';
import type { Span } from '../history/timeline';
import { bySlotOf } from './thin';

/** In order of time; at most one of a kind in each of `parts` slots, standing for all of it there. */
export function marksOf(events: readonly Event[], range: Span, parts: number): HistoryMark[] {
  const marks = withoutRepeats(events)
    .flatMap((e) => markOf(e) ?? [])
    .sort((a, b) => a.at - b.at);
  return bySlotOf(marks, (m) => m.at, range, parts).flatMap((group) => oneOfAKind(group, joinedMarks));
}

/** A start of the worker tells every configuration again: only what is different is a change. */
function withoutRepeats(events: readonly Event[]): Event[] {
  const before = new Map<TargetKey, string>();
  return [...events]
    .sort((a, b) => a.at - b.at)
    .filter((e) => {
      if (e.type !== 'target-configured') return true;
      const { eventId: _id, at: _at, ...rest } = e;
      const now = JSON.stringify({ ...rest, seq: 0 });
      const known = before.get(e.targetKey);
      before.set(e.targetKey, now);
      return known !== undefined && known !== now;
    });
}

const joinedMarks = (a: HistoryMark, b: HistoryMark): HistoryMark => ({ ...a, count: a.count + b.count });

function oneOfAKind<T extends { kind: string }>(items: readonly T[], joined: (a: T, b: T) => T): T[] {
  const kinds = new Map<string, T>();
  for (const item of items) {
    const known = kinds.get(item.kind);
    kinds.set(item.kind, known === undefined ? item : joined(known, item));
  }
  return [...kinds.values()];
}

/** Whose charts they are; of a target, or of a cluster as a whole. */
export interface Place {
  clusterKey: string;
  nodeKey: string | null;
  target: TargetKey | null;
}

/** A window of maintenance that was in force. */
export interface MaintainedSpan extends Span {
  name: string;
}

export interface NoteSources {
  incidents: readonly Incident[];
  silences: readonly Silence[];
  /** Of this place already. */
  maintained: readonly MaintainedSpan[];
}

/**
 * In order of their beginning; what began in one of `parts` slots is one of its kind, under the name of the most urgent.
 *
 * @param now what is not over goes on until then
 */
export function notesOf(sources: NoteSources, place: Place, range: Span, now: EpochMs, parts: number): HistoryNote[] {
  const end = Math.min(range.to, now);
  const noted = (note: Omit<HistoryNote, 'count' | 'goesOn' | 'to'> & { to: EpochMs | null }): HistoryNote[] => {
    const to = note.to ?? end;
    if (note.from >= end || to < range.from || to < note.from) return [];
    const cut = { from: Math.max(range.from, note.from), to: Math.min(end, to) };
    return [{ ...note, ...cut, goesOn: note.to === null || note.to > end, count: 1 }];
  };
  const incidents = sources.incidents
    .filter((i) => i.mergedInto === null && isAbout(i, place))
    .flatMap((i) =>
      noted({
        ...{ kind: 'incident', from: Math.min(i.firstSignAt, i.openedAt), to: i.resolved?.time ?? null },
        ...{ text: i.title, severity: i.severity, incidentId: i.id },
      }),
    );
  const plain = { severity: null, incidentId: null };
  const silences = sources.silences
    .filter((s) => s.expiresAt > s.startsAt && mayConcern(s, place))
    .flatMap((s) =>
      noted({ ...plain, kind: 'silence', from: s.startsAt, to: s.expiresAt, text: `${s.author}: ${s.reason}` }),
    );
  const maintained = sources.maintained.flatMap(({ name, from, to }) =>
    noted({ ...plain, kind: 'maintenance', from, to, text: name }),
  );
  const notes = [...incidents, ...silences, ...maintained].sort((a, b) => a.from - b.from);
  return bySlotOf(notes, (n) => n.from, { from: range.from, to: range.to + 1 }, parts).flatMap((group) =>
    oneOfAKind(group, joinedNotes),
  );
}

/** One that names no server or transport is about all of its cluster, and one without a cluster about the observer itself. */
function isAbout(i: Incident, place: Place): boolean {
  if (i.clusterKey === null) return true;
  if (i.clusterKey !== place.clusterKey) return false;
  if (place.nodeKey !== null && i.nodeKey !== null && i.nodeKey !== place.nodeKey) return false;
  const { transports } = i.affected;
  return place.target === null || transports.length === 0 || transports.includes(place.target);
}

/** Whether something here can be muted by it; whose incidents they are in the end, only incidents tell. */
function mayConcern(s: Silence, place: Place): boolean {
  return s.matchers.every((m) => {
    const own = m.field === 'cluster' ? place.clusterKey : m.field === 'node' ? place.nodeKey : null;
    return own === null || (own === m.value) === (m.is === 'equal');
  });
}

const urgency: Record<NonNullable<HistoryNote['severity']> | 'none', number> = {
  ...{ page: 0, high: 1, ticket: 2, 'in-page': 3, none: 4 },
};

function joinedNotes(a: HistoryNote, b: HistoryNote): HistoryNote {
  const first = urgency[b.severity ?? 'none'] < urgency[a.severity ?? 'none'] ? b : a;
  const cut = { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
  return { ...first, ...cut, goesOn: a.goesOn || b.goesOn, count: a.count + b.count };
}
