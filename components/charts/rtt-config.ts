/** The settings of the RTT chart, and how new values are put into a chart that is already there. */
import type { Chart, ChartConfiguration } from 'chart.js';
import type { EpochMs } from '#contract';
import { formatMinute, formatTime } from '../format/clock';
import { formatRtt } from '../format/units';
import { minuteTicks, type XY } from './axes';
import type { Palette } from './palette';
import type { Marks } from './rtt-plugin';
import { marksPlugin } from './rtt-plugin';

/** Left and right of the plot, also for what is drawn under it on the same axis. */
export const PLOT_LEFT_PX = 48;
export const PLOT_RIGHT_PX = 12;

export interface RttChartData extends Marks {
  points: XY[];
  from: EpochMs;
  to: EpochMs;
  topMs: number;
  zone: string | undefined;
}

export type RttChart = Chart<'line', XY[]>;

/** @param current the values of the moment; read at every update and draw */
export function rttConfig(current: () => RttChartData): ChartConfiguration<'line', XY[]> {
  const font = { family: "'Inter Variable', system-ui, sans-serif", size: 12 };
  return {
    type: 'line',
    data: {
      datasets: [{ data: [], borderWidth: 1.5, pointRadius: 0, pointHitRadius: 12, tension: 0, stepped: false }],
    },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: { top: 6, right: PLOT_RIGHT_PX, bottom: 0, left: 0 } },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      plugins: {
        tooltip: {
          displayColors: false,
          titleFont: font,
          bodyFont: font,
          callbacks: {
            title: (items) => items.map((i) => formatTime(i.parsed.x ?? 0, current().zone)),
            label: (item) => `${formatRtt(item.parsed.y ?? 0)} ms`,
          },
        },
      },
      scales: {
        x: {
          type: 'linear',
          ticks: {
            font,
            maxRotation: 0,
            autoSkip: false,
            align: 'center',
            callback: (value) => formatMinute(Number(value), current().zone),
          },
          grid: { tickLength: 4 },
          afterBuildTicks: (axis) => {
            // About 60 px are enough for `09:14` and some air.
            const stepMin = [1, 3, 5].find((m) => (axis.width || 600) / (15 / m) > 60) ?? 5;
            axis.ticks = minuteTicks(current().from, current().to, stepMin).map((value) => ({ value }));
          },
        },
        y: {
          type: 'linear',
          min: 0,
          ticks: { font, maxTicksLimit: 6, callback: (value) => `${value}` },
          grid: { drawTicks: false },
          border: { display: false },
          afterFit: (axis) => {
            axis.width = PLOT_LEFT_PX;
          },
        },
      },
    },
    plugins: [marksPlugin(current)],
  };
}

/** Changes the chart in place: no animation, nothing re-created. */
export function updateRtt(chart: RttChart, data: RttChartData): void {
  const [line] = chart.data.datasets;
  const { x, y } = chart.options.scales ?? {};
  if (line === undefined || x === undefined || y === undefined) return;
  line.data = data.points;
  x.min = data.from;
  x.max = data.to;
  y.max = data.topMs;
  colour(chart, data.palette);
  chart.update('none');
}

function colour(chart: RttChart, palette: Palette): void {
  const [line] = chart.data.datasets;
  const { x, y } = chart.options.scales ?? {};
  const tooltip = chart.options.plugins?.tooltip;
  if (line === undefined) return;
  line.borderColor = palette.line;
  for (const axis of [x, y]) {
    if (axis?.grid) axis.grid.color = palette.grid;
    if (axis?.ticks) axis.ticks.color = palette.ink;
  }
  if (x?.border) x.border.color = palette.grid;
  if (tooltip) {
    tooltip.backgroundColor = palette.text;
    tooltip.titleColor = palette.surface;
    tooltip.bodyColor = palette.surface;
  }
}
