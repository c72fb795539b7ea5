'use client';
/** The first line of the board, and what to tell people under it; their height does not change. */
import { useState } from 'react';
import type { TargetState } from '#contract';
import { formatMoment } from '../format/clock';
import { useNow, useZone } from '../live/live-context';
import type { Trust } from '../live/trust';
import { overviewSentence } from '../overview/sentence';
import type { BoardModel } from './model';
import { type BoardSentence, boardSentence } from './sentence';
import classes from './sentence-line.module.css';
import { VerdictMark } from './verdict-mark';

interface Props {
  model: BoardModel;
  states: readonly TargetState[];
  trust: Trust;
}

export function BoardSentenceLine({ model, states, trust }: Props) {
  const now = useNow();
  const { zone } = useZone();
  const sentence = trust.kind === 'stale' ? stale(formatMoment(trust.since, now, zone)) : said();
  function said(): BoardSentence {
    const blindSince = trust.kind === 'blind' ? trust.since : null;
    const sessions = states.length === 0 ? null : overviewSentence(states, now, { zone });
    return boardSentence(model, now, { zone, blindSince, sessions });
  }
  return (
    <div className={classes.line} data-verdict={sentence.verdict} data-tone={sentence.tone}>
      <VerdictMark verdict={sentence.verdict} tone={sentence.tone} />
      <div className={classes.words}>
        <h1>{sentence.text}</h1>
        <p className={classes.advice}>{sentence.advice}</p>
      </div>
      <Spoken kind={`${sentence.verdict} ${sentence.tone}`} text={`${sentence.text} ${sentence.advice}`} />
    </div>
  );
}

/** Told to screen readers when the verdict changes, not with every count; and not at first sight, when it is read anyway. */
function Spoken({ kind, text }: { kind: string; text: string }) {
  const [said, say] = useState({ kind, text: '' });
  if (said.kind !== kind) say({ kind, text });
  return (
    <p className="hf-hidden" role="status">
      {said.text}
    </p>
  );
}

function stale(since: string): BoardSentence {
  return {
    ...{ verdict: 'blind', tone: 'unknown' },
    text: `No live data since ${since}: this page has lost its connection to Holdfast.`,
    advice: 'What you see is how it was then; the page goes on by itself when the connection is back.',
  };
}
