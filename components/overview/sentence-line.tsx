'use client';
/** The first line of the overview, and the line of advice under it; their height does not change. */
import type { TargetState } from '#contract';
import { formatMoment } from '../format/clock';
import { useNow, useZone } from '../live/live-context';
import type { Trust } from '../live/trust';
import { type MarkKind, PhaseMark } from '../session/phase-mark';
import { overviewSentence, type Sentence, type Tone } from './sentence';
import classes from './sentence-line.module.css';

const marks: Record<Tone, MarkKind> = {
  good: 'online',
  busy: 'connecting',
  warn: 'unstable',
  bad: 'backoff',
  unknown: 'unknown',
  empty: 'stopped',
};

export function SentenceLine({ states, trust }: { states: readonly TargetState[]; trust: Trust }) {
  const now = useNow();
  const { zone } = useZone();
  const sentence =
    trust.kind === 'stale'
      ? staleSentence(formatMoment(trust.since, now, zone))
      : overviewSentence(states, now, { zone, blindSince: trust.kind === 'blind' ? trust.since : null });
  return (
    <div className={classes.line} data-tone={sentence.tone}>
      <span className={classes.mark}>
        <PhaseMark kind={marks[sentence.tone]} size={20} />
      </span>
      <div role="status">
        <h1>{sentence.text}</h1>
        <p className={classes.advice}>{sentence.advice}</p>
      </div>
    </div>
  );
}

function staleSentence(since: string): Sentence {
  return {
    tone: 'unknown',
    text: `No live data since ${since}: this page has lost its connection to Holdfast.`,
    advice: 'What you see is how it was then; the page goes on by itself when the connection is back.',
  };
}
