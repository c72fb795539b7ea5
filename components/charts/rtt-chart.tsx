'use client';
/** The one owner of Chart.js: made once per mount, updated in place, destroyed with the component. */
import { Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import { useEffect, useRef } from 'react';
import { paletteOf } from './palette';
import classes from './rtt-chart.module.css';
import { type RttChart as ChartOfRtt, type RttChartData, rttConfig, updateRtt } from './rtt-config';

Chart.register(LineController, LineElement, PointElement, LinearScale, Tooltip);

interface Props extends Omit<RttChartData, 'palette'> {
  /** What the chart shows, for those who do not see it. */
  label: string;
}

export function RttChart({ label, ...data }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<ChartOfRtt | null>(null);
  const current = useRef<RttChartData | null>(null);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const read = () => current.current ?? empty(element);
    const made = new Chart(element, rttConfig(read));
    chart.current = made;
    if (current.current !== null) updateRtt(made, current.current);
    return () => {
      made.destroy();
      chart.current = null;
    };
  }, []);

  // After every render: the window slides each second, and the design tokens may have changed with the scheme.
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    current.current = { ...data, palette: paletteOf(element) };
    if (chart.current !== null) updateRtt(chart.current, current.current);
  });

  return (
    <div className={classes.frame}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

function empty(element: HTMLElement): RttChartData {
  return {
    points: [],
    spans: [],
    misses: [],
    beyond: [],
    from: 0,
    to: 1,
    topMs: 1,
    zone: undefined,
    palette: paletteOf(element),
  };
}
