/** One line per cluster, node, transport and target, and per team of agents: the percentage, over what, and the range in parts. */
import Link from 'next/link';
import type { AvailabilityReply, AvailabilityRow } from '#contract';
import { transportName } from '../format/names';
import { formatDuration } from '../format/units';
import { availabilityText, shareText } from '../history/availability-words';
import classes from './availability.module.css';
import { PartsBar } from './parts-bar';

interface Props {
  rows: readonly AvailabilityRow[];
  parts: AvailabilityReply['parts'];
  zone: string;
}

export function AvailabilityTable({ rows, parts, zone }: Props) {
  return (
    <table className={classes.table}>
      <caption className="hf-hidden">
        Availability by cluster, server, transport and target, and of agents by team
      </caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Available</th>
          <th scope="col">Of</th>
          <th scope="col">Observed</th>
          <th scope="col">Degraded</th>
          <th scope="col">Down</th>
          <th scope="col">Unknown</th>
          <th scope="col">Maintained</th>
          <th scope="col" className={classes.barColumn}>
            Over time
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={`${row.level} ${row.key}`} row={row} parts={parts} zone={zone} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, parts, zone }: { row: AvailabilityRow; parts: Props['parts']; zone: string }) {
  const words = availabilityText(row.tally);
  const { degradedMs, downMs, unknownMs, maintainedMs } = row.tally;
  return (
    <tr data-level={row.level}>
      <th scope="row">
        <Name row={row} />
      </th>
      <td data-name="Available" className={classes.percent} data-bad={downMs > 0 || undefined}>
        {words.percent}
      </td>
      <td data-name="Of">{row.ofMs === 0 ? '–' : formatDuration(row.ofMs)}</td>
      <td data-name="Observed">{observedOf(row, words.coverage)}</td>
      <Time name="Degraded" ms={degradedMs} />
      <Time name="Down" ms={downMs} />
      <Time name="Unknown" ms={unknownMs} />
      <Time name="Maintained" ms={maintainedMs} />
      <td className={classes.barCell}>
        <PartsBar tallies={row.parts} parts={parts} zone={zone} label={`${nameOf(row)}: ${words.sentence}`} />
      </td>
    </tr>
  );
}

/** Of agents the tally does not know of time in which nobody counted. */
function observedOf({ level, coverage }: AvailabilityRow, words: string): string {
  if (level !== 'agents' && level !== 'team') return words.replace(' observed', '');
  return coverage === null ? '–' : coverage === 1 ? 'all' : `${shareText(coverage, 1)} %`;
}

function Time({ name, ms }: { name: string; ms: number }) {
  return (
    <td data-name={name} data-nothing={ms === 0 || undefined}>
      {ms === 0 ? '0' : formatDuration(ms)}
    </td>
  );
}

function Name({ row }: { row: AvailabilityRow }) {
  if (row.level === 'target') return <Link href={`/targets/${row.key}?range=24h`}>{nameOf(row)}</Link>;
  if (row.level === 'agents' || row.level === 'team') {
    const team = row.level === 'team' ? `&team=${row.key.split('/').at(-1)}` : '';
    return <Link href={`/agents/history?cluster=${row.clusterKey}${team}`}>{nameOf(row)}</Link>;
  }
  return <>{nameOf(row)}</>;
}

export function nameOf(row: AvailabilityRow): string {
  const transport = row.transport === null ? '' : transportName(row.transport);
  switch (row.level) {
    case 'cluster':
      return row.clusterName;
    case 'transport':
      return `${transport} on any server`;
    case 'node':
      return row.nodeName ?? row.key;
    case 'target':
      return transport;
    case 'agents':
      return 'Agents, while signed in';
    case 'team':
      return row.teamName ?? row.key;
  }
}
