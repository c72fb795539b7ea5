/** The tables of a target's series, as CSV: one per chart. */
import { z } from 'zod';
import type { TargetSeries } from '#contract';
import { type Cell, csv, isoTime } from './csv';

export const seriesParts = ['points', 'statuses', 'connects', 'marks'] as const;
export const seriesPart = z.enum(seriesParts);
export type SeriesPart = z.infer<typeof seriesPart>;

export function seriesCsv(series: TargetSeries, part: SeriesPart): Response {
  const { head, rows } = tables[part](series);
  return csv(`${series.target}-${part}-${isoTime(series.from).slice(0, 16)}`, head, rows);
}

interface Table {
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
}

const tables: Record<SeriesPart, (series: TargetSeries) => Table> = {
  points: ({ points }) => ({
    head: ['from', 'to', 'pings', 'missed', 'min_ms', 'p50_ms', 'p95_ms', 'max_ms', 'mean_ms'],
    rows: points.map((p) => [
      ...[isoTime(p.from), isoTime(p.to), p.count, p.misses],
      ...[p.minMs, p.p50Ms, p.p95Ms, p.maxMs, p.meanMs],
    ]),
  }),
  statuses: ({ statuses }) => ({
    head: ['from', 'to', 'status', 'seconds'],
    rows: statuses.map((s) => [isoTime(s.from), isoTime(s.to), s.status, (s.to - s.from) / 1_000]),
  }),
  connects: ({ connects }) => ({
    head: ['at', 'outcome', 'attempts', 'failed', 'took_ms', 'phases', 'failure'],
    rows: connects.map((c) => [
      ...[isoTime(c.at), c.outcome, c.count, c.failed, c.tookMs],
      c.phases.map((p) => `${p.phase} ${p.tookMs}`).join(' | '),
      c.failure === null ? null : `${c.failure.kind} ${c.failure.condition}`,
    ]),
  }),
  marks: ({ marks, notes }) => ({
    head: ['at', 'kind', 'count', 'detail', 'until'],
    rows: [
      ...marks.map((m): Cell[] => [
        ...[isoTime(m.at), m.kind, m.count],
        ...[m.failure === null ? m.what : `${m.failure.kind} ${m.failure.condition}`, null],
      ]),
      ...notes.map((n): Cell[] => [isoTime(n.from), n.kind, n.count, n.text, n.goesOn ? null : isoTime(n.to)]),
    ],
  }),
};
