'use client';
/** A connection test: its steps as they climb, each with its reason and what to do, under one sentence of where it stands. */
import { Button } from '@mantine/core';
import type { TestOffer } from '#contract';
import classes from './connection-test.module.css';
import { StepRow } from './step-row';
import { stepsOf, type Testing } from './use-connection-test';
import { grouped, groupWords, testSentence } from './words';

interface Props {
  testing: Testing;
  /** Changes what is tested and tests again; null: offers are only told. */
  onOffer: ((offer: TestOffer) => void) | null;
  onStop(): void;
  /** What stands here before the first test. */
  empty?: string;
}

export function ConnectionTest({ testing, onOffer, onStop, empty }: Props) {
  const tone = testing.is === 'ended' ? testing.outcome : testing.is;
  return (
    <section className={classes.test} aria-label="Connection test">
      <div className={classes.head} data-tone={tone}>
        <p role="status">{testing.is === 'none' ? (empty ?? '') : testSentence(testing)}</p>
        {testing.is === 'running' && (
          <Button size="xs" variant="default" onClick={onStop}>
            Stop
          </Button>
        )}
      </div>
      {grouped(stepsOf(testing)).map(({ group, steps }) => (
        <div key={group} className={classes.group}>
          <h3>{groupWords[group]}</h3>
          <ol>
            {steps.map((step) => (
              <StepRow key={step.id} step={step} onOffer={testing.is === 'running' ? null : onOffer} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
