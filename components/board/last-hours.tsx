'use client';
/** The last four hours: connected, at risk and forced out by the minute, groups, and time that nobody observed; as a chart and as a table. */
import Link from 'next/link';
import { memo, useMemo } from 'react';
import type { EpochMs, GroupRecord } from '#contract';
import { DayChart } from '../charts/day-chart';
import { dayRows, daySeries, daySummary, summedMinutes } from '../charts/day-series';
import { formatMinute } from '../format/clock';
import { formatCount } from '../format/units';
import { useNow, useZone } from '../live/live-context';
import { groupsOf } from './groups';
import classes from './last-hours.module.css';
import { BOARD_WINDOW_MS } from './minutes';
import type { BoardModel, Span } from './model';
import { Panel } from './panel';

type Minutes = BoardModel['minutes'];

export function LastHours({ model }: { model: BoardModel }) {
  const now = useNow();
  // The axis moves once in ten seconds: a pixel is about ten.
  const to = Math.ceil(now / 10_000) * 10_000;
  const groups = useMemo(() => groupsOf(model), [model]);
  return <Drawn minutes={model.minutes} unobserved={model.unobserved} groups={useSame(groups)} to={to} />;
}

/** The same list as long as it says the same, so that the chart is not drawn again for other changes. */
function useSame(groups: readonly GroupRecord[]): readonly GroupRecord[] {
  const key = groups.map((g) => `${g.id} ${g.size}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the key does not tell does not show
  return useMemo(() => groups, [key]);
}

interface DrawnProps {
  minutes: Minutes;
  unobserved: readonly Span[];
  groups: readonly GroupRecord[];
  to: EpochMs;
}

const Drawn = memo(function Drawn({ minutes, unobserved, groups, to }: DrawnProps) {
  const { zone } = useZone();
  const from = to - BOARD_WINDOW_MS;
  const summed = useMemo(() => summedMinutes(minutes.values()), [minutes]);
  const series = useMemo(() => daySeries(summed), [summed]);
  const marks = groups
    .filter((g) => g.from >= from)
    .map((g) => ({ at: g.from, label: `${g.size}${g.where === null ? '' : `, ${g.where}`}` }));
  const summary = daySummary(summed, marks, unobserved, zone);
  return (
    <Panel title="Last 4 hours" rule="counted once a minute" right={<Legend />}>
      <div className={classes.chart}>
        <DayChart
          {...series}
          from={from}
          to={to}
          unobserved={unobserved}
          groups={marks}
          zone={zone}
          label={`Last 4 hours. ${summary}`}
        />
        <p className={classes.summary}>
          {summary}{' '}
          <Link href="/agents/history" prefetch={false}>
            Further back, by team, and against last week
          </Link>
        </p>
        <details className={classes.table}>
          <summary>As a table</summary>
          <Table minutes={summed} zone={zone} />
        </details>
      </div>
    </Panel>
  );
});

function Legend() {
  return (
    <span className={classes.legend} aria-hidden="true">
      <span data-line="connected">Connected</span>
      <span data-line="at-risk">At risk</span>
      <span data-line="forced-out">Forced out</span>
      <span data-line="unobserved">Not observed</span>
    </span>
  );
}

function Table({ minutes, zone }: { minutes: Parameters<typeof dayRows>[0]; zone: string | undefined }) {
  return (
    <table>
      <thead>
        <tr>
          {['Quarter of', 'Connected at its end', 'Most at risk', 'Most forced out', 'Most unknown'].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {dayRows(minutes).map((row) => (
          <tr key={row.at}>
            <th scope="row">{formatMinute(row.at, zone)}</th>
            <td>{formatCount(row.connected)}</td>
            <td>{formatCount(row.atRisk)}</td>
            <td>{formatCount(row.forcedOut)}</td>
            <td>{formatCount(row.unknown)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
