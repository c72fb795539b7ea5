/** The lines, spans and marks of the board's last four hours, and the same in words and rows. Pure. */
import type { EpochMs, MinuteCount } from '#contract';
import { formatMinute } from '../format/clock';
import { formatCount, inWords, plural } from '../format/units';
import type { XY } from './axes';

const MINUTE_MS = 60_000;
/** A minute that is missing breaks the line. */
const LONGEST_GAP_MS = 2.5 * MINUTE_MS;

export interface DaySpan {
  from: EpochMs;
  to: EpochMs;
}

export interface DayMark {
  at: EpochMs;
  /** `14, Lyon` */
  label: string;
}

export interface DaySeries {
  connected: XY[];
  atRisk: XY[];
  forcedOut: XY[];
  topConnected: number;
  topTrouble: number;
}

/** @param minutes oldest first, of all clusters in sight together */
export function daySeries(minutes: readonly MinuteCount[]): DaySeries {
  const most = (of: (m: MinuteCount) => number) => Math.max(0, ...minutes.map(of));
  return {
    connected: line(minutes, (m) => m.connected + m.unstable),
    atRisk: line(minutes, (m) => m.atRisk),
    forcedOut: line(minutes, (m) => m.forcedOut),
    topConnected: roundTop(most((m) => m.connected + m.unstable)),
    topTrouble: roundTop(
      Math.max(
        4,
        most((m) => Math.max(m.atRisk, m.forcedOut)),
      ),
    ),
  };
}

function line(minutes: readonly MinuteCount[], of: (m: MinuteCount) => number): XY[] {
  return minutes.flatMap((m, i) => {
    const before = minutes[i - 1];
    const own = { x: m.at, y: of(m) };
    const gap = before !== undefined && m.at - before.at > LONGEST_GAP_MS;
    return gap ? [{ x: before.at + 1, y: Number.NaN }, own] : [own];
  });
}

/** 1, 2, 4, 5 or 8 times a power of ten. */
export function roundTop(most: number): number {
  if (most <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].find((s) => s * power >= most) ?? 10;
  return Math.ceil(step * power);
}

/** Minutes of several clusters, added up where both were counted. */
export function summedMinutes(clusters: Iterable<readonly MinuteCount[]>): MinuteCount[] {
  const byMinute = new Map<number, MinuteCount>();
  for (const minutes of clusters) {
    for (const m of minutes) {
      const at = Math.floor(m.at / MINUTE_MS) * MINUTE_MS;
      const sum = byMinute.get(at);
      byMinute.set(at, sum === undefined ? { ...m, at } : added(sum, m));
    }
  }
  return [...byMinute.values()].sort((a, b) => a.at - b.at);
}

function added(a: MinuteCount, b: MinuteCount): MinuteCount {
  return {
    at: a.at,
    connected: a.connected + b.connected,
    unstable: a.unstable + b.unstable,
    atRisk: a.atRisk + b.atRisk,
    forcedOut: a.forcedOut + b.forcedOut,
    loggedOut: a.loggedOut + b.loggedOut,
    unknown: a.unknown + b.unknown,
  };
}

/** What the chart shows, in a sentence. */
export function daySummary(
  minutes: readonly MinuteCount[],
  marks: readonly DayMark[],
  unobserved: readonly DaySpan[],
  zone?: string,
): string {
  if (minutes.length === 0) return 'Nothing was counted in the last 4 hours.';
  const here = minutes.map((m) => m.connected + m.unstable);
  const worst = minutes.reduce((a, b) => (b.atRisk > a.atRisk ? b : a));
  const risk =
    worst.atRisk === 0
      ? 'nobody was at risk at a full minute'
      : `at most ${formatCount(worst.atRisk)} at risk, at ${formatMinute(worst.at, zone)}`;
  const named = marks.slice(-3).map((m) => `${m.label} at ${formatMinute(m.at, zone)}`);
  const groups =
    marks.length === 0 ? 'no group disconnect' : `${plural(marks.length, 'group disconnect')}: ${inWords(named)}`;
  const gaps = unobserved.map((s) => `${formatMinute(s.from, zone)} to ${formatMinute(s.to, zone)}`);
  const blind = gaps.length === 0 ? '' : ` Not observed: ${inWords(gaps.slice(0, 4))}.`;
  const [least, most] = [Math.min(...here), Math.max(...here)];
  const connected = least === most ? formatCount(most) : `Between ${formatCount(least)} and ${formatCount(most)}`;
  return `${connected} agents connected; ${risk}; ${groups}.${blind}`;
}

/** One row every quarter of an hour, newest first: the last count before it, and the worst of the quarter. */
export interface DayRow {
  at: EpochMs;
  connected: number;
  atRisk: number;
  forcedOut: number;
  unknown: number;
}

export function dayRows(minutes: readonly MinuteCount[], stepMin = 15): DayRow[] {
  const step = stepMin * MINUTE_MS;
  const rows = new Map<number, DayRow>();
  for (const m of minutes) {
    const at = Math.floor(m.at / step) * step;
    const row = rows.get(at);
    rows.set(at, {
      at,
      connected: m.connected + m.unstable,
      atRisk: Math.max(row?.atRisk ?? 0, m.atRisk),
      forcedOut: Math.max(row?.forcedOut ?? 0, m.forcedOut),
      unknown: Math.max(row?.unknown ?? 0, m.unknown),
    });
  }
  return [...rows.values()].sort((a, b) => b.at - a.at);
}
