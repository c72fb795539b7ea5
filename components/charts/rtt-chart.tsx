'use client';
/** The RTT of single pings over a window that slides. */
import { ChartCanvas, type Drawn } from './canvas';
import classes from './rtt-chart.module.css';
import { type RttChart as ChartOfRtt, type RttChartData, rttConfig, updateRtt } from './rtt-config';

type Data = Omit<RttChartData, 'palette'>;

interface Props extends Data {
  /** What the chart shows, for those who do not see it. */
  label: string;
}

export function RttChart({ label, ...data }: Props) {
  return <ChartCanvas label={label} className={classes.frame} data={data} config={config} update={update} />;
}

const joined = ({ data, palette }: Drawn<Data>): RttChartData => ({ ...data, palette });
const config = (current: () => Drawn<Data>) => rttConfig(() => joined(current()));
const update = (chart: ChartOfRtt, drawn: Drawn<Data>) => updateRtt(chart, joined(drawn));
