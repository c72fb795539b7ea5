/** The heartbeat strip as values: the last pings, their gaps, and a scale that does not jump. Pure. */
import type { Sample } from '#contract';
import { formatRtt, quantile } from '../format/units';
import type { Span } from './model';

export type Cell =
  | { kind: 'answered'; rttMs: number }
  | { kind: 'missed' }
  /** Nobody observed. */
  | { kind: 'unknown' }
  /** No session, so no pings. */
  | { kind: 'absent' };

export const STRIP_CELLS = 90;

/**
 * The newest `count` cells, oldest first; a hole in time becomes one cell, unknown when the observer was away then.
 * @param pace how far apart pings can lie while a session is up
 */
export function stripCells(
  samples: readonly Sample[],
  unknown: readonly Span[],
  pace: { pingIntervalMs: number; pingTimeoutMs: number },
  count = STRIP_CELLS,
): Cell[] {
  const longest = (pace.pingIntervalMs + pace.pingTimeoutMs) * 1.25;
  const newest = samples.slice(-count);
  const cells = newest.flatMap((sample, i): Cell[] => {
    const before = newest[i - 1];
    const own: Cell = sample.rttMs === null ? { kind: 'missed' } : { kind: 'answered', rttMs: sample.rttMs };
    if (before === undefined) return [own];
    if (touches(unknown, before.at, sample.at)) return [{ kind: 'unknown' }, own];
    return sample.at - before.at > longest ? [{ kind: 'absent' }, own] : [own];
  });
  return cells.slice(-count);
}

function touches(spans: readonly Span[], from: number, to: number): boolean {
  return spans.some((s) => s.to > from && s.from < to);
}

const steps = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000];

/** The RTT that fills the strip's height: a round number above nearly all pings. */
export function stripScaleMs(cells: readonly Cell[]): number {
  const rtts = cells.flatMap((c) => (c.kind === 'answered' ? [c.rttMs] : []));
  const high = (quantile(rtts, 0.97) ?? 0) * 1.15;
  return steps.find((s) => s >= high) ?? high;
}

/** The strip in words, for those who do not see it. */
export function stripSummary(cells: readonly Cell[]): string {
  const rtts = cells.flatMap((c) => (c.kind === 'answered' ? [c.rttMs] : []));
  const missed = cells.filter((c) => c.kind === 'missed').length;
  const unknown = cells.some((c) => c.kind === 'unknown') ? ', with time that nobody observed' : '';
  const pings = rtts.length + missed;
  if (pings === 0) return 'No pings in the last 15 minutes';
  const slowest = rtts.length === 0 ? '' : `, slowest ${formatRtt(Math.max(...rtts))} ms`;
  return `Last ${pings} pings: ${rtts.length} answered, ${missed} missed${slowest}${unknown}`;
}
