/** Round moments of a zone for an axis over any range, minutes to years, and what they are called. Pure. */
import type { EpochMs } from '#contract';
import { zoneOffsetMs } from '../agent/zone-offset';
import { formatMinute, formatTime } from '../format/clock';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200];
const days = [1, 2, 7, 14];
const months = [1, 2, 3, 6, 12, 24];

export interface Tick {
  at: EpochMs;
  label: string;
  /** The first one of a day, month or year. */
  strong: boolean;
}

/** @param most how many have room, at least 1 */
export function timeTicks(from: EpochMs, to: EpochMs, most: number, zone: string | undefined): Tick[] {
  const length = to - from;
  const step = seconds.map((s) => s * 1_000).find((s) => length / s <= most);
  if (step !== undefined) return clockTicks(from, to, step, zone);
  const every = days.find((d) => length / (d * DAY_MS) <= most);
  if (every !== undefined) return dayTicks(from, to, every, zone);
  const everyMonths = months.find((m) => length / (m * 30.4 * DAY_MS) <= most) ?? 24;
  return monthTicks(from, to, everyMonths, zone);
}

function clockTicks(from: EpochMs, to: EpochMs, step: number, zone: string | undefined): Tick[] {
  const ticks: Tick[] = [];
  // The zone's own hours: steps of more than an hour begin at its midnight, on both sides of a change of its clocks.
  const first = Math.floor((from + zoneOffsetMs(from, zone)) / step) * step;
  for (let wall = first; ; wall += step) {
    const at = ofWall(wall, zone);
    if (at > to) return ticks;
    if (at < from || at <= (ticks.at(-1)?.at ?? -1)) continue;
    const midnight = wall % DAY_MS === 0;
    const label = midnight ? dayLabel(at, zone) : step < MINUTE_MS ? formatTime(at, zone) : formatMinute(at, zone);
    ticks.push({ at, label, strong: midnight });
  }
}

function dayTicks(from: EpochMs, to: EpochMs, every: number, zone: string | undefined): Tick[] {
  const ticks: Tick[] = [];
  const first = Math.floor((from + zoneOffsetMs(from, zone)) / DAY_MS);
  for (let day = first; ; day += 1) {
    const at = ofWall(day * DAY_MS, zone);
    if (at > to) return ticks;
    const date = new Date(day * DAY_MS);
    // Weeks begin on Monday; the first of January 1970 was a Thursday.
    const due = every < 7 ? day % every === 0 : (day + 3) % every === 0;
    if (at >= from && due) ticks.push({ at, label: dayLabel(at, zone), strong: date.getUTCDate() <= every });
  }
}

function monthTicks(from: EpochMs, to: EpochMs, every: number, zone: string | undefined): Tick[] {
  const ticks: Tick[] = [];
  const start = new Date(from + zoneOffsetMs(from, zone));
  for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth(); ; month += 1) {
    const at = ofWall(Date.UTC(Math.floor(month / 12), month % 12, 1), zone);
    if (at > to) return ticks;
    if (at < from || month % every !== 0) continue;
    const january = month % 12 === 0;
    ticks.push({ at, label: january ? labelOf('year', at, zone) : labelOf('month', at, zone), strong: january });
  }
}

/** @param wall what the zone's clocks show, as if it were UTC */
function ofWall(wall: number, zone: string | undefined): EpochMs {
  const guess = wall - zoneOffsetMs(wall, zone);
  return wall - zoneOffsetMs(guess, zone);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const options = {
  day: { day: 'numeric', month: 'short' },
  month: { month: 'short' },
  year: { year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

function labelOf(name: keyof typeof options, at: EpochMs, zone: string | undefined): string {
  const key = `${name}@${zone ?? ''}`;
  const known =
    formats.get(key) ??
    new Intl.DateTimeFormat('en-GB', { ...options[name], ...(zone === undefined ? {} : { timeZone: zone }) });
  formats.set(key, known);
  return known.format(at);
}

/** `20 Nov` */
export function dayLabel(at: EpochMs, zone: string | undefined): string {
  return labelOf('day', at, zone);
}
