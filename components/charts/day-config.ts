/** The settings of the chart of the last four hours: connected agents above, those in trouble below, on one axis of time. */
import type { Chart, ChartConfiguration, ChartDataset } from 'chart.js';
import type { EpochMs } from '#contract';
import { formatMinute } from '../format/clock';
import { formatCount } from '../format/units';
import { minuteTicks, type XY } from './axes';
import { type DayMarks, dayPlugin } from './day-plugin';
import type { DaySeries } from './day-series';

const LEFT_PX = 48;
const font = { family: "'Inter Variable', system-ui, sans-serif", size: 12 };

export interface DayChartData extends DaySeries, DayMarks {
  from: EpochMs;
  to: EpochMs;
  zone: string | undefined;
}

export type DayChart = Chart<'line', XY[]>;

const names = ['Connected', 'At risk', 'Forced out'];

/** @param current the values of the moment; read at every update and draw */
export function dayConfig(current: () => DayChartData): ChartConfiguration<'line', XY[]> {
  const line = (index: number, more: Partial<ChartDataset<'line', XY[]>>): ChartDataset<'line', XY[]> => ({
    ...{ label: names[index] ?? '', data: [], borderWidth: 1.75, pointRadius: 0, pointHitRadius: 10, tension: 0 },
    ...more,
  });
  return {
    type: 'line',
    data: {
      datasets: [
        line(0, { yAxisID: 'y' }),
        line(1, { yAxisID: 'trouble', stepped: 'after' }),
        line(2, { yAxisID: 'trouble', stepped: 'after', borderDash: [4, 3] }),
      ],
    },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: { top: 4, right: 12, bottom: 0, left: 0 } },
      interaction: { mode: 'index', axis: 'x', intersect: false },
      plugins: {
        tooltip: {
          displayColors: false,
          titleFont: font,
          bodyFont: font,
          callbacks: {
            title: (items) => items.slice(0, 1).map((i) => formatMinute(i.parsed.x ?? 0, current().zone)),
            label: (item) => `${item.dataset.label ?? ''}: ${formatCount(item.parsed.y ?? 0)}`,
          },
        },
      },
      scales: {
        x: {
          type: 'linear',
          ticks: { font, maxRotation: 0, autoSkip: false, callback: (v) => formatMinute(Number(v), current().zone) },
          grid: { tickLength: 4 },
          afterBuildTicks: (axis) => {
            const stepMin = [15, 30, 60].find((m) => (axis.width || 600) / (240 / m) > 64) ?? 60;
            axis.ticks = minuteTicks(current().from, current().to, stepMin).map((value) => ({ value }));
          },
        },
        trouble: upright(2, true, () => current().topTrouble),
        y: upright(3, false, () => current().topConnected),
      },
    },
    plugins: [dayPlugin(current)],
  };
}

/** Scales that stand on each other: each keeps its own measure. The nought of the upper one is where the lower one ends. */
function upright(weight: number, lower: boolean, top: () => number) {
  return {
    ...{ type: 'linear' as const, position: 'left' as const, stack: 'board', stackWeight: weight, min: 0 },
    ticks: {
      font,
      autoSkip: false,
      callback: (value: string | number) => (Number(value) === 0 && !lower ? '' : formatCount(Number(value))),
    },
    grid: { drawTicks: false },
    border: { display: false },
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = (lower ? [0, top()] : [0, top() / 2, top()]).map((value) => ({ value: Math.round(value) }));
    },
    afterFit: (axis: { width: number }) => {
      axis.width = LEFT_PX;
    },
  };
}

/** Changes the chart in place: no animation, nothing re-created. */
export function updateDay(chart: DayChart, data: DayChartData): void {
  const [connected, atRisk, forcedOut] = chart.data.datasets;
  const { x, y, trouble } = chart.options.scales ?? {};
  if (!connected || !atRisk || !forcedOut || !x || !y || !trouble) return;
  connected.data = data.connected;
  atRisk.data = data.atRisk;
  forcedOut.data = data.forcedOut;
  x.min = data.from;
  x.max = data.to;
  y.max = data.topConnected;
  trouble.max = data.topTrouble;
  const { palette } = data;
  connected.borderColor = palette.line;
  atRisk.borderColor = palette.risk;
  forcedOut.borderColor = palette.bad;
  for (const axis of [x, y, trouble]) {
    if (axis.grid) axis.grid.color = palette.grid;
    if (axis.ticks) axis.ticks.color = palette.ink;
  }
  const tooltip = chart.options.plugins?.tooltip;
  if (tooltip) {
    tooltip.backgroundColor = palette.text;
    tooltip.titleColor = palette.surface;
    tooltip.bodyColor = palette.surface;
  }
  chart.update('none');
}
