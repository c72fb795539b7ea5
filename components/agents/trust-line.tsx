'use client';
/** Says when what is shown is not the present: the stream stands still, or nobody measures. */
import { formatMoment } from '../format/clock';
import { useNow, useZone } from '../live/live-context';
import type { Trust } from '../live/trust';
import classes from './agents-view.module.css';

export function TrustLine({ trust }: { trust: Trust }) {
  const now = useNow();
  const { zone } = useZone();
  if (trust.kind === 'live') return null;
  const since = formatMoment(trust.since, now, zone);
  return (
    <p className={classes.trust} role="status">
      {trust.kind === 'stale'
        ? `No live data since ${since}: this is how it was then.`
        : `No worker has measured since ${since}: how connections are now is unknown.`}
    </p>
  );
}
