/** Incidents, silences and maintenance on an axis of time: what is drawn, what can be pressed, and in words. Pure. */
import type { HistoryNote } from '#contract';
import { formatMoment } from '../format/clock';
import { formatDuration, plural } from '../format/units';
import type { Span } from './view';

export const noteWords: Record<HistoryNote['kind'], string> = {
  incident: 'Incident',
  maintenance: 'Maintenance',
  silence: 'Silence',
};

/** `Maintenance for 2 h 00 min: Patching`, `Incident, going on for 4 min: Server A is out of service, and 2 more here` */
export function noteSentence({ kind, from, to, goesOn, text, count }: HistoryNote): string {
  const lasts = formatDuration(Math.max(1_000, to - from));
  const more = count > 1 ? `, and ${plural(count - 1, 'more', 'more')} here` : '';
  return `${noteWords[kind]}${goesOn ? `, going on for ${lasts}` : ` for ${lasts}`}: ${text}${more}`;
}

/** What can be pressed: an incident, or all of those that begin so near each other that one handle has room. */
export interface Handle {
  /** In the middle of its slot, 0 … 1. */
  share: number;
  /** The most urgent of them, or else the first. */
  note: HistoryNote & { incidentId: string };
  count: number;
  label: string;
}

const urgency = { page: 0, high: 1, ticket: 2, 'in-page': 3 } as const;
const urgencyOf = (note: HistoryNote) => (note.severity === null ? 4 : urgency[note.severity]);

/** @param slots how many handles have room beside each other */
export function handlesOf(
  notes: readonly HistoryNote[],
  span: Span,
  slots: number,
  zone: string | undefined,
): Handle[] {
  const groups = new Map<number, Handle['note'][]>();
  for (const note of notes) {
    if (note.incidentId === null || note.to < span.from || note.from > span.to) continue;
    const share = Math.max(0, (note.from - span.from) / Math.max(1, span.to - span.from));
    const slot = Math.min(slots - 1, Math.floor(share * slots));
    groups.set(slot, [...(groups.get(slot) ?? []), { ...note, incidentId: note.incidentId }]);
  }
  return [...groups].flatMap(([slot, group]) => {
    const [first] = [...group].sort((a, b) => urgencyOf(a) - urgencyOf(b));
    if (first === undefined) return [];
    const count = group.reduce((sum, note) => sum + note.count, 0);
    const label = `${formatMoment(first.from, span.to, zone)} ${noteSentence({ ...first, count })}`;
    return [{ share: (slot + 0.5) / slots, note: first, count, label }];
  });
}
