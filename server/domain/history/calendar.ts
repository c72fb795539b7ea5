/** Days and months as people of a time zone have them: 23, 24 or 25 hours long, and now and then something else. */
import type { EpochMs } from '#contract';

export interface CalendarDate {
  year: number;
  /** 1 … 12. */
  month: number;
  day: number;
}

/** [from, to) is all of the day. */
export interface CalendarDay extends CalendarDate {
  from: EpochMs;
  to: EpochMs;
}

const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
/** More than any zone is away from UTC, so that a local midnight lies within. */
const FAR_MS = 16 * HOUR_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the host knows the zone, e.g. `Europe/Berlin`. */
export function isZone(zone: string): boolean {
  try {
    formatFor(zone);
    return true;
  } catch {
    return false;
  }
}

/** What was asked of a zone before, by instant: charts ask for the same midnights again and again, and the answer never changes. */
const wallsOf = new Map<string, Map<EpochMs, EpochMs>>();
/** Of so many instants in all answers are kept: three years of midnights of some zones. */
const WALLS_KEPT = 20_000;
let wallsKept = 0;

/** What a wall clock of the zone shows at that instant, as if it were UTC. Throws `RangeError` for unknown zones. */
export function wallOf(zone: string, at: EpochMs): EpochMs {
  const known = wallsOf.get(zone)?.get(at);
  if (known !== undefined) return known;
  const wall = readWall(zone, at);
  if (at % QUARTER_MS === 0) keepWall(zone, at, wall);
  return wall;
}

function keepWall(zone: string, at: EpochMs, wall: EpochMs): void {
  if (wallsKept >= WALLS_KEPT) {
    wallsOf.clear();
    wallsKept = 0;
  }
  const walls = wallsOf.get(zone) ?? new Map<EpochMs, EpochMs>();
  wallsOf.set(zone, walls.set(at, wall));
  wallsKept += 1;
}

function readWall(zone: string, at: EpochMs): EpochMs {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatFor(zone).formatToParts(at)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1_000) + 1_000) % 1_000);
}

export function dateOf(zone: string, at: EpochMs): CalendarDate {
  return parts(wallOf(zone, at));
}

/** The first instant of a date; where the zone skips the whole day, that of the next. A `day` beyond the month counts on. */
export function dayStart(zone: string, { year, month, day }: CalendarDate): EpochMs {
  const midnight = Date.UTC(year, month - 1, day);
  const guess = midnight - (wallOf(zone, midnight) - midnight);
  const at = midnight - (wallOf(zone, guess) - guess);
  const exact = wallOf(zone, at) === midnight && wallOf(zone, at - 1) < midnight;
  return exact && wallOf(zone, at - HOUR_MS) < midnight ? at : firstAfter(zone, midnight);
}

/** All days that have a part in [from, to), whole ones. */
export function daysOf(zone: string, from: EpochMs, to: EpochMs): CalendarDay[] {
  const days: CalendarDay[] = [];
  let date = dateOf(zone, from);
  let start = dayStart(zone, date);
  while (start < to) {
    const next = parts(Date.UTC(date.year, date.month - 1, date.day + 1));
    const end = usualEnd(zone, start, next) ?? dayStart(zone, next);
    if (end > start) days.push({ ...date, from: start, to: end });
    date = next;
    start = end;
  }
  return days;
}

/** Most days end 24 hours after they began: then looking twice is enough. */
function usualEnd(zone: string, start: EpochMs, next: CalendarDate): EpochMs | null {
  const end = start + 24 * HOUR_MS;
  const midnight = Date.UTC(next.year, next.month - 1, next.day);
  return wallOf(zone, end) === midnight && wallOf(zone, end - HOUR_MS) === midnight - HOUR_MS ? end : null;
}

/** @param month 1 … 12 */
export function monthOf(zone: string, year: number, month: number): { from: EpochMs; to: EpochMs } {
  return { from: dayStart(zone, { year, month, day: 1 }), to: dayStart(zone, { year, month: month + 1, day: 1 }) };
}

/** The same time of day some days later, or earlier; a time that the zone skips there is taken as much later as it skips. */
export function daysLater(zone: string, at: EpochMs, days: number): EpochMs {
  const wall = wallOf(zone, at) + days * 24 * HOUR_MS;
  const guess = wall - (wallOf(zone, wall) - wall);
  const found = wall - (wallOf(zone, guess) - guess);
  return wallOf(zone, found) === wall ? found : Math.max(guess, found);
}

/** Midnight did not happen or happened twice: the first instant from which on the clock shows this date or a later one. */
function firstAfter(zone: string, midnight: EpochMs): EpochMs {
  let before = midnight - FAR_MS;
  let after = midnight + FAR_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallOf(zone, middle) >= midnight) after = middle;
    else before = middle;
  }
  return after;
}

function parts(wall: EpochMs): CalendarDate {
  const date = new Date(wall);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}
