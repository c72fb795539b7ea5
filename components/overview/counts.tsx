'use client';
/** How many sessions are in which state, in figures that can be read from two metres away. */
import type { EpochMs, TargetState } from '#contract';
import { formatCount } from '../format/units';
import { useNow } from '../live/live-context';
import { type MarkKind, PhaseMark } from '../session/phase-mark';
import classes from './counts.module.css';
import { lookAt, type Seen } from './sentence';

interface Count {
  name: string;
  mark: MarkKind;
  counts(seen: Seen): boolean;
}

/** Every session is in exactly one; a try to reconnect is still part of the loss. */
const counts: readonly Count[] = [
  { name: 'Online', mark: 'online', counts: (s) => s.status.kind === 'online' },
  { name: 'Unstable', mark: 'unstable', counts: (s) => s.status.kind === 'unstable' },
  { name: 'Connecting', mark: 'connecting', counts: (s) => s.status.kind === 'connecting' && s.urgency !== 'bad' },
  { name: 'Lost', mark: 'backoff', counts: (s) => isLost(s) },
  { name: 'Unknown', mark: 'unknown', counts: (s) => s.status.kind === 'unknown' },
  { name: 'Stopped', mark: 'stopped', counts: (s) => ['stopped', 'closed-by-design'].includes(s.status.kind) },
];

function isLost({ status, urgency }: Seen): boolean {
  return status.kind === 'backoff' || status.kind === 'refused' || (status.kind === 'connecting' && urgency === 'bad');
}

export function Counts({ states, blindSince }: { states: readonly TargetState[]; blindSince: EpochMs | null }) {
  const seen = lookAt(states, useNow(), blindSince);
  return (
    <section aria-label="Sessions by state">
      <dl className={classes.counts}>
        {counts.map(({ name, mark, counts: isIn }) => {
          const n = seen.filter(isIn).length;
          return (
            <div key={name} className={classes.count} data-some={n > 0} data-mark={mark}>
              <dt>
                <PhaseMark kind={mark} size={12} /> {name}
              </dt>
              <dd>
                {formatCount(n)}
                {mark === 'online' && <span className={classes.of}> of {formatCount(seen.length)}</span>}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
