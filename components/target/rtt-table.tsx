/** The chart's figures by the minute, and the states with their times. */
import { formatMinute, formatTime } from '../format/clock';
import { formatDuration, formatRtt } from '../format/units';
import type { MinuteRow } from './rtt-facts';
import classes from './tables.module.css';
import { type Segment, segmentWords } from './timeline';

interface Props {
  rows: readonly MinuteRow[];
  segments: readonly Segment[];
  zone: string | undefined;
}

export function RttTable({ rows, segments, zone }: Props) {
  return (
    <div className={classes.pair}>
      <table className={classes.table}>
        <caption>Pings by the minute, RTT in ms</caption>
        <thead>
          <tr>
            <th scope="col">Minute</th>
            <th scope="col">Pings</th>
            <th scope="col">Missed</th>
            <th scope="col">Least</th>
            <th scope="col">p50</th>
            <th scope="col">Most</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.at}>
              <th scope="row">{formatMinute(row.at, zone)}</th>
              <td>{row.pings}</td>
              <td>{row.missed}</td>
              <td>{ms(row.minMs)}</td>
              <td>{ms(row.p50Ms)}</td>
              <td>{ms(row.maxMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={classes.table}>
        <caption>States, newest first</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">State</th>
            <th scope="col">For</th>
          </tr>
        </thead>
        <tbody>
          {segments.toReversed().map((s) => (
            <tr key={s.from}>
              <th scope="row">{formatTime(s.from, zone)}</th>
              <td className={classes.text}>{segmentWords[s.kind]}</td>
              <td>{formatDuration(s.to - s.from)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ms(value: number | null): string {
  return value === null ? '–' : formatRtt(value);
}
