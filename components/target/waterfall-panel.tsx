'use client';
/** The last connects, phase by phase: a bar per attempt on one scale, the failure in words, and the same as a table. */
import { memo } from 'react';
import type { ConnectAttempt } from '#contract';
import { phaseName } from '../format/names';
import { formatRtt } from '../format/units';
import { Moment } from '../session/moment';
import { PhaseMark } from '../session/phase-mark';
import tables from './tables.module.css';
import { type Bar, phasesIn, tookIn, type WaterfallRow, waterfallRows, waterfallTopMs } from './waterfall';
import classes from './waterfall-panel.module.css';

export const WaterfallPanel = memo(function WaterfallPanel({ connects }: { connects: readonly ConnectAttempt[] }) {
  const rows = waterfallRows(connects);
  const topMs = waterfallTopMs(rows);
  return (
    <section className={classes.panel} aria-labelledby="connects">
      <div className={classes.head}>
        <h2 id="connects">Last connects, phase by phase</h2>
        {rows.length > 0 && <p className={classes.scale}>Bars from 0 to {formatRtt(topMs)} ms</p>}
      </div>
      {rows.length === 0 && <p className={classes.none}>No attempt to connect is on record yet.</p>}
      {rows.length > 0 && (
        <>
          <ul className={classes.legend} aria-hidden="true">
            {phasesIn(rows).map(({ phase, name }) => (
              <li key={phase}>
                <span className={classes.swatch} data-phase={phase} /> {name}
              </li>
            ))}
          </ul>
          <ol className={classes.rows}>
            {rows.map((row) => (
              <Attempt key={row.attempt.startedAt} row={row} topMs={topMs} />
            ))}
          </ol>
          <details className={classes.details}>
            <summary>The same as a table</summary>
            <PhaseTable rows={rows} />
          </details>
        </>
      )}
    </section>
  );
});

function Attempt({ row, topMs }: { row: WaterfallRow; topMs: number }) {
  const { attempt } = row;
  const kind = attempt.outcome === 'online' ? 'online' : attempt.outcome === 'failed' ? 'backoff' : 'stopped';
  return (
    <li className={classes.row}>
      <span className={classes.when}>
        <Moment at={attempt.startedAt} />
      </span>
      <span className={classes.bars} data-beyond={row.totalMs > topMs || undefined}>
        {row.bars.map((bar) => (
          <Span key={`${bar.phase}${bar.offsetMs}`} bar={bar} topMs={topMs} />
        ))}
      </span>
      <span className={classes.words} data-outcome={attempt.outcome}>
        <PhaseMark kind={kind} size={12} />
        {row.words}
      </span>
    </li>
  );
}

function Span({ bar, topMs }: { bar: Bar; topMs: number }) {
  const percent = (ms: number) => `${Math.min(100, (ms / topMs) * 100).toFixed(2)}%`;
  const width = Math.min(bar.tookMs, Math.max(0, topMs - bar.offsetMs));
  return (
    <span
      className={classes.span}
      data-phase={bar.phase}
      data-failed={bar.failed || undefined}
      title={`${phaseName(bar.phase)}: ${formatRtt(bar.tookMs)} ms${bar.failed ? ', failed here' : ''}`}
      style={{ left: percent(bar.offsetMs), width: percent(width) }}
    />
  );
}

function PhaseTable({ rows }: { rows: readonly WaterfallRow[] }) {
  const phases = phasesIn(rows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={tables.scroll} tabIndex={0} aria-label="Connect phases as a table">
      <table className={tables.table}>
        <caption>Time in each phase, ms</caption>
        <thead>
          <tr>
            <th scope="col">Started</th>
            {phases.map(({ phase, name }) => (
              <th key={phase} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Ended</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.attempt.startedAt}>
              <th scope="row">
                <Moment at={row.attempt.startedAt} />
              </th>
              {phases.map(({ phase }) => (
                <td key={phase}>{cell(tookIn(row, phase))}</td>
              ))}
              <td className={tables.text}>{row.words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function cell(ms: number | null): string {
  return ms === null ? '–' : formatRtt(ms);
}
