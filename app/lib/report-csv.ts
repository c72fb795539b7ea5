/** The tables of a month's report, as CSV. */
import type { MonthReport, Percentiles, ReportTable } from '#contract';
import { availabilityCells, availabilityHead } from './availability-answer';
import { type Cell, csv, isoTime } from './csv';

export function reportCsv(report: MonthReport, table: ReportTable): Response {
  const { head, rows } = tables[table](report);
  const month = `${report.year}-${String(report.month).padStart(2, '0')}`;
  return csv(`${report.clusterKey}-${month}-${table}`, head, rows);
}

interface Table {
  head: readonly string[];
  rows: Cell[][];
}

const seconds = (ms: number): number => Math.round(ms) / 1_000;
const percentiles = (p: Percentiles): Cell[] => [p.pings, p.missed, p.p50Ms, p.p95Ms, p.p99Ms, p.maxMs];
const figures = ['pings', 'missed', 'p50_ms', 'p95_ms', 'p99_ms', 'max_ms'];

const tables: Record<ReportTable, (report: MonthReport) => Table> = {
  availability: ({ availability }) => ({ head: availabilityHead, rows: availability.map(availabilityCells) }),
  worstHours: ({ worstHours }) => ({
    head: ['hour', 'down_seconds', 'degraded_seconds', 'unknown_seconds', 'losses', 'targets'],
    rows: worstHours.map((h) => [
      ...[isoTime(h.from), seconds(h.downMs), seconds(h.degradedMs), seconds(h.unknownMs), h.losses],
      h.targets.join(' '),
    ]),
  }),
  losses: ({ losses }) => ({
    head: ['kind', 'condition', 'phase', 'count', 'targets'],
    rows: losses.map(({ failure, count, targets }) => [
      ...[failure.kind, failure.condition, failure.phase, count, targets.join(' ')],
    ]),
  }),
  latency: ({ latency }) => ({
    head: ['target', ...figures, ...figures.map((f) => `before_${f}`)],
    rows: latency.map(({ target, month, before }) => [target, ...percentiles(month), ...percentiles(before)]),
  }),
  outages: ({ outages }) => ({
    head: ['target', 'from', 'to', 'seconds', 'cut', 'failure'],
    rows: outages.map((o) => [
      ...[o.target, isoTime(o.from), isoTime(o.to), seconds(o.to - o.from), o.cut ? 'yes' : 'no'],
      o.failure === null ? null : `${o.failure.kind} ${o.failure.condition}`,
    ]),
  }),
  forcedOuts: ({ forcedOuts }) => ({
    head: [
      'team_id',
      'team',
      'outcome',
      'agents_forced_out',
      'on_a_call',
      'agent_minutes_lost',
      'end_not_known',
      'closed_without_signing_out',
    ],
    rows: forcedOuts.map((f) => [
      ...[f.teamId, f.teamName, f.outcome, f.count, f.onCall, Math.round(f.lostMs / 600) / 100, f.unended, f.closed],
    ]),
  }),
};
