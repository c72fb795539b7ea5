/** The connects as bars on one scale: where each phase lies, and in words how it ended. Pure. */
import type { ConnectAttempt, ConnectPhase } from '#contract';
import { failureSentence } from '../format/failure-sentence';
import { phaseName } from '../format/names';
import { formatRtt, quantile } from '../format/units';

export interface Bar {
  phase: ConnectPhase;
  offsetMs: number;
  tookMs: number;
  /** The attempt died in it. */
  failed: boolean;
}

export interface WaterfallRow {
  attempt: ConnectAttempt;
  bars: Bar[];
  totalMs: number;
  /** How it ended, in words. */
  words: string;
}

export function waterfallRows(connects: readonly ConnectAttempt[]): WaterfallRow[] {
  return connects.map((attempt) => {
    const died = attempt.outcome === 'failed' ? attempt.phases.length - 1 : -1;
    const bars = attempt.phases.map((span, i) => ({ ...span, failed: i === died }));
    const end = bars.reduce((max, b) => Math.max(max, b.offsetMs + b.tookMs), 0);
    const totalMs = Math.max(end, attempt.outcome === 'online' ? 0 : attempt.at - attempt.startedAt);
    return { attempt, bars, totalMs, words: wordsOf(attempt, totalMs) };
  });
}

function wordsOf(attempt: ConnectAttempt, totalMs: number): string {
  switch (attempt.outcome) {
    case 'online':
      return `online after ${formatRtt(totalMs)} ms`;
    case 'abandoned':
      return 'abandoned';
    case 'failed':
      return attempt.failure === null ? 'failed' : failureSentence(attempt.failure);
  }
}

const tops = [
  10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 2_000, 3_000, 5_000, 10_000, 15_000, 30_000, 60_000,
];

/**
 * The common scale. One attempt that hung would flatten all the others, so an attempt that took more than 3 times as long as the
 * usual one that went well may leave the scale.
 */
export function waterfallTopMs(rows: readonly WaterfallRow[]): number {
  const longest = Math.max(0, ...rows.map((r) => r.totalMs));
  const usual = quantile(
    rows.filter((r) => r.attempt.outcome === 'online').map((r) => r.totalMs),
    0.5,
  );
  const wanted = usual === null ? longest : Math.min(longest, usual * 3);
  return tops.find((t) => t >= wanted) ?? wanted;
}

/** The phases that occur, in their first order, with their names. */
export function phasesIn(rows: readonly WaterfallRow[]): { phase: ConnectPhase; name: string }[] {
  const seen = new Set(rows.flatMap((r) => r.bars.map((b) => b.phase)));
  return [...seen].map((phase) => ({ phase, name: phaseName(phase) }));
}

/** The time that an attempt spent in a phase over all its spans (features come twice with STARTTLS); null = never in it. */
export function tookIn(row: WaterfallRow, phase: ConnectPhase): number | null {
  const spans = row.bars.filter((b) => b.phase === phase);
  return spans.length === 0 ? null : spans.reduce((sum, b) => sum + b.tookMs, 0);
}
