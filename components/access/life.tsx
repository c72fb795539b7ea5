/** How long a key or a link still works, when it was used, and who made it. */
import type { EpochMs } from '#contract';
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
          {words} <When at={of.expiresAt} now={at} />
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
