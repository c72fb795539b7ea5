'use client';
/** The first question: what is there to be watched? */
import { Button } from '@mantine/core';
import Link from 'next/link';
import type { Kind } from './draft';
import { StepFrame } from './step-frame';
import { mayGoOn, nextStep } from './steps';
import classes from './wizard.module.css';
import type { StepProps } from './wizard-props';

const choices: readonly { kind: Kind; name: string; about: string }[] = [
  {
    ...{ kind: 'finesse', name: 'Cisco Finesse with UCCE or PCCE' },
    about: 'A pair of servers, A and B, or a single one. Packaged CCE calls itself UCCE: choose this for it too.',
  },
  {
    ...{ kind: 'uccx', name: 'Cisco Finesse with Unified CCX' },
    about: 'The Finesse that comes with UCCX. Its second node may stand by; that is never taken for down.',
  },
  {
    ...{ kind: 'xmpp', name: 'Another XMPP service' },
    about: 'Openfire, Prosody, ejabberd or any other, over WebSocket, BOSH or TCP.',
  },
  {
    ...{ kind: 'webex', name: 'Webex Contact Center' },
    about: 'The cloud service of Cisco.',
  },
];

export function KindStep({ draft, change, go }: StepProps) {
  return (
    <StepFrame
      title="What shall Holdfast watch?"
      lead={
        <p>
          You need the full name of a server and an account that is only for Holdfast. It takes about five minutes, and
          nothing is saved before you say so.
        </p>
      }
      onBack={null}
      actions={
        <Button disabled={!mayGoOn(draft, 'what')} onClick={() => go(nextStep(draft, 'what'))}>
          Go on
        </Button>
      }
    >
      <fieldset className={classes.choices}>
        <legend className="hf-hidden">What is there</legend>
        {choices.map(({ kind, name, about }) => (
          <label key={kind} className={classes.choice} data-chosen={draft.kind === kind}>
            <input type="radio" name="kind" checked={draft.kind === kind} onChange={() => change({ kind })} />
            <span>
              <b>{name}</b>
              <span className={classes.about}>{about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {draft.kind === 'webex' && (
        <div role="status" className={classes.note}>
          <p>
            <b>Holdfast cannot watch Webex Contact Center.</b> It has neither Finesse nor a Notification Service that
            speaks XMPP, so that there is nothing to hold a session to and no presence to lose.
          </p>
          <p>
            If your agents work in Finesse and only calls run over Webex, choose Finesse.{' '}
            <Link href="/">Back to the overview</Link>
          </p>
        </div>
      )}
    </StepFrame>
  );
}
