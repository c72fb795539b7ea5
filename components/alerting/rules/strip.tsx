'use client';
/** The firings of a dry run on one time axis; time that nobody watched is hatched. */
import type { ReplayResult } from '#contract';
import { formatMoment } from '../../format/clock';
import { useNow, useZone } from '../../live/live-context';
import classes from './rules.module.css';

export function Strip({ result }: { result: ReplayResult }) {
  const { from, to, firings, unobserved, total } = result;
  const { zone } = useZone();
  const now = useNow();
  const place = (start: number, end: number) => {
    const left = (100 * (Math.max(from, start) - from)) / Math.max(1, to - from);
    const width = (100 * (Math.min(to, end) - Math.max(from, start))) / Math.max(1, to - from);
    return { left: `${left}%`, width: `${Math.max(0, width)}%` };
  };
  const label = total === 0 ? 'No firing on the time strip' : `${total} firings on the time strip, listed below`;
  return (
    <div className={classes.strip}>
      <div className={classes.lane} role="img" aria-label={label}>
        {unobserved.map((u) => (
          <span key={`${u.from}-${u.to}`} className={classes.gap} style={place(u.from, u.to)} />
        ))}
        {firings.map((f) => (
          <span
            key={`${f.subject} ${f.firedAt}`}
            className={classes.firing}
            data-severity={f.severity}
            style={place(f.firedAt, f.endedAt ?? to)}
          />
        ))}
      </div>
      <div className={classes.axis}>
        <span>{formatMoment(from, now, zone)}</span>
        <span>{formatMoment(to, now, zone)}</span>
      </div>
      {unobserved.length > 0 && <p className={classes.detail}>Hatched: nobody watched, it could not have fired.</p>}
    </div>
  );
}
