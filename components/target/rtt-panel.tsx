'use client';
/** The last 15 minutes: RTT, misses, losses and unknown time on one axis with the states, in a picture, in words and as a table. */
import { useMantineColorScheme } from '@mantine/core';
import type { EpochMs } from '#contract';
import { linePoints, topOfScale } from '../charts/axes';
import { RttChart } from '../charts/rtt-chart';
import type { ShadedSpan } from '../charts/rtt-plugin';
import { useNow, useZone } from '../live/live-context';
import type { TargetModel } from './model';
import { TARGET_WINDOW_MS } from './model';
import { minuteRows, rttSummary } from './rtt-facts';
import classes from './rtt-panel.module.css';
import { RttTable } from './rtt-table';
import { StateStrip } from './state-strip';
import { type SegmentKind, timelineOf } from './timeline';

const shades: Record<Exclude<SegmentKind, 'online'>, ShadedSpan['kind']> = {
  connecting: 'connecting',
  backoff: 'down',
  stopped: 'stopped',
  unknown: 'unknown',
};

export function RttPanel({ model, unknownSince }: { model: TargetModel; unknownSince: EpochMs | null }) {
  // Drawn again at once when the scheme changes.
  useMantineColorScheme();
  const { zone } = useZone();
  const to = useNow();
  const from = to - TARGET_WINDOW_MS;
  const { state } = model;
  const samples = model.samples.filter((s) => s.at >= from);
  const segments = timelineOf(model.intervals, from, to, unknownSince);
  const spans = segments.flatMap((s) =>
    s.kind === 'online' ? [] : [{ kind: shades[s.kind], from: s.from, to: s.to }],
  );
  const summary = rttSummary(samples);
  const topMs = topOfScale(samples);
  return (
    <section className={classes.panel} aria-labelledby="rtt">
      <div className={classes.head}>
        <h2 id="rtt">Ping RTT, last 15 minutes</h2>
        <p className={classes.summary}>{summary}</p>
      </div>
      <p className={classes.unit} aria-hidden="true">
        ms, measured from this observer
      </p>
      <RttChart
        label={`RTT over the last 15 minutes: ${summary}. The table below holds the same by the minute.`}
        points={linePoints(samples, (state.pingIntervalMs + state.pingTimeoutMs) * 1.25)}
        spans={spans}
        misses={samples.flatMap((s) => (s.rttMs === null ? [s.at] : []))}
        from={from}
        to={to}
        beyond={samples.flatMap((s) => ((s.rttMs ?? 0) > topMs ? [s.at] : []))}
        topMs={topMs}
        zone={zone}
      />
      <StateStrip segments={segments} from={from} to={to} />
      <details className={classes.details}>
        <summary>The same as a table</summary>
        <RttTable rows={minuteRows(samples, from, to)} segments={segments} zone={zone} />
      </details>
    </section>
  );
}
