'use client';
/** The chart of the last four hours. */
import { ChartCanvas, type Drawn } from './canvas';
import classes from './day-chart.module.css';
import { type DayChartData, type DayChart as DayChartOf, dayConfig, updateDay } from './day-config';

type Data = Omit<DayChartData, 'palette'>;

interface Props extends Data {
  /** What the chart shows, for those who do not see it. */
  label: string;
}

export function DayChart({ label, ...data }: Props) {
  return <ChartCanvas label={label} className={classes.frame} data={data} config={config} update={update} />;
}

const joined = ({ data, palette }: Drawn<Data>): DayChartData => ({ ...data, palette });
const config = (current: () => Drawn<Data>) => dayConfig(() => joined(current()));
const update = (chart: DayChartOf, drawn: Drawn<Data>) => updateDay(chart, joined(drawn));
