'use client';
/** Upright bars over time, one or several on each other: missed pings, and the phases of connects. */
import type { Chart, ChartConfiguration } from 'chart.js';
import type { XY } from './axes';
import { ChartCanvas, type Drawn } from './canvas';
import classes from './history-charts.module.css';
import { type Axis, setAxes, timeOptions } from './history-config';
import type { Palette } from './palette';

export interface StackLayer {
  values: XY[];
  colour(palette: Palette): string;
}

export interface StackData {
  axis: Axis;
  layers: readonly StackLayer[];
  top: number;
  /** How much time a bar stands for, ms; it is drawn 2 px wide at least. */
  widthMs: number;
  format(value: number): string;
}

type Stack = Chart<'bar', XY[]>;

export function StackChart({ label, data }: { label: string; data: StackData }) {
  return <ChartCanvas label={label} className={classes.low} data={data} config={config} update={update} />;
}

function config(current: () => Drawn<StackData>): ChartConfiguration<'bar', XY[]> {
  return {
    type: 'bar',
    data: { datasets: [] },
    options: timeOptions(
      () => current().data.axis,
      true,
      (v) => current().data.format(v),
    ),
  };
}

function update(chart: Stack, { data, palette }: Drawn<StackData>): void {
  const { datasets } = chart.data;
  const thickness = widthOf(chart.chartArea?.width ?? 600, data);
  datasets.length = Math.min(datasets.length, data.layers.length);
  for (const [i, layer] of data.layers.entries()) {
    const set = datasets[i] ?? { data: [] };
    datasets[i] = set;
    set.data = layer.values;
    set.backgroundColor = layer.colour(palette);
    set.barThickness = thickness;
  }
  setAxes(chart, data.axis, data.top, palette);
  chart.update('none');
}

/** A bar as wide as its time, so far as that can be seen and is no wall. */
function widthOf(plotPx: number, { axis, widthMs }: StackData): number {
  return Math.max(2, Math.min(24, (widthMs / (axis.to - axis.from)) * plotPx * 0.9));
}
