'use client';
/** Owner of the chart of the last four hours: made once per mount, updated in place, destroyed with the component. */
import { Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import { useEffect, useRef } from 'react';
import classes from './day-chart.module.css';
import { type DayChartData, type DayChart as DayChartOf, dayConfig, updateDay } from './day-config';
import { paletteOf } from './palette';

Chart.register(LineController, LineElement, PointElement, LinearScale, Tooltip);

interface Props extends Omit<DayChartData, 'palette'> {
  /** What the chart shows, for those who do not see it. */
  label: string;
}

export function DayChart({ label, ...data }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<DayChartOf | null>(null);
  const current = useRef<DayChartData | null>(null);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const made = new Chart(
      element,
      dayConfig(() => current.current ?? nothing(element)),
    );
    chart.current = made;
    if (current.current !== null) updateDay(made, current.current);
    return () => {
      made.destroy();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    current.current = { ...data, palette: paletteOf(element) };
    if (chart.current !== null) updateDay(chart.current, current.current);
  });

  return (
    <div className={classes.frame}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

function nothing(element: HTMLElement): DayChartData {
  return {
    ...{ connected: [], atRisk: [], forcedOut: [], topConnected: 1, topTrouble: 1, unobserved: [], groups: [] },
    ...{ from: 0, to: 1, zone: undefined, palette: paletteOf(element) },
  };
}
