/** What the chart of the last four hours draws behind and above its lines: hatched time that nobody observed, and marks of groups. */
import type { Chart, Plugin } from 'chart.js';
import type { DayMark, DaySpan } from './day-series';
import type { Palette } from './palette';

export interface DayMarks {
  unobserved: readonly DaySpan[];
  groups: readonly DayMark[];
  palette: Palette;
}

/** @param marks read at every draw, so that the chart is updated in place */
export function dayPlugin(marks: () => DayMarks): Plugin<'line'> {
  return {
    id: 'holdfast-day',
    beforeDatasetsDraw: (chart) => {
      for (const span of marks().unobserved) hatch(chart, span, marks().palette);
    },
    afterDatasetsDraw: (chart) => drawGroups(chart, marks()),
  };
}

function hatch(chart: Chart, span: DaySpan, palette: Palette): void {
  const { ctx, chartArea, scales } = chart;
  if (scales.x === undefined) return;
  const left = Math.max(chartArea.left, scales.x.getPixelForValue(span.from));
  const right = Math.min(chartArea.right, scales.x.getPixelForValue(span.to));
  if (right <= left) return;
  const { top, bottom, height } = chartArea;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, Math.max(1.5, right - left), height);
  ctx.clip();
  ctx.strokeStyle = palette.unknown;
  ctx.globalAlpha = 0.45;
  ctx.beginPath();
  for (let x = Math.floor((left - height) / 7) * 7; x < right; x += 7) {
    ctx.moveTo(x, bottom);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

/** A pole with a flag; labels that would overlap give way to the newest. */
function drawGroups(chart: Chart, { groups, palette }: DayMarks): void {
  const { ctx, chartArea, scales } = chart;
  if (scales.x === undefined) return;
  ctx.save();
  ctx.font = "12px 'Inter Variable', system-ui, sans-serif";
  ctx.textBaseline = 'top';
  let free = chartArea.right;
  for (const group of [...groups].sort((a, b) => b.at - a.at)) {
    const x = Math.round(scales.x.getPixelForValue(group.at)) + 0.5;
    if (x < chartArea.left || x > chartArea.right) continue;
    ctx.strokeStyle = palette.risk;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.fillStyle = palette.risk;
    ctx.fillRect(x - 3, chartArea.top, 6, 10);
    const width = ctx.measureText(group.label).width;
    const right = x - 7;
    if (right > free || right - width < chartArea.left) continue;
    ctx.textAlign = 'right';
    ctx.lineWidth = 4;
    ctx.strokeStyle = palette.surface;
    ctx.strokeText(group.label, right, chartArea.top);
    ctx.fillStyle = palette.text;
    ctx.fillText(group.label, right, chartArea.top);
    free = right - width - 6;
  }
  ctx.restore();
}
