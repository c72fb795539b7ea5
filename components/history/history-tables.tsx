'use client';
/** What the charts show as tables, drawn only when they are opened, each with its CSV. */
import type { TargetSeries } from '#contract';
import { failureSentence } from '../format/failure-sentence';
import { phaseName } from '../format/names';
import { formatCount, formatDuration, formatRtt, formatSpan } from '../format/units';
import { useApi } from '../live/live-context';
import { FoldedTable } from './folded-table';
import classes from './history-tables.module.css';
import { noteSentence } from './notes';
import { lossOf, markSentence, percentOf, statusWords } from './words';

interface Table {
  part: 'points' | 'statuses' | 'connects' | 'marks';
  name: string;
  head: readonly string[];
  rows(series: TargetSeries, when: (at: number) => string): (readonly string[])[];
}

const ms = (value: number | null): string => (value === null ? '–' : formatRtt(value));

const tables: readonly Table[] = [
  {
    part: 'points',
    name: 'RTT and loss',
    head: ['From', 'Pings', 'Missed', 'Loss', 'Least ms', 'p50 ms', 'p95 ms', 'Most ms'],
    rows: ({ points }, when) =>
      points.map((p) => [
        ...[when(p.from), formatCount(p.count), formatCount(p.misses), p.misses === 0 ? '0' : percentOf(lossOf(p))],
        ...[ms(p.minMs), ms(p.p50Ms), ms(p.p95Ms), ms(p.maxMs)],
      ]),
  },
  {
    part: 'statuses',
    name: 'Availability',
    head: ['From', 'For', 'Status'],
    rows: ({ statuses }, when) =>
      statuses.map((s) => [when(s.from), formatDuration(s.to - s.from), statusWords[s.status]]),
  },
  {
    part: 'connects',
    name: 'Connects',
    head: ['At', 'Attempts', 'Failed', 'Took', 'Phases and outcome'],
    rows: ({ connects }, when) =>
      connects.map((c) => [
        ...[when(c.at), formatCount(c.count), formatCount(c.failed), formatSpan(c.tookMs)],
        c.failure === null
          ? c.phases.map((p) => `${phaseName(p.phase)} ${formatSpan(p.tookMs)}`).join(', ')
          : failureSentence(c.failure),
      ]),
  },
  {
    part: 'marks',
    name: 'Events',
    head: ['At', 'What'],
    rows: ({ marks, notes }, when) =>
      [
        ...marks.map((m) => ({ at: m.at, words: markSentence(m) })),
        ...notes.map((n) => ({ at: n.from, words: noteSentence(n) })),
      ]
        .sort((a, b) => a.at - b.at)
        .map(({ at, words }) => [when(at), words]),
  },
];

export function HistoryTables({ series }: { series: TargetSeries }) {
  return (
    <div className={classes.tables}>
      {tables.map((table) => (
        <OneTable key={table.part} table={table} series={series} />
      ))}
    </div>
  );
}

function OneTable({ table, series }: { table: Table; series: TargetSeries }) {
  const { target, from, to } = series;
  const csv = useApi().seriesCsv({ target, from, to, points: 600, zone: series.zone, earlierDays: 0 }, table.part);
  const { name, part, head } = table;
  return <FoldedTable {...{ name, part, head, csv }} end={to} rows={(when) => table.rows(series, when)} />;
}
