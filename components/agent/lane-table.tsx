'use client';
/** The chart's facts as a table: what was the case from when to when. */
import { useState } from 'react';
import { formatDuration } from '../format/units';
import classes from './agent-page.module.css';
import { spanWords } from './lane-words';
import type { LaneSpan, Lanes } from './lanes';
import { useWindowTimes } from './use-when';

export function LaneTable({ lanes }: { lanes: Lanes }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>As a table</summary>
      {open && (
        <div className={classes.tables}>
          <Spans caption="Connection" spans={lanes.verdict} />
          <Spans caption="Agent state, kept around disconnects only" spans={lanes.states} />
        </div>
      )}
    </details>
  );
}

function Spans({ caption, spans }: { caption: string; spans: readonly LaneSpan[] }) {
  const when = useWindowTimes();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className={classes.scroll} aria-label={caption} tabIndex={0}>
      <table className={classes.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">For</th>
            <th scope="col" className={classes.text}>
              What
            </th>
          </tr>
        </thead>
        <tbody>
          {[...spans].reverse().map((span) => (
            <tr key={`${span.from} ${span.kind}`}>
              <td>{when(span.from)}</td>
              <td>{formatDuration(span.to - span.from)}</td>
              <td className={classes.text}>{spanWords(span)}</td>
            </tr>
          ))}
          {spans.length === 0 && (
            <tr>
              <td colSpan={3} className={classes.text}>
                Nothing in this window.
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
