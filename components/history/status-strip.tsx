/** What a target was over the range, on the axis of the charts: heights and hatches tell the statuses apart without colour. */
import type { HistorySpan } from '#contract';
import { PLOT_LEFT_PX, PLOT_RIGHT_PX } from '../charts/plot';
import { formatDuration } from '../format/units';
import classes from './status-strip.module.css';
import type { Span } from './view';
import { statusWords } from './words';

export function StatusStrip({ spans, span, label }: { spans: readonly HistorySpan[]; span: Span; label: string }) {
  const length = span.to - span.from;
  const share = (ms: number) => `${((ms / length) * 100).toFixed(3)}%`;
  return (
    <div
      className={classes.strip}
      role="img"
      aria-label={label}
      style={{ marginLeft: PLOT_LEFT_PX, marginRight: PLOT_RIGHT_PX }}
    >
      {spans
        .filter((s) => s.to > span.from && s.from < span.to)
        .map((s) => (
          <span
            key={s.from}
            className={classes.segment}
            data-status={s.status}
            title={`${statusWords[s.status]} ${formatDuration(s.to - s.from)}`}
            style={{ left: share(s.from - span.from), width: share(s.to - s.from) }}
          />
        ))}
    </div>
  );
}
