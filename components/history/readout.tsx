'use client';
/** The values of all charts at the moment that is pointed at, in one line that keeps its place. */
import type { EpochMs, TargetSeries } from '#contract';
import { formatFull, formatMoment, formatTime } from '../format/clock';
import { useZone } from '../live/live-context';
import type { Cursor } from './cursor';
import classes from './history-panel.module.css';
import { useCursor } from './surface';
import type { Span } from './view';
import { pointAt, pointWords, statusWords } from './words';

export interface ReadAt {
  /** What lies there, for its times; null: nothing. */
  point: Span | null;
  words: readonly string[];
  /** Of the series that it is compared with. */
  beside: string | null;
}

interface LineProps {
  cursor: Cursor;
  span: Span;
  at(moment: EpochMs): ReadAt;
}

export function ReadoutLine({ cursor, span, at: readAt }: LineProps) {
  const { zone } = useZone();
  const at = useCursor(cursor);
  if (at === null)
    return (
      <p className={classes.readout}>
        <span className={classes.hint}>
          Wheel or pinch zooms, dragging moves, Shift and drag picks a span; + − ← → 0 do, too.
        </span>
      </p>
    );
  const { point, words, beside } = readAt(at);
  const when =
    point === null || point.from === point.to
      ? formatMoment(point?.from ?? at, span.to, zone)
      : `${formatMoment(point.from, span.to, zone)} – ${formatTime(point.to, zone)}`;
  return (
    <p className={classes.readout} title={formatFull(at, zone)}>
      <span className={classes.when}>{when}</span>
      {words.map((word) => (
        <span key={word}>{word}</span>
      ))}
      {beside !== null && <span className={classes.beside}>{beside}</span>}
    </p>
  );
}

interface Props {
  cursor: Cursor;
  series: TargetSeries | undefined;
  /** The other series, and how a time of this one is one of its own. */
  other: { series: TargetSeries; name: string; at(at: number): number } | null;
  span: Span;
}

export function Readout({ cursor, series, other, span }: Props) {
  const at = (moment: EpochMs): ReadAt => {
    const point = series === undefined ? null : pointAt(series.points, moment, span);
    const status = series?.statuses.find((s) => moment >= s.from && moment < s.to);
    const beside = other === null ? null : pointAt(other.series.points, other.at(moment), other.series);
    return {
      point,
      words: [
        point === null ? 'no ping' : pointWords(point),
        ...(status === undefined ? [] : [statusWords[status.status]]),
      ],
      beside: other === null ? null : `${other.name}: ${beside === null ? 'no ping' : pointWords(beside)}`,
    };
  };
  return <ReadoutLine cursor={cursor} span={span} at={at} />;
}
