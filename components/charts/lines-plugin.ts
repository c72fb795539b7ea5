/** Upright lines over a chart where something happened; what is bad is dashed and coloured. */
import type { Plugin } from 'chart.js';
import type { EpochMs } from '#contract';
import type { Palette } from './palette';

export interface Lines {
  lines: readonly { at: EpochMs; bad: boolean }[];
  palette: Palette;
}

/** @param current read at every draw */
export function linesPlugin(current: () => Lines): Plugin<'line'> {
  return {
    id: 'holdfast-lines',
    afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
      const { x } = scales;
      if (x === undefined) return;
      const { lines, palette } = current();
      ctx.save();
      ctx.lineWidth = 1;
      for (const { at, bad } of lines) {
        const px = Math.round(x.getPixelForValue(at)) + 0.5;
        if (px < chartArea.left || px > chartArea.right) continue;
        ctx.strokeStyle = bad ? palette.bad : palette.ink;
        ctx.globalAlpha = bad ? 0.7 : 0.5;
        ctx.setLineDash(bad ? [3, 2] : []);
        ctx.beginPath();
        ctx.moveTo(px, chartArea.top);
        ctx.lineTo(px, chartArea.bottom);
        ctx.stroke();
      }
      ctx.restore();
    },
  };
}
