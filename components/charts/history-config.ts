/** What all charts of a history page have in common: one axis of time with the same edges, no motion, no tooltips of their own. */
import type { Chart } from 'chart.js';
import type { EpochMs } from '#contract';
import type { XY } from './axes';
import type { Palette } from './palette';
import { PLOT_LEFT_PX, PLOT_RIGHT_PX } from './plot';
import { timeTicks } from './time-axis';

export interface Axis {
  from: EpochMs;
  to: EpochMs;
  zone: string | undefined;
}

export const font = { family: "'Inter Variable', system-ui, sans-serif", size: 12 };

/** A label like `20 Nov` and some air. */
const LABEL_PX = 68;

/**
 * Their page shows the values under the cursor of all charts in one line, so a chart itself listens to nothing.
 *
 * @param format of a value on the upright axis
 */
export function timeOptions(axis: () => Axis, stacked: boolean, format: (value: number) => string) {
  return {
    animation: false as const,
    parsing: false as const,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    layout: { padding: { top: 6, right: PLOT_RIGHT_PX, bottom: 0, left: 0 } },
    plugins: { tooltip: { enabled: false } },
    scales: {
      x: {
        type: 'linear' as const,
        stacked,
        offset: false,
        grid: { tickLength: 4, offset: false },
        ticks: {
          font,
          maxRotation: 0,
          autoSkip: false,
          callback: (value: string | number) => labelAt(axis(), Number(value)),
        },
        afterBuildTicks: (scale: { width: number; ticks: { value: number }[] }) => {
          scale.ticks = ticksIn(axis(), scale.width).map(({ at }) => ({ value: at }));
        },
      },
      y: {
        type: 'linear' as const,
        stacked,
        min: 0,
        ticks: { font, maxTicksLimit: 5, callback: (value: string | number) => format(Number(value)) },
        grid: { drawTicks: false },
        border: { display: false },
        afterFit: (scale: { width: number }) => {
          scale.width = PLOT_LEFT_PX;
        },
      },
    },
  };
}

let known: { key: string; ticks: ReturnType<typeof timeTicks> } = { key: '', ticks: [] };

function ticksIn({ from, to, zone }: Axis, width: number): ReturnType<typeof timeTicks> {
  const most = Math.max(2, Math.floor((width || 600) / LABEL_PX));
  const key = `${from} ${to} ${zone} ${most}`;
  if (known.key !== key) known = { key, ticks: timeTicks(from, to, most, zone) };
  return known.ticks;
}

function labelAt({ from, to, zone }: Axis, at: EpochMs): string {
  const tick = known.ticks.find((t) => t.at === at) ?? timeTicks(from, to, 12, zone).find((t) => t.at === at);
  return tick?.label ?? '';
}

/** Range, top of the scale and colours; the caller puts the values in and updates. */
export function setAxes(
  chart: Pick<Chart<'line', XY[]> | Chart<'bar', XY[]>, 'options'>,
  axis: Axis,
  top: number,
  palette: Palette,
): void {
  const { x, y } = chart.options.scales ?? {};
  if (x === undefined || y === undefined) return;
  x.min = axis.from;
  x.max = axis.to;
  y.max = top;
  for (const scale of [x, y]) {
    if (scale.grid) scale.grid.color = palette.grid;
    if (scale.ticks) scale.ticks.color = palette.ink;
  }
  if (x.border) x.border.color = palette.grid;
}

/** @param hex `#rrggbb`; anything else comes back as it is */
export function withAlpha(hex: string, alpha: number): string {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) return hex;
  return `${hex}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
