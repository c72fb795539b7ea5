'use client';
/** RTT over any range: the median as a line in the smoke of what the others took, misses and lost time around it. */
import type { Chart, ChartConfiguration, ChartDataset } from 'chart.js';
import type { EpochMs } from '#contract';
import { formatRtt } from '../format/units';
import type { XY } from './axes';
import { ChartCanvas, type Drawn } from './canvas';
import classes from './history-charts.module.css';
import { type Axis, setAxes, timeOptions, withAlpha } from './history-config';
import type { Bands } from './history-data';
import { linesPlugin } from './lines-plugin';
import { marksPlugin, type ShadedSpan } from './shade-plugin';

export interface SmokeData {
  axis: Axis;
  bands: Bands;
  /** Another target, or another time, on the same axis. */
  other: Bands | null;
  spans: readonly ShadedSpan[];
  misses: readonly EpochMs[];
  beyond: readonly EpochMs[];
  /** Upright lines: what happened. */
  lines: readonly { at: EpochMs; bad: boolean }[];
  topMs: number;
}

type Smoke = Chart<'line', XY[]>;

export function SmokeChart({ label, data }: { label: string; data: SmokeData }) {
  return <ChartCanvas label={label} className={classes.tall} data={data} config={config} update={update} />;
}

function config(current: () => Drawn<SmokeData>): ChartConfiguration<'line', XY[]> {
  const line = (more: Partial<ChartDataset<'line', XY[]>>): ChartDataset<'line', XY[]> => ({
    ...{ data: [], borderWidth: 0, pointRadius: 0, tension: 0, spanGaps: false, ...more },
  });
  return {
    type: 'line',
    data: {
      // Each fills up to the one before it; the other series is drawn last, on top.
      datasets: [
        line({ borderWidth: 0.75 }),
        line({ fill: '-1', borderWidth: 1 }),
        line({ fill: '-1', borderWidth: 1.5 }),
        line({ fill: '-1' }),
        line({ borderWidth: 1.5, borderDash: [5, 3] }),
        line({ borderWidth: 1, borderDash: [1.5, 2.5] }),
      ],
    },
    options: timeOptions(
      () => current().data.axis,
      false,
      (v) => (v === 0 ? '0' : formatRtt(v).replace(/\.0$/, '')),
    ),
    plugins: [
      marksPlugin(() => {
        const { data, palette } = current();
        return { spans: data.spans, misses: data.misses, beyond: data.beyond, palette };
      }),
      linesPlugin(() => ({ lines: current().data.lines, palette: current().palette })),
    ],
  };
}

function update(chart: Smoke, { data, palette }: Drawn<SmokeData>): void {
  const [max, p95, p50, min, other, other95] = chart.data.datasets;
  if (!max || !p95 || !p50 || !min || !other || !other95) return;
  max.data = data.bands.max;
  p95.data = data.bands.p95;
  p50.data = data.bands.p50;
  min.data = data.bands.min;
  other.data = data.other?.p50 ?? [];
  other95.data = data.other?.p95 ?? [];
  p50.pointRadius = data.bands.radii;
  max.pointRadius = data.bands.radii;
  max.pointBackgroundColor = palette.line;
  max.borderColor = withAlpha(palette.line, 0.5);
  p95.borderColor = withAlpha(palette.line, 0.75);
  p95.backgroundColor = withAlpha(palette.line, 0.16);
  p50.borderColor = palette.text;
  p50.pointBackgroundColor = palette.text;
  p50.backgroundColor = withAlpha(palette.line, 0.34);
  min.backgroundColor = withAlpha(palette.line, 0.24);
  other.borderColor = palette.other;
  other95.borderColor = palette.other;
  setAxes(chart, data.axis, data.topMs, palette);
  chart.update('none');
}
