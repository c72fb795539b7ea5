'use client';
/** How long a key or a link still works, when it was used, and who made it. */
import type { EpochMs } from '#contract';
import { formatDate } from '../format/clock';
import { useZone } from '../live/live-context';
import classes from '../people/list/people-list.module.css';
import { When } from '../people/when';
import { type MarkKind, PhaseMark } from '../session/phase-mark';
import { type Life, lifeOf } from './model';

const marks: Readonly<Record<Life, { mark: MarkKind; words: string }>> = {
  'in-force': { mark: 'online', words: 'Works until' },
  'ends-soon': { mark: 'connecting', words: 'Ends soon:' },
  over: { mark: 'stopped', words: 'Over since' },
};

interface Props {
  of: { createdAt: EpochMs; createdBy: string; expiresAt: EpochMs; lastUsedAt: EpochMs | null };
  at: EpochMs;
}

export function AccessLife({ of, at }: Props) {
  const { mark, words } = marks[lifeOf(of, at)];
  return (
    <>
      <p className={classes.state}>
        <PhaseMark kind={mark} />
        <span>
          {words} <End of={of.expiresAt} at={at} />
        </span>
      </p>
      <p className={classes.detail}>
        {of.lastUsedAt === null ? 'Never used' : 'Last used '}
        {of.lastUsedAt !== null && <When at={of.lastUsedAt} now={at} />}
      </p>
      <p className={classes.detail}>
        By {of.createdBy}, <When at={of.createdAt} now={at} />
      </p>
    </>
  );
}

const DAY_MS = 86_400_000;

/** The day alone where it is far: it may be of another year. */
function End({ of, at }: { of: EpochMs; at: EpochMs }) {
  const { zone } = useZone();
  if (Math.abs(of - at) < DAY_MS) return <When at={of} now={at} />;
  return <time dateTime={new Date(of).toISOString()}>{formatDate(of, zone)}</time>;
}
