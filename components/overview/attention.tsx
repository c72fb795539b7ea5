'use client';
/** What needs attention, the most pressing first. The panel's height is fixed, so that nothing below it moves. */
import Link from 'next/link';
import type { EpochMs, TargetState } from '#contract';
import { transportName } from '../format/names';
import { formatCount } from '../format/units';
import { useNow } from '../live/live-context';
import { Elapsed } from '../session/moment';
import { PhaseMark } from '../session/phase-mark';
import classes from './attention.module.css';
import { lookAt, type Seen } from './sentence';

const ROWS = 2;

export function Attention({ states, blindSince }: { states: readonly TargetState[]; blindSince: EpochMs | null }) {
  const exceptions = pressingFirst(lookAt(states, useNow(), blindSince));
  const more = exceptions.length - ROWS;
  return (
    <section className={classes.panel} aria-labelledby="attention">
      <h2 id="attention" className={classes.title}>
        Needs attention
        {more > 0 && <span className={classes.more}>and {formatCount(more)} more</span>}
      </h2>
      {exceptions.length === 0 && <Nothing states={states} />}
      <ul>
        {exceptions.slice(0, ROWS).map(({ state, status }) => (
          <li key={state.key}>
            <Link className={classes.row} href={`/targets/${state.key}`} prefetch={false}>
              <PhaseMark kind={status.kind} size={14} />
              <span className={classes.name}>
                {transportName(state.transport)} to {state.nodeName}
              </span>
              <span className={`${classes.detail} hf-figures`}>
                {status.detail === '' ? status.word : status.detail}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What happened last, so that a quiet panel still says something. */
function Nothing({ states }: { states: readonly TargetState[] }) {
  const lost = states.filter((s) => s.lastLoss !== null);
  const latest = lost.reduce<TargetState | null>(
    (a, b) => ((a?.lastLoss?.at ?? 0) > (b.lastLoss?.at ?? 0) ? a : b),
    null,
  );
  if (latest?.lastLoss == null) return <p className={classes.none}>Nothing. No loss is on record.</p>;
  return (
    <p className={classes.none}>
      Nothing. The last loss was <Elapsed since={latest.lastLoss.at} /> ago: {transportName(latest.transport)} to{' '}
      {latest.nodeName}.
    </p>
  );
}

const weight = { bad: 0, warn: 1, unknown: 2, quiet: 3 };

/** By urgency, then by place; never by the countdown, or rows would change places under the eye. */
export function pressingFirst(seen: readonly Seen[]): Seen[] {
  return seen.filter((s) => s.urgency !== 'quiet').sort((a, b) => weight[a.urgency] - weight[b.urgency]);
}
