/** What a chart of RTT draws around its lines: spans that were down or that nobody observed, and misses at the bottom. */
import type { Chart, Plugin } from 'chart.js';
import type { EpochMs } from '#contract';
import type { Palette } from './palette';

export interface ShadedSpan {
  kind: 'down' | 'connecting' | 'stopped' | 'unknown';
  from: EpochMs;
  to: EpochMs;
}

export interface Marks {
  spans: readonly ShadedSpan[];
  misses: readonly EpochMs[];
  /** Pings above the top of the scale. */
  beyond: readonly EpochMs[];
  palette: Palette;
}

/** @param marks read at every draw, so that the chart is updated in place */
export function marksPlugin(marks: () => Marks): Plugin<'line'> {
  return {
    id: 'holdfast-marks',
    beforeDatasetsDraw: (chart) => {
      for (const span of marks().spans) drawSpan(chart, span, marks().palette);
    },
    afterDatasetsDraw: (chart) => {
      drawMisses(chart, marks());
      drawBeyond(chart, marks());
    },
  };
}

function drawSpan(chart: Chart, span: ShadedSpan, palette: Palette): void {
  const { ctx, chartArea, scales } = chart;
  const x = scales.x;
  if (x === undefined) return;
  const left = Math.max(chartArea.left, x.getPixelForValue(span.from));
  const right = Math.min(chartArea.right, x.getPixelForValue(span.to));
  if (right <= left) return;
  const width = Math.max(1.5, right - left);
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, chartArea.top, width, chartArea.height);
  ctx.clip();
  switch (span.kind) {
    case 'down':
      wash(ctx, left, chartArea.top, width, chartArea.height, palette.bad, 0.14);
      edge(ctx, left, width, chartArea.top, palette.bad);
      break;
    case 'connecting':
      wash(ctx, left, chartArea.top, width, chartArea.height, palette.busy, 0.14);
      edge(ctx, left, width, chartArea.top, palette.busy);
      break;
    case 'stopped':
      lines(ctx, left, chartArea.top, width, chartArea.height, palette.stopped, 0);
      break;
    case 'unknown':
      lines(ctx, left, chartArea.top, width, chartArea.height, palette.unknown, chartArea.height);
  }
  ctx.restore();
}

function wash(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  w: number,
  h: number,
  colour: string,
  alpha: number,
): void {
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  ctx.fillRect(x, y, w, h);
  ctx.globalAlpha = 1;
}

/** A bar along the top: a span of trouble is seen even where it is narrow, and without colour. */
function edge(ctx: CanvasRenderingContext2D, x: number, w: number, top: number, colour: string): void {
  ctx.fillStyle = colour;
  ctx.fillRect(x, top, w, 3);
}

/** Diagonal lines for unknown (slant = height), upright ones for paused (slant = 0), fixed to the canvas. */
function lines(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  w: number,
  h: number,
  colour: string,
  slant: number,
): void {
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = 1;
  ctx.beginPath();
  const step = 7;
  for (let at = Math.floor((x - slant) / step) * step; at < x + w; at += step) {
    ctx.moveTo(at, y + h);
    ctx.lineTo(at + slant, y);
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

function drawMisses(chart: Chart, { misses, palette }: Marks): void {
  const { ctx, chartArea, scales } = chart;
  const x = scales.x;
  if (x === undefined) return;
  const arm = 3.5;
  const y = chartArea.bottom - arm - 3;
  ctx.save();
  ctx.strokeStyle = palette.bad;
  ctx.lineWidth = 2;
  ctx.beginPath();
  for (const at of misses) {
    const px = x.getPixelForValue(at);
    if (px < chartArea.left || px > chartArea.right) continue;
    ctx.moveTo(px - arm, y - arm);
    ctx.lineTo(px + arm, y + arm);
    ctx.moveTo(px + arm, y - arm);
    ctx.lineTo(px - arm, y + arm);
  }
  ctx.stroke();
  ctx.restore();
}

/** A point upwards at the top: the line goes on above. */
function drawBeyond(chart: Chart, { beyond, palette }: Marks): void {
  const { ctx, chartArea, scales } = chart;
  const x = scales.x;
  if (x === undefined) return;
  ctx.save();
  ctx.fillStyle = palette.text;
  ctx.beginPath();
  for (const at of beyond) {
    const px = x.getPixelForValue(at);
    if (px < chartArea.left || px > chartArea.right) continue;
    ctx.moveTo(px - 4, chartArea.top + 7);
    ctx.lineTo(px + 4, chartArea.top + 7);
    ctx.lineTo(px, chartArea.top);
  }
  ctx.fill();
  ctx.restore();
}
