'use client';
/** What happened when, as marks on the axis of the charts; each kind has a shape of its own. */
import type { HistoryMark } from '#contract';
import { PLOT_LEFT_PX, PLOT_RIGHT_PX } from '../charts/plot';
import { formatMoment } from '../format/clock';
import { useZone } from '../live/live-context';
import classes from './marks-lane.module.css';
import type { Span } from './view';
import { markSentence, markWords } from './words';

type Kind = HistoryMark['kind'];

export function MarksLane({ marks, span }: { marks: readonly HistoryMark[]; span: Span }) {
  const { zone } = useZone();
  const shown = marks.filter((m) => m.at >= span.from && m.at <= span.to);
  return (
    <div
      className={classes.lane}
      role="img"
      aria-label={`Events: ${shown.length === 0 ? 'none' : countsOf(shown)}; the table below lists them`}
      style={{ marginLeft: PLOT_LEFT_PX, marginRight: PLOT_RIGHT_PX }}
    >
      {shown.map((mark) => (
        <span
          key={`${mark.kind} ${mark.at}`}
          className={classes.mark}
          title={`${formatMoment(mark.at, span.to, zone)} ${markSentence(mark)}`}
          style={{ left: `${(((mark.at - span.from) / (span.to - span.from)) * 100).toFixed(3)}%` }}
        >
          <MarkShape kind={mark.kind} />
        </span>
      ))}
    </div>
  );
}

function countsOf(marks: readonly HistoryMark[]): string {
  const counts = new Map<Kind, number>();
  for (const { kind, count } of marks) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return [...counts].map(([kind, n]) => `${n} × ${markWords[kind]}`).join(', ');
}

const paths: Record<Kind, string> = {
  lost: 'M1 2h10L6 11z',
  connected: 'M6 2.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7M6 4.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 1 0 0-3',
  configured: 'M6 1l5 5-5 5-5-5z',
  certificate: 'M2 2h8v8H2zM4 4v4h4V4z',
  command: 'M2 1.5l8 4.5-8 4.5z',
  observer: 'M5 1h2v10H5z',
};

export function MarkShape({ kind }: { kind: Kind }) {
  return (
    <svg className={classes.shape} data-kind={kind} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={paths[kind]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
