/** What the chart of the last four hours draws behind and above its lines: hatched time that nobody observed, and marks of groups. */
import type { Chart, Plugin } from 'chart.js';
import type { DayMark, DaySpan } from './day-series';
import { hatch } from './hatch';
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
      for (const span of marks().unobserved) hatch(chart, span, marks().palette.unknown);
    },
    afterDatasetsDraw: (chart) => drawGroups(chart, marks()),
  };
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
