/** The session's states on the chart's axis, with a legend that says how long each lasted. */
import type { EpochMs } from '#contract';
import { PLOT_LEFT_PX, PLOT_RIGHT_PX } from '../charts/rtt-config';
import { formatDuration } from '../format/units';
import { PhaseMark } from '../session/phase-mark';
import classes from './state-strip.module.css';
import { type Segment, segmentWords, totalsOf } from './timeline';

export function StateStrip({ segments, from, to }: { segments: readonly Segment[]; from: EpochMs; to: EpochMs }) {
  const share = (ms: number) => `${((ms / (to - from)) * 100).toFixed(3)}%`;
  const totals = totalsOf(segments);
  const spoken = totals
    .flatMap((t) => (t.ms > 0 ? [`${segmentWords[t.kind]} ${formatDuration(t.ms)}`] : []))
    .join(', ');
  return (
    <div className={classes.block}>
      <div
        className={classes.strip}
        role="img"
        aria-label={`State over the last 15 minutes: ${spoken}`}
        style={{ marginLeft: PLOT_LEFT_PX, marginRight: PLOT_RIGHT_PX }}
      >
        {segments.map((s) => (
          <span
            key={s.from}
            className={classes.segment}
            data-kind={s.kind}
            title={`${segmentWords[s.kind]} ${formatDuration(s.to - s.from)}`}
            style={{ left: share(s.from - from), width: share(s.to - s.from) }}
          />
        ))}
      </div>
      <ul className={classes.legend}>
        {totals.map(({ kind, ms }) => (
          <li key={kind} data-some={ms > 0}>
            <PhaseMark kind={kind} size={12} />
            {segmentWords[kind]} <span className={classes.time}>{formatDuration(ms)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
