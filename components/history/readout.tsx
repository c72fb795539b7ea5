'use client';
/** The values of all charts at the moment that is pointed at, in one line that keeps its place. */
import type { TargetSeries } from '#contract';
import { formatFull, formatMoment, formatTime } from '../format/clock';
import { useZone } from '../live/live-context';
import type { Cursor } from './cursor';
import classes from './history-panel.module.css';
import { useCursor } from './surface';
import type { Span } from './view';
import { pointAt, pointWords, statusWords } from './words';

interface Props {
  cursor: Cursor;
  series: TargetSeries | undefined;
  /** The other series, and how a time of this one is one of its own. */
  other: { series: TargetSeries; name: string; at(at: number): number } | null;
  span: Span;
}

export function Readout({ cursor, series, other, span }: Props) {
  const { zone } = useZone();
  const at = useCursor(cursor);
  if (at === null || series === undefined)
    return (
      <p className={classes.readout}>
        <span className={classes.hint}>
          Wheel or pinch zooms, dragging moves, Shift and drag picks a span; + − ← → 0 do, too.
        </span>
      </p>
    );
  const point = pointAt(series.points, at, span);
  const status = series.statuses.find((s) => at >= s.from && at < s.to);
  const beside = other === null ? null : pointAt(other.series.points, other.at(at), other.series);
  const when =
    point === null || point.from === point.to
      ? formatMoment(point?.from ?? at, span.to, zone)
      : `${formatMoment(point.from, span.to, zone)} – ${formatTime(point.to, zone)}`;
  return (
    <p className={classes.readout} title={formatFull(at, zone)}>
      <span className={classes.when}>{when}</span>
      <span>{point === null ? 'no ping' : pointWords(point)}</span>
      {status !== undefined && <span>{statusWords[status.status]}</span>}
      {other !== null && (
        <span className={classes.beside}>
          {other.name}: {beside === null ? 'no ping' : pointWords(beside)}
        </span>
      )}
    </p>
  );
}
