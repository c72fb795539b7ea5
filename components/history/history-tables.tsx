'use client';
/** What the charts show as tables, drawn only when they are opened, each with its CSV. */
import { useState } from 'react';
import type { TargetSeries } from '#contract';
import { formatMoment } from '../format/clock';
import { failureSentence } from '../format/failure-sentence';
import { phaseName } from '../format/names';
import { formatCount, formatDuration, formatRtt, formatSpan } from '../format/units';
import { useApi, useZone } from '../live/live-context';
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
  const { zone } = useZone();
  const [open, setOpen] = useState(false);
  const { target, from, to } = series;
  const csv = useApi().seriesCsv({ target, from, to, points: 600, zone: series.zone, earlierDays: 0 }, table.part);
  const rows = open ? table.rows(series, (at) => formatMoment(at, series.to, zone)) : [];
  return (
    <details className={classes.details} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{table.name} as a table</summary>
      <p className={classes.csv}>
        <a href={csv} download>
          {table.name} as CSV
        </a>
      </p>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
        <section className={classes.scroll} aria-label={table.name} tabIndex={0}>
          <table className={classes.table} data-part={table.part}>
            <thead>
              <tr>
                {table.head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.toReversed().map(([first = '', ...cells], i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and the table is drawn as a whole
                <tr key={`${first} ${i}`}>
                  <th scope="row">{first}</th>
                  {cells.map((cell, column) => (
                    <td key={table.head[column + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length === 0 && <p className={classes.none}>Nothing in this range.</p>}
        </section>
      )}
    </details>
  );
}
