'use client';
/** Whether there is a second server; if so, it is asked for and tested as the first was. */
import { Button } from '@mantine/core';
import { ServerStep } from './server-step';
import { StepFrame } from './step-frame';
import type { StepProps } from './wizard-props';

export function OtherSideStep(props: StepProps) {
  const { draft, change, go } = props;
  if (draft.withB) return <ServerStep side="B" {...props} />;
  return (
    <StepFrame
      title="Is there another server?"
      lead={
        <p>
          {draft.B.host === ''
            ? 'The server names no other one. If there is a side B all the same, add it now or later.'
            : `The server says that it is one of a pair: the other is ${draft.B.host}.`}{' '}
          With both, Holdfast tells an outage of one side from an outage of all, and sees agents move over.
        </p>
      }
      onBack={() => go('a')}
      actions={
        <>
          <Button variant="default" onClick={() => go('agents')}>
            Later, or there is none
          </Button>
          <Button onClick={() => change({ withB: true })}>Add server B</Button>
        </>
      }
    >
      <p>It needs a second account: Finesse decides by presence on which side a user is.</p>
    </StepFrame>
  );
}
