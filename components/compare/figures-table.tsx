/** The figures of two series beside each other, with what the second is more or less. */
import type { HistoryPoint, TargetSeries } from '#contract';
import { formatCount, formatDuration, formatRtt } from '../format/units';
import { availabilityText } from '../history/availability-words';
import { percentOf } from '../history/words';
import classes from './compare.module.css';

interface Props {
  names: readonly [string, string];
  series: readonly TargetSeries[];
}

interface Figure {
  name: string;
  text(series: TargetSeries): string;
  /** In `difference`'s words; null = makes no sense. */
  value: ((series: TargetSeries) => number | null) | null;
  difference(by: number): string;
}

const rtt = (name: string, of: (whole: HistoryPoint) => number | null): Figure => ({
  name,
  text: ({ whole }) => (of(whole) === null ? '–' : formatRtt(of(whole) ?? 0)),
  value: ({ whole }) => of(whole),
  difference: (by) => `${signed(by)}${formatRtt(Math.abs(by))}`,
});

const figures: readonly Figure[] = [
  rtt('RTT p50, ms', (w) => w.p50Ms),
  rtt('RTT p95, ms', (w) => w.p95Ms),
  rtt('RTT most, ms', (w) => w.maxMs),
  {
    name: 'Missed pings',
    text: ({ whole }) =>
      `${formatCount(whole.misses)} of ${formatCount(whole.count)}${whole.count === 0 ? '' : ` (${percentOf(whole.misses / whole.count)})`}`,
    value: ({ whole }) => whole.misses,
    difference: (by) => `${signed(by)}${formatCount(Math.abs(by))}`,
  },
  { name: 'Available', text: ({ tally }) => availabilityText(tally).percent, value: null, difference: () => '' },
  {
    name: 'Down',
    text: ({ tally }) => formatDuration(tally.downMs),
    value: ({ tally }) => Math.round(tally.downMs / 1_000) * 1_000,
    difference: (by) => `${signed(by)}${formatDuration(Math.abs(by))}`,
  },
  { name: 'Observed', text: ({ tally }) => availabilityText(tally).coverage, value: null, difference: () => '' },
];

export function FiguresTable({ names, series }: Props) {
  const [a, b] = series;
  return (
    <table className={classes.table}>
      <caption className="hf-hidden">Figures of both</caption>
      <thead>
        <tr>
          <th scope="col">Over this range</th>
          <th scope="col">{names[0]}</th>
          <th scope="col">{names[1]}</th>
          <th scope="col">Second to first</th>
        </tr>
      </thead>
      <tbody>
        {figures.map(({ name, text, value, difference }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{a === undefined ? ' ' : text(a)}</td>
            <td>{b === undefined ? ' ' : text(b)}</td>
            <td className={classes.difference}>
              {a && b && value ? differenceOf(value(a), value(b), difference) : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function differenceOf(a: number | null, b: number | null, words: (by: number) => string): string {
  if (a === null || b === null) return '–';
  return a === b ? 'the same' : words(b - a);
}

const signed = (by: number): string => (by < 0 ? '−' : '+');
