/** Hatching on a canvas: what is unknown, as a span of time or as a band between two lines. */
import type { Chart } from 'chart.js';
import type { EpochMs } from '#contract';
import type { XY } from './axes';

const STEP_PX = 7;

export function hatch(chart: Chart, span: { from: EpochMs; to: EpochMs }, colour: string): void {
  const { ctx, chartArea, scales } = chart;
  if (scales.x === undefined) return;
  const left = Math.max(chartArea.left, scales.x.getPixelForValue(span.from));
  const right = Math.min(chartArea.right, scales.x.getPixelForValue(span.to));
  if (right <= left) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, chartArea.top, Math.max(1.5, right - left), chartArea.height);
  ctx.clip();
  lines(chart, left, right, colour);
  ctx.restore();
}

/** @param lower and `upper` at the same times; where one has no value, nothing is drawn */
export function hatchBetween(chart: Chart, lower: readonly XY[], upper: readonly XY[], colour: string): void {
  const { ctx, chartArea, scales } = chart;
  const { x, y } = scales;
  if (x === undefined || y === undefined) return;
  const known = upper.flatMap((high, i) => {
    const low = lower[i];
    if (low === undefined || Number.isNaN(high.y) || high.y - low.y < 0.5) return [];
    const next = upper[i + 1];
    const before = upper[i - 1];
    const half = ((next ?? high).x - (before ?? high).x) / (next !== undefined && before !== undefined ? 4 : 2);
    return [{ from: high.x - half, to: high.x + half, low: low.y, high: high.y }];
  });
  if (known.length === 0) return;
  ctx.save();
  ctx.beginPath();
  for (const { from, to, low, high } of known) {
    const left = x.getPixelForValue(from);
    const top = y.getPixelForValue(high);
    ctx.rect(left, top, Math.max(1, x.getPixelForValue(to) - left), y.getPixelForValue(low) - top);
  }
  ctx.clip();
  ctx.fillStyle = colour;
  ctx.globalAlpha = 0.1;
  ctx.fillRect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  lines(chart, chartArea.left, chartArea.right, colour);
  ctx.restore();
}

function lines({ ctx, chartArea }: Chart, left: number, right: number, colour: string): void {
  const { top, bottom, height } = chartArea;
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let at = Math.floor((left - height) / STEP_PX) * STEP_PX; at < right; at += STEP_PX) {
    ctx.moveTo(at, bottom);
    ctx.lineTo(at + height, top);
  }
  ctx.stroke();
}
