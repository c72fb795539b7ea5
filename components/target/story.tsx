'use client';
/** What happened, in a sentence under the state: since when it is so, why, and the last loss. */
import type { TargetState } from '#contract';
import { formatMoment } from '../format/clock';
import { useNow, useZone } from '../live/live-context';
import type { Trust } from '../live/trust';
import classes from './story.module.css';
import { storyOf } from './story-of';

export function Story({ state, trust }: { state: TargetState; trust: Trust }) {
  const now = useNow();
  const { zone } = useZone();
  if (trust.kind === 'stale') {
    return (
      <p className={classes.story}>
        No live data since {formatMoment(trust.since, now, zone)}; this is how it was then.
      </p>
    );
  }
  if (trust.kind === 'blind') {
    return <p className={classes.story}>No worker has measured since {formatMoment(trust.since, now, zone)}.</p>;
  }
  return <p className={classes.story}>{storyOf(state, now, zone)}</p>;
}
