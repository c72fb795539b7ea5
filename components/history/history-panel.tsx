'use client';
/** All charts of a target over one range, on one axis: RTT, loss, availability, events and connects. */
import { useMantineColorScheme } from '@mantine/core';
import { memo, useId, useMemo, useState } from 'react';
import type { TargetSeries } from '#contract';
import { placedOn } from '../charts/history-data';
import { SmokeChart } from '../charts/smoke-chart';
import { StackChart } from '../charts/stack-chart';
import { useZone } from '../live/live-context';
import { lossData, phaseData, smokeData } from './chart-data';
import { createCursor } from './cursor';
import classes from './history-panel.module.css';
import { HistoryTables } from './history-tables';
import { EventLegend, PhaseLegend, RttLegend, StatusLegend } from './legends';
import type { Shown } from './loader';
import { MarksLane } from './marks-lane';
import { NotesLane } from './notes-lane';
import { Readout } from './readout';
import { StatusStrip } from './status-strip';
import { Surface } from './surface';
import type { PageView } from './use-view';
import { connectWords, lossWords, rttWords, spanWords, stepWords, tallyWords, viewWords } from './words';

interface Props {
  page: PageView;
  shown: Shown<TargetSeries>;
  /** What the first series is called, where there are two. */
  name: string;
  /** What the second is called; null = there is none. */
  otherName: string | null;
}

export function HistoryPanel({ page, shown, name, otherName }: Props) {
  const { zone } = useZone();
  const id = useId();
  const [cursor] = useState(createCursor);
  const [series, second] = shown.series;
  const other = otherName === null || second === undefined ? null : second;
  const { span } = page;
  return (
    <section className={classes.panel} aria-labelledby={id} data-status={shown.status}>
      <div className={classes.head}>
        <h2 id={id}>History, {viewWords(page.view, zone)}</h2>
        <p className={classes.summary} role="status">
          {shown.status === 'failed' ? 'Holdfast did not answer; zoom or pick a range to try again.' : null}
          {shown.status === 'waiting' ? 'Loading …' : null}
          {shown.status === 'ready' && series !== undefined ? stepWords(series) : null}
        </p>
      </div>
      <Readout
        cursor={cursor}
        series={series}
        other={
          other === null || series === undefined
            ? null
            : { series: other, name: otherName ?? '', at: placedOn(series, other) }
        }
        span={span}
      />
      <Surface
        label={`Charts over ${spanWords(span, zone)}. Keys: plus and minus zoom, arrows move, 0 goes back.`}
        span={span}
        cursor={cursor}
        onMove={page.move}
        onReset={page.reset}
      >
        {series === undefined ? (
          <div className={classes.nothing} />
        ) : (
          <Charts series={series} other={other} name={name} otherName={otherName} from={span.from} to={span.to} />
        )}
      </Surface>
      {series !== undefined && <HistoryTables series={series} />}
    </section>
  );
}

interface ChartsProps {
  series: TargetSeries;
  other: TargetSeries | null;
  name: string;
  otherName: string | null;
  from: number;
  to: number;
}

/** Drawn again when what they show changes, and not with the clock. */
const Charts = memo(function Charts({ series, other, name, otherName, from, to }: ChartsProps) {
  // The colours of a canvas are read when it is drawn.
  useMantineColorScheme();
  const { zone } = useZone();
  const axis = useMemo(() => ({ from, to, zone }), [from, to, zone]);
  const smoke = useMemo(() => smokeData(axis, series, other), [axis, series, other]);
  const loss = useMemo(() => lossData(axis, series), [axis, series]);
  const phases = useMemo(() => phaseData(axis, series), [axis, series]);
  const rtt = rttWords(series);
  const lost = lossWords(series);
  const tally = tallyWords(series.tally);
  const connects = connectWords(series.connects);
  return (
    <>
      <Head name="RTT" unit="ms, measured from this observer" words={otherName === null ? rtt : `${name}: ${rtt}`}>
        {other !== null && <p className={classes.words}>{`${otherName}: ${rttWords(other)}`}</p>}
      </Head>
      <SmokeChart label={`RTT: ${rtt}. The table below holds the same.`} data={smoke} />
      <MarksLane marks={series.marks} span={axis} />
      <NotesLane notes={series.notes} span={axis} />
      <RttLegend compared={otherName} beyond={smoke.beyond.length > 0} />
      <EventLegend marks={series.marks} notes={series.notes} />
      <Head name="Availability" words={tally} />
      <StatusStrip spans={series.statuses} span={axis} label={`Availability: ${tally}`} />
      {other !== null && (
        <>
          <p className={classes.words}>{`${otherName}: ${tallyWords(other.tally)}`}</p>
          <StatusStrip spans={movedTo(other, series)} span={axis} label={`Availability of ${otherName}`} />
        </>
      )}
      <StatusLegend />
      <Head name="Missed pings" unit="percent" words={lost} />
      <StackChart label={`Missed pings: ${lost}`} data={loss} />
      <Head name="Connects by phase" unit="ms" words={connects} />
      <StackChart label={`Connects by phase: ${connects}. The table below lists them.`} data={phases} />
      <PhaseLegend connects={series.connects} />
    </>
  );
});

function movedTo(other: TargetSeries, series: TargetSeries): TargetSeries['statuses'] {
  const place = placedOn(other, series);
  return other.statuses.map((s) => ({ ...s, from: place(s.from), to: place(s.to) }));
}

function Head(props: { name: string; unit?: string; words: string; children?: React.ReactNode }) {
  return (
    <div className={classes.chartHead}>
      <h3>
        {props.name}
        {props.unit !== undefined && <span className={classes.unit}> {props.unit}</span>}
      </h3>
      <p className={classes.words}>{props.words}</p>
      {props.children}
    </div>
  );
}
