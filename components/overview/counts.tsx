'use client';
/** How many sessions are in which state, in figures that can be read from two metres away. */
import type { EpochMs, TargetState } from '#contract';
import { formatCount } from '../format/units';
import { useNow } from '../live/live-context';
import { type MarkKind, PhaseMark } from '../session/phase-mark';
import type { StatusKind } from '../session/status';
import classes from './counts.module.css';
import { lookAt } from './sentence';

interface Count {
  name: string;
  mark: MarkKind;
  kinds: readonly StatusKind[];
}

const counts: readonly Count[] = [
  { name: 'Online', mark: 'online', kinds: ['online'] },
  { name: 'Unstable', mark: 'unstable', kinds: ['unstable'] },
  { name: 'Connecting', mark: 'connecting', kinds: ['connecting'] },
  { name: 'Lost', mark: 'backoff', kinds: ['backoff', 'refused'] },
  { name: 'Unknown', mark: 'unknown', kinds: ['unknown'] },
  { name: 'Paused', mark: 'stopped', kinds: ['stopped', 'closed-by-design'] },
];

export function Counts({ states, blindSince }: { states: readonly TargetState[]; blindSince: EpochMs | null }) {
  const seen = lookAt(states, useNow(), blindSince);
  return (
    <section aria-label="Sessions by state">
      <dl className={classes.counts}>
        {counts.map(({ name, mark, kinds }) => {
          const n = seen.filter((s) => kinds.includes(s.status.kind)).length;
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
