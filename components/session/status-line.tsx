'use client';
/** A session's state: mark, word, and what comes next, counting. */
import type { EpochMs, TargetState } from '#contract';
import { useNow } from '../live/live-context';
import { PhaseMark } from './phase-mark';
import { statusOf, urgencyOf } from './status';
import classes from './status-line.module.css';

interface Props {
  state: TargetState;
  blindSince: EpochMs | null;
  size?: 'card' | 'page';
}

export function StatusLine({ state, blindSince, size = 'card' }: Props) {
  const now = useNow();
  const status = statusOf(state, now, blindSince);
  return (
    <span className={classes.line} data-size={size} data-urgency={urgencyOf(status, state)}>
      <PhaseMark kind={status.kind} size={size === 'page' ? 18 : 14} />
      <span className={classes.word}>{status.word}</span>
      {status.detail !== '' && <span className={`${classes.detail} hf-figures`}>{status.detail}</span>}
    </span>
  );
}
