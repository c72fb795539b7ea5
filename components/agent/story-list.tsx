'use client';
/** A disconnect's story step by step: the time, and what happened. */
import type { Disconnect } from '#contract';
import classes from './story-list.module.css';
import { storyOf } from './story-of';
import { useWhen } from './use-when';

export function StoryList({ disconnect }: { disconnect: Disconnect }) {
  const when = useWhen(disconnect);
  return (
    <ol className={classes.story}>
      {storyOf(disconnect, when).map((step) => (
        <li key={step.kind} className={classes.step} data-kind={step.kind}>
          {step.at === null ? (
            <span className={classes.time}>{step.kind === 'open' ? 'now' : ''}</span>
          ) : (
            <time className={classes.time} dateTime={new Date(step.at).toISOString()}>
              {when(step.at)}
            </time>
          )}
          <span>{step.text}</span>
        </li>
      ))}
    </ol>
  );
}
