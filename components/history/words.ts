/** A series in words: what each chart shows, for those who do not see it, and what is under the cursor. Pure. */
import type {
  ConnectColumn,
  EpochMs,
  HistoryMark,
  HistoryPoint,
  HistoryStatus,
  StatusTally,
  TargetSeries,
} from '#contract';
import { formatMoment } from '../format/clock';
import { failureSentence } from '../format/failure-sentence';
import { formatCount, formatDuration, formatRtt, formatSpan, plural } from '../format/units';
import { availabilityText } from './availability-words';
import type { Span, View } from './view';

export const statusWords: Record<HistoryStatus, string> = {
  up: 'Up',
  degraded: 'Degraded',
  down: 'Down',
  unknown: 'Unknown',
  maintained: 'Maintenance',
};

export const markWords: Record<HistoryMark['kind'], string> = {
  lost: 'Session lost',
  connected: 'Connected',
  configured: 'Configuration changed',
  certificate: 'Certificate changed',
  command: 'Command',
  observer: 'Holdfast started',
};

const commands: Record<string, string> = {
  'pause-target': 'Paused by hand',
  'resume-target': 'Resumed by hand',
  'reconnect-target': 'Reconnected by hand',
};

export function markSentence(mark: HistoryMark): string {
  const what = mark.kind === 'command' ? (commands[mark.what ?? ''] ?? markWords.command) : markWords[mark.kind];
  const why = mark.failure === null ? '' : `: ${failureSentence(mark.failure)}`;
  return `${what}${why}${mark.count > 1 ? `, and ${plural(mark.count - 1, 'more', 'more')} here` : ''}`;
}

const ms = (value: number | null): string => (value === null ? '–' : `${formatRtt(value)} ms`);

/** `1 204 pings, 3 missed (0.25 %); half within 12 ms, 95 % within 20 ms, slowest 31 ms` */
export function rttWords({ whole }: Pick<TargetSeries, 'whole'>): string {
  const counted = `${plural(whole.count, 'ping')}, ${formatCount(whole.misses)} missed${lossShare(whole)}`;
  if (whole.p50Ms === null) return counted;
  return `${counted}; half within ${ms(whole.p50Ms)}, 95 % within ${ms(whole.p95Ms)}, slowest ${ms(whole.maxMs)}`;
}

function lossShare({ count, misses }: HistoryPoint): string {
  return misses === 0 || count === 0 ? '' : ` (${percentOf(misses / count)})`;
}

/** `0.25 %`, `12 %`; never `0 %` of something. */
export function percentOf(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  return `${percent >= 10 ? percent.toFixed(0) : percent >= 1 ? percent.toFixed(1) : percent.toFixed(2)} %`;
}

export function lossWords({ whole, points }: Pick<TargetSeries, 'whole' | 'points'>): string {
  if (whole.misses === 0) return whole.count === 0 ? 'No ping in this range.' : 'No ping was missed.';
  const worst = points.reduce<HistoryPoint | null>((a, p) => (a === null || lossOf(p) > lossOf(a) ? p : a), null);
  const most =
    worst === null || worst.count < 2 ? '' : `; at worst ${percentOf(lossOf(worst))} of ${formatCount(worst.count)}`;
  return `${formatCount(whole.misses)} of ${plural(whole.count, 'ping')} missed${lossShare(whole)}${most}`;
}

export const lossOf = (p: HistoryPoint): number => (p.count === 0 ? 0 : p.misses / p.count);

/** Percentages say over what: unknown and maintained time is not part of it. */
export function tallyWords(tally: StatusTally): string {
  return availabilityText(tally).sentence;
}

export function connectWords(connects: readonly ConnectColumn[]): string {
  if (connects.length === 0) return 'No attempt to connect in this range.';
  const count = connects.reduce((sum, c) => sum + c.count, 0);
  const failed = connects.reduce((sum, c) => sum + c.failed, 0);
  const slowest = connects.reduce((a, b) => (b.tookMs > a.tookMs ? b : a));
  return `${plural(count, 'attempt')}, ${failed === 0 ? 'none failed' : `${formatCount(failed)} failed`}; slowest ${formatSpan(slowest.tookMs)}`;
}

/** `every ping`, `a point is 5 min` */
export function stepWords({ stepMs, points }: { stepMs: number | null; points: readonly unknown[] }): string {
  if (points.length === 0) return 'no pings';
  if (stepMs === null) return 'every ping';
  if (stepMs >= 86_400_000) return `a point is ${plural(stepMs / 86_400_000, 'day')}`;
  if (stepMs >= 3_600_000) return `a point is ${stepMs / 3_600_000} h`;
  return `a point is ${stepMs >= 60_000 ? `${stepMs / 60_000} min` : formatSpan(stepMs)}`;
}

export function viewWords(view: View, zone: string | undefined): string {
  return view.kind === 'live' ? view.range.words : spanWords(view, zone);
}

/** `19 Nov 09:00:00 to 20 Nov 10:00:00, 1 d 01 h` */
export function spanWords({ from, to }: Span, zone: string | undefined): string {
  return `${formatMoment(from, 0, zone)} to ${formatMoment(to, from, zone)}, ${formatDuration(to - from)}`;
}

/** The point that a moment lies in; of single pings the nearest, unless it is far away. */
export function pointAt<T extends Span>(points: readonly T[], at: EpochMs, span: Span): T | null {
  let best: T | null = null;
  let bestAway = (span.to - span.from) / 40;
  for (const p of points) {
    if (at >= p.from && at < p.to) return p;
    const away = Math.min(Math.abs(at - p.from), Math.abs(at - p.to));
    if (away < bestAway) [best, bestAway] = [p, away];
  }
  return best;
}

/** `p50 12 ms, p95 20 ms, most 31 ms, 1 of 30 missed` */
export function pointWords(p: HistoryPoint): string {
  if (p.count === 1) return p.p50Ms === null ? 'missed' : ms(p.p50Ms);
  const missed = p.misses === 0 ? '' : `, ${formatCount(p.misses)} of ${formatCount(p.count)} missed`;
  if (p.p50Ms === null) return `all ${formatCount(p.count)} missed`;
  return `p50 ${ms(p.p50Ms)}, p95 ${ms(p.p95Ms)}, most ${ms(p.maxMs)}${missed}`;
}
