'use client';
/** A plain XMPP service: asked for, tested over each way that is given, then saved. */
import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { TestOffer } from '#contract';
import { useBasePath } from '../../people/viewer-context';
import { ConnectionTest } from '../connection-test/connection-test';
import { useConnectionTest } from '../connection-test/use-connection-test';
import { clusterItem } from './cluster-item';
import type { Draft } from './draft';
import { answersOfXmpp, faultsOfXmpp, foundOfXmpp, testOfXmpp } from './draft-xmpp';
import { saveItem } from './save';
import { StepFrame } from './step-frame';
import classes from './wizard.module.css';
import type { StepProps } from './wizard-props';
import { XmppFields } from './xmpp-fields';

export function XmppStep({ draft, change, go }: StepProps) {
  const basePath = useBasePath();
  const [isAsked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const latest = useRef(draft);
  latest.current = draft;
  const { testing, run, stop } = useConnectionTest((test, ended) => {
    const now = latest.current;
    if (ended.is !== 'ended' || ended.outcome === 'failed') return;
    if (JSON.stringify(testOfXmpp(now)) !== JSON.stringify(test)) return;
    change({ xmpp: { ...now.xmpp, passed: { of: answersOfXmpp(now.xmpp), found: ended.found } } });
  });
  const faults = faultsOfXmpp(draft);
  const hasPassed = foundOfXmpp(draft.xmpp) !== null && faults.length === 0;

  function test(now: Draft): void {
    setAsked(true);
    if (faultsOfXmpp(now).length === 0) void run(testOfXmpp(now));
  }
  function take(offer: TestOffer): void {
    if (offer.kind !== 'pin') return;
    const now = { ...draft, xmpp: { ...draft.xmpp, pin: offer.pin } };
    change({ xmpp: now.xmpp });
    test(now);
  }
  function submit(e: FormEvent): void {
    e.preventDefault();
    test(draft);
  }
  async function save(): Promise<void> {
    setBusy(true);
    const saved = await saveItem(basePath, (items) => clusterItem(draft, items));
    setBusy(false);
    if (!saved.ok) return setWrong(saved.words);
    change({ saved: saved.key });
    go('alerts');
  }
  return (
    <StepFrame
      title="The XMPP service"
      lead={
        <p>
          An account that is only for Holdfast. Each way becomes a session of its own: several of them show which path
          is at fault when one fails.
        </p>
      }
      onBack={() => go('what')}
      actions={
        <>
          {!hasPassed && faults.length === 0 && testing.is === 'ended' && (
            <Button variant="subtle" loading={busy} onClick={() => void save()}>
              Save although it does not work yet
            </Button>
          )}
          <Button disabled={!hasPassed} loading={busy} onClick={() => void save()}>
            Save and begin to watch
          </Button>
        </>
      }
    >
      <div className={classes.connect}>
        <form className={classes.form} aria-label="The XMPP service" onSubmit={submit} noValidate>
          <XmppFields draft={draft} faults={isAsked ? faults : []} change={change} />
          <Button type="submit" variant={hasPassed ? 'default' : 'filled'} loading={testing.is === 'running'}>
            {testing.is === 'none' ? 'Test the connection' : 'Test again'}
          </Button>
        </form>
        <ConnectionTest
          testing={testing}
          onOffer={take}
          onStop={stop}
          empty="The test signs in over each way, and says at each step what it found."
        />
      </div>
      <p role="alert" className={classes.wrong}>
        {wrong}
      </p>
    </StepFrame>
  );
}
