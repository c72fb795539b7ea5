'use client';
/** The one owner of Chart.js: a chart is made once per mount, changed in place, and destroyed with the component. */
import {
  BarController,
  BarElement,
  Chart,
  type ChartConfiguration,
  type ChartType,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { useEffect, useRef } from 'react';
import type { XY } from './axes';
import { type Palette, paletteOf } from './palette';

Chart.register(BarController, BarElement, Filler, LineController, LineElement, PointElement, LinearScale, Tooltip);

/** What is drawn, in which colours. */
export interface Drawn<D> {
  data: D;
  palette: Palette;
}

interface Props<D, T extends ChartType> {
  /** What the chart shows, for those who do not see it. */
  label: string;
  className: string | undefined;
  data: D;
  /** Asked once; `current` are the values of the moment, for callbacks of the chart. */
  config(current: () => Drawn<D>): ChartConfiguration<T, XY[]>;
  /** Puts new values into the chart that is there. */
  update(chart: Chart<T, XY[]>, drawn: Drawn<D>): void;
}

export function ChartCanvas<D, T extends ChartType>({ label, className, data, config, update }: Props<D, T>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<T, XY[]> | null>(null);
  const latest = useRef({ data, config, update });
  latest.current = { data, config, update };

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const drawn = () => ({ data: latest.current.data, palette: paletteOf(element) });
    const made = new Chart(element, latest.current.config(drawn));
    chart.current = made;
    latest.current.update(made, drawn());
    return () => {
      made.destroy();
      chart.current = null;
    };
  }, []);

  // After every render: windows slide, and the design tokens may have changed with the scheme.
  useEffect(() => {
    if (canvas.current !== null && chart.current !== null)
      update(chart.current, { data, palette: paletteOf(canvas.current) });
  });

  return (
    <div className={className}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}
