/** The tables of a month's report. */
import type { ReactNode } from 'react';
import type { MonthReport } from '#contract';
import { formatMoment } from '../format/clock';
import { failureSentence } from '../format/failure-sentence';
import { formatCount, formatDuration, formatRtt } from '../format/units';
import classes from './report.module.css';
import { changeWords, outcomeWords, timeOr0 } from './report-words';

interface TableProps {
  name: string;
  head: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** Instead of a table without rows. */
  nothing: string;
  /** Columns, from 0, that hold words. */
  words?: readonly number[];
}

function Table({ name, head, rows, nothing, words = [] }: TableProps) {
  if (rows.length === 0) return <p className={classes.nothing}>{nothing}</p>;
  const isWords = (column: number) => column === 0 || words.includes(column) || undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className={classes.scroll} aria-label={`${name}, table`} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {head.map((title, column) => (
              <th key={title} scope="col" data-words={isWords(column)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...cells] }) => (
            <tr key={key}>
              <th scope="row" data-words>
                {first}
              </th>
              {cells.map((cell, column) => (
                <td key={head[column + 1]} data-words={isWords(column + 1)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type NameOf = (key: string) => string;

export function WorstHoursTable({
  rows,
  zone,
  nameOf,
}: {
  rows: MonthReport['worstHours'];
  zone: string;
  nameOf: NameOf;
}) {
  return (
    <Table
      name="Worst hours"
      head={['Hour from', 'Down', 'Degraded', 'Unknown', 'Sessions lost', 'Targets']}
      words={[5]}
      nothing="No hour had anything down or degraded."
      rows={rows.map((h) => ({
        key: String(h.from),
        cells: [
          ...[
            formatMoment(h.from, 0, zone).slice(0, -3),
            timeOr0(h.downMs),
            timeOr0(h.degradedMs),
            timeOr0(h.unknownMs),
          ],
          ...[formatCount(h.losses), h.targets.map(nameOf).join('; ')],
        ],
      }))}
    />
  );
}

export function LossesTable({ rows, nameOf }: { rows: MonthReport['losses']; nameOf: NameOf }) {
  return (
    <Table
      name="Sessions lost"
      head={['Cause', 'Sessions', 'Targets']}
      words={[2]}
      nothing="No session was lost."
      rows={rows.map(({ failure, count, targets }) => ({
        key: `${failure.kind} ${failure.condition} ${failure.phase}`,
        cells: [failureSentence(failure), formatCount(count), targets.map(nameOf).join('; ')],
      }))}
    />
  );
}

const ms = (value: number | null): string => (value === null ? '–' : formatRtt(value));

export function LatencyTable({ rows, nameOf }: { rows: MonthReport['latency']; nameOf: NameOf }) {
  return (
    <Table
      name="RTT"
      head={[
        'Target',
        'Pings',
        'Missed',
        'p50',
        'before',
        'p95',
        'p95 before',
        'p95 change',
        'p99',
        'p99 before',
        'Most',
      ]}
      nothing="Nothing was measured."
      rows={rows.map(({ target, month, before }) => ({
        key: target,
        cells: [
          ...[nameOf(target), formatCount(month.pings), formatCount(month.missed), ms(month.p50Ms), ms(before.p50Ms)],
          ...[ms(month.p95Ms), ms(before.p95Ms), changeWords(month.p95Ms, before.p95Ms)],
          ...[ms(month.p99Ms), ms(before.p99Ms), ms(month.maxMs)],
        ],
      }))}
    />
  );
}

export function OutagesTable({ rows, zone, nameOf }: { rows: MonthReport['outages']; zone: string; nameOf: NameOf }) {
  return (
    <Table
      name="Longest outages"
      head={['Target', 'From', 'To', 'For', 'Cause']}
      words={[4]}
      nothing="Nothing was down."
      rows={rows.map((o) => ({
        key: `${o.target} ${o.from}`,
        cells: [
          ...[nameOf(o.target), formatMoment(o.from, 0, zone), formatMoment(o.to, o.from, zone)],
          `${formatDuration(o.to - o.from)}${o.cut ? ' and more' : ''}`,
          o.failure === null ? 'not on record' : failureSentence(o.failure),
        ],
      }))}
    />
  );
}

export function ForcedOutsTable({ rows }: { rows: MonthReport['forcedOuts'] }) {
  const minutes = (lostMs: number) => formatCount(Math.round(lostMs / 60_000));
  return (
    <>
      <Table
        name="Agents forced out"
        head={['Team', 'What Finesse did', 'Agents', 'On a call', 'Agent-minutes lost', 'End not seen', 'Closed']}
        words={[1]}
        nothing="No agent was forced out on record."
        rows={rows.map((f) => ({
          key: `${f.teamId} ${f.outcome}`,
          cells: [
            ...[f.teamName, outcomeWords[f.outcome] ?? f.outcome, formatCount(f.count), formatCount(f.onCall)],
            ...[minutes(f.lostMs), formatCount(f.unended), formatCount(f.closed)],
          ],
        }))}
      />
      <p className={classes.note}>
        Minutes count from the loss of the connection until Ready again, or connected again where nothing more was seen;
        those whose end was not seen add none. Closed: at the end of a shift, without signing out; not counted among the
        agents.
      </p>
    </>
  );
}
