/** What a window that somebody plans would be: its next times, and what changes of the clocks do to them. */
import type { EpochMs, PlannedWindow, WindowPreview } from '#contract';
import { isZone, wallOf } from '../history/calendar';
import { isCron, spansOf } from './maintenance';

const SHOWN = 6;

/** @param at now: spans that are over are not told */
export function windowPreviewOf(when: PlannedWindow['when'], at: EpochMs): WindowPreview {
  if (when.kind === 'recurring') {
    if (!isZone(when.zone)) return { ok: false, message: `${when.zone} is not a time zone such as Europe/Paris.` };
    if (!isCron(when.cron, when.zone))
      return { ok: false, message: 'The pattern cannot be read; it looks like 0 22 * * sun.' };
  } else if (when.to <= when.from) return { ok: false, message: 'It ends before it begins.' };
  const next = spansOf(when, at, Number.MAX_SAFE_INTEGER, SHOWN);
  if (next.length === 0)
    return {
      ok: false,
      message: when.kind === 'once' ? 'It would be over already.' : 'The pattern never comes again.',
    };
  const { kind } = when;
  return { ok: true, next: next.map((s) => ({ ...s, note: kind === 'once' ? null : noteOf(s, next, when.zone) })) };
}

/** null: the clocks do nothing to it. */
function noteOf({ from, to }: Span, all: readonly Span[], zone: string): string | null {
  const shownMs = wallOf(zone, to) - wallOf(zone, from) - (to - from);
  if (shownMs !== 0)
    return `The clocks are put ${shownMs > 0 ? 'forward' : 'back'} while it lasts: it ends at ${clock(zone, to)}.`;
  if (isLeftOut(zone, from, all))
    return `The clocks leave out the time at which it begins: it begins at ${clock(zone, from)}.`;
  const [first] = all;
  const offset = (at: EpochMs) => wallOf(zone, at) - at;
  return first !== undefined && offset(from) !== offset(first.from) ? 'After a change of the clocks.' : null;
}

interface Span {
  from: EpochMs;
  to: EpochMs;
}

const HOUR_MS = 3_600_000;

/** It begins within the hours after a jump of the clocks, later than it does on all other days. */
function isLeftOut(zone: string, from: EpochMs, all: readonly Span[]): boolean {
  const jump = wallOf(zone, from) - from - (wallOf(zone, from - 3 * HOUR_MS) - (from - 3 * HOUR_MS));
  if (jump <= 0) return false;
  const time = (at: EpochMs) => clock(zone, at);
  return all.length > 1 && all.every((s) => s.from === from || time(s.from) !== time(from));
}

/** `03:30` */
function clock(zone: string, at: EpochMs): string {
  return new Date(wallOf(zone, at)).toISOString().slice(11, 16);
}
