'use client';
/** It is set up: what happens now, and what can be done next. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { StepFrame } from './step-frame';
import type { DraftInHand } from './use-draft';
import classes from './wizard.module.css';
import type { StepProps } from './wizard-props';

type Props = StepProps & Pick<DraftInHand, 'leave' | 'forget'>;

export function DoneStep({ draft, change, go, leave, forget }: Props) {
  const isPair = draft.kind !== 'xmpp';
  return (
    <StepFrame
      title={`${draft.name} is watched`}
      lead={<p>Holdfast has begun. This is what happens now:</p>}
      onBack={() => go('alerts')}
      actions={
        <Button component={Link} href="/" onClick={leave}>
          To the overview
        </Button>
      }
    >
      <ul className={classes.next}>
        {isPair && (
          <li>
            Within a minute the servers, their sessions and the agents of the teams appear. Until then the pages say
            what they wait for.
          </li>
        )}
        <li>Each session is asked for a sign of life every 10 seconds; figures and charts grow from there.</li>
        <li>
          {draft.channel === null
            ? 'Incidents are shown in the pages only, until a channel is added.'
            : `Incidents are told through ${draft.channel}.`}
        </li>
        {isPair && (
          <li>Holdfast counts on this installation in how many losses its warning came first, and by how much.</li>
        )}
      </ul>
      <h3>What you may want next</h3>
      <ul className={classes.links}>
        {isPair && !draft.withB && (
          <li>
            <button
              type="button"
              onClick={() => {
                change({ withB: true });
                go('b');
              }}
            >
              Add the other side
            </button>
          </li>
        )}
        <li>
          <Link href="/settings/people">Invite colleagues</Link>, with a role and teams
        </li>
        <li>
          <Link href="/alerting/rules">Look at the rules</Link>, and try them on what was recorded
        </li>
        <li>
          <Link href="/settings">All settings</Link>, as pages and as one file
        </li>
        <li>
          <button type="button" onClick={forget}>
            Set up another cluster
          </button>
        </li>
      </ul>
    </StepFrame>
  );
}
