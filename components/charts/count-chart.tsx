'use client';
/** Numbers of people over any range: lines with the spread around them, hatched where nobody knows or nobody counted. */
import type { Chart, ChartConfiguration, ChartDataset } from 'chart.js';
import type { EpochMs } from '#contract';
import { formatCount } from '../format/units';
import type { XY } from './axes';
import { ChartCanvas, type Drawn } from './canvas';
import { hatch, hatchBetween } from './hatch';
import classes from './history-charts.module.css';
import { type Axis, setAxes, timeOptions, withAlpha } from './history-config';
import { linesPlugin } from './lines-plugin';
import type { Palette } from './palette';

export interface CountLine {
  values: XY[];
  colour(palette: Palette): string;
  width: number;
  dash: readonly number[];
  /** Filled down to nought, or to the line before it, so densely; 0 = not. */
  fill: { to: 'origin' | '-1'; alpha: number } | null;
  stepped: boolean;
}

export interface CountData {
  axis: Axis;
  size: 'tall' | 'low';
  top: number;
  lines: readonly CountLine[];
  /** Those of whom nothing is known, on top of the others. */
  unknown: { lower: XY[]; upper: XY[] } | null;
  /** Nobody counted. */
  gaps: readonly { from: EpochMs; to: EpochMs }[];
  marks: readonly { at: EpochMs; bad: boolean }[];
}

type Count = Chart<'line', XY[]>;

export function CountChart({ label, data }: { label: string; data: CountData }) {
  return <ChartCanvas label={label} className={classes[data.size]} data={data} config={config} update={update} />;
}

function config(current: () => Drawn<CountData>): ChartConfiguration<'line', XY[]> {
  const options = timeOptions(() => current().data.axis, false, formatCount);
  return {
    type: 'line',
    data: { datasets: [] },
    options: {
      ...options,
      scales: { ...options.scales, y: { ...options.scales.y, ticks: { ...options.scales.y.ticks, precision: 0 } } },
    },
    plugins: [
      {
        id: 'holdfast-counts',
        beforeDatasetsDraw: (chart) => {
          const { data, palette } = current();
          for (const gap of data.gaps) hatch(chart, gap, palette.unknown);
          if (data.unknown !== null) hatchBetween(chart, data.unknown.lower, data.unknown.upper, palette.unknown);
        },
      },
      linesPlugin(() => ({ lines: current().data.marks, palette: current().palette })),
    ],
  };
}

function update(chart: Count, { data, palette }: Drawn<CountData>): void {
  const { datasets } = chart.data;
  datasets.length = Math.min(datasets.length, data.lines.length);
  for (const [i, line] of data.lines.entries()) {
    const set: ChartDataset<'line', XY[]> = datasets[i] ?? { data: [] };
    datasets[i] = set;
    const colour = line.colour(palette);
    Object.assign(set, {
      ...{ data: line.values, borderColor: colour, borderWidth: line.width, borderDash: [...line.dash] },
      ...{ pointRadius: 0, tension: 0, spanGaps: false, stepped: line.stepped ? 'middle' : false },
      ...{ fill: line.fill?.to ?? false, backgroundColor: withAlpha(colour, line.fill?.alpha ?? 0) },
    });
  }
  setAxes(chart, data.axis, data.top, palette);
  chart.update('none');
}
