'use client';
/** What a chart shows as a table, newest first, drawn only when it is opened, with its CSV. */
import { useState } from 'react';
import type { EpochMs } from '#contract';
import { formatMoment } from '../format/clock';
import { useZone } from '../live/live-context';
import classes from './history-tables.module.css';

interface Props {
  name: string;
  /** What it is about, for its columns. */
  part: string;
  head: readonly string[];
  /** Address of the same as CSV. */
  csv: string;
  /** Times of its day are told without the day. */
  end: EpochMs;
  rows(when: (at: EpochMs) => string): readonly (readonly string[])[];
}

export function FoldedTable({ name, part, head, csv, end, rows: rowsOf }: Props) {
  const { zone } = useZone();
  const [open, setOpen] = useState(false);
  const rows = open ? rowsOf((at) => formatMoment(at, end, zone)) : [];
  return (
    <details className={classes.details} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{name} as a table</summary>
      <p className={classes.csv}>
        <a href={csv} download>
          {name} as CSV
        </a>
      </p>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
        <section className={classes.scroll} aria-label={name} tabIndex={0}>
          <table className={classes.table} data-part={part}>
            <thead>
              <tr>
                {head.map((column) => (
                  <th key={column} scope="col">
                    {column}
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
                    <td key={head[column + 1]}>{cell}</td>
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
