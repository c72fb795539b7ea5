/** What happened to a target at moments: losses, returns, changes of its configuration and certificate, wishes, starts of the observer. */
import type { Event, HistoryMark } from '#contract';
import type { Span } from '../history/timeline';
import { bySlotOf } from './thin';

/** Types of events that become marks. */
export const markedTypes = [
  'session-lost',
  'connect-finished',
  'target-configured',
  'certificate-changed',
  'command-accepted',
  'observer-started',
] as const;

export function markOf(e: Event): HistoryMark | null {
  const plain = { at: e.at, count: 1, failure: null, what: null };
  switch (e.type) {
    case 'session-lost':
      return { ...plain, kind: 'lost', failure: e.failure };
    case 'connect-finished':
      return e.outcome === 'online' ? { ...plain, kind: 'connected' } : null;
    case 'target-configured':
      return { ...plain, kind: 'configured' };
    case 'certificate-changed':
      return { ...plain, kind: 'certificate' };
    case 'command-accepted':
      return { ...plain, kind: 'command', what: e.command };
    case 'observer-started':
      return { ...plain, kind: 'observer' };
    default:
      return null;
  }
}

/** In order of time; at most one of a kind in each of `parts` slots, standing for all of it there. */
export function marksOf(events: readonly Event[], range: Span, parts: number): HistoryMark[] {
  const marks = withoutRepeats(events)
    .flatMap((e) => markOf(e) ?? [])
    .sort((a, b) => a.at - b.at);
  return bySlotOf(marks, (m) => m.at, range, parts).flatMap(oneOfAKind);
}

/** A start of the worker tells every configuration again: only what is different is a change. */
function withoutRepeats(events: readonly Event[]): Event[] {
  let before: string | null = null;
  return [...events]
    .sort((a, b) => a.at - b.at)
    .filter((e) => {
      if (e.type !== 'target-configured') return true;
      const { eventId: _id, at: _at, ...rest } = e;
      const now = JSON.stringify({ ...rest, seq: 0 });
      const changed = before !== null && before !== now;
      before = now;
      return changed;
    });
}

function oneOfAKind(marks: readonly HistoryMark[]): HistoryMark[] {
  const kinds = new Map<HistoryMark['kind'], HistoryMark>();
  for (const mark of marks) {
    const known = kinds.get(mark.kind);
    kinds.set(mark.kind, known === undefined ? mark : { ...known, count: known.count + mark.count });
  }
  return [...kinds.values()];
}
