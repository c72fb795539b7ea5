'use client';
/** One Finesse server: asked for, tested live, mended in place until it works. */
import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { ConnectionTestInput, TestOffer } from '#contract';
import { ConnectionTest } from '../connection-test/connection-test';
import { type Testing, useConnectionTest } from '../connection-test/use-connection-test';
import { answersOf, type Draft, faultsOfSide, foundOf, type Side, type SideDraft, testOfSide } from './draft';
import { SideFields } from './side-fields';
import { StepFrame } from './step-frame';
import { nextStep, stepBefore } from './steps';
import classes from './wizard.module.css';
import type { StepProps } from './wizard-props';

const EMPTY = 'The test climbs from the name of the server to its agents, and says at each step what it found.';

export function ServerStep({ side, ...props }: StepProps & { side: Side }) {
  const { draft, change, go } = props;
  const [isAsked, setAsked] = useState(false);
  // What is on screen when the test ends, not what was when it began.
  const latest = useRef(draft);
  latest.current = draft;
  const panel = useRef<HTMLDivElement>(null);
  const { testing, run, stop } = useConnectionTest((test, ended) => {
    keepWhatWasFound(latest.current, side, test, ended, change);
    panel.current?.querySelector('[data-state="failed"]')?.scrollIntoView({ block: 'nearest' });
  });
  const faults = faultsOfSide(draft, side);
  const hasPassed = foundOf(draft[side]) !== null && faults.length === 0;
  const id = side === 'A' ? 'a' : 'b';

  function test(now: Draft): void {
    setAsked(true);
    if (faultsOfSide(now, side).length === 0) void run(testOfSide(now, side));
  }
  function take(offer: TestOffer): void {
    const part: Partial<SideDraft> = offer.kind === 'pin' ? { pin: offer.pin } : { port: String(offer.port) };
    const now = { ...draft, [side]: { ...draft[side], ...part } };
    change({ [side]: now[side] });
    test(now);
  }
  function submit(e: FormEvent): void {
    e.preventDefault();
    test(draft);
  }
  const isRunning = testing.is === 'running';
  const onward = () => go(nextStep(draft, id));
  return (
    <StepFrame
      title={side === 'A' ? 'Server A' : 'Server B'}
      lead={<Lead side={side} isStandby={draft.kind === 'uccx'} />}
      onBack={() => go(stepBefore(draft, id) ?? 'what')}
      actions={
        <>
          {!hasPassed && faults.length === 0 && testing.is === 'ended' && (
            <Button variant="subtle" onClick={onward}>
              Go on although it does not work yet
            </Button>
          )}
          <Button disabled={!hasPassed} onClick={onward}>
            Go on
          </Button>
        </>
      }
    >
      <div className={classes.connect}>
        <form className={classes.form} aria-label={`Server ${side}`} onSubmit={submit} noValidate>
          <SideFields draft={draft} side={side} faults={isAsked ? faults : []} change={change} />
          <Button type="submit" variant={hasPassed ? 'default' : 'filled'} loading={isRunning}>
            {testing.is === 'none' && !hasPassed ? 'Test the connection' : 'Test again'}
          </Button>
        </form>
        <div ref={panel}>
          <ConnectionTest testing={testing} onOffer={take} onStop={stop} empty={hasPassed ? PASSED : EMPTY} />
        </div>
      </div>
    </StepFrame>
  );
}

const PASSED = 'This was tested, and worked. Go on, or test again.';

function Lead({ side, isStandby }: { side: Side; isStandby: boolean }) {
  if (side === 'A')
    return (
      <p>
        Make a supervisor for Holdfast in a team of its own, who supervises the teams to be watched. Holdfast only
        reads: it never changes a state, and never signs in an agent.
      </p>
    );
  return (
    <p>
      The other server of the pair, with an account of its own{isStandby ? ' (on UCCX it may stand by)' : ''}. Without
      it Holdfast cannot tell an outage of one side from an outage of all.
    </p>
  );
}

function keepWhatWasFound(
  now: Draft,
  side: Side,
  test: ConnectionTestInput,
  ended: Testing,
  change: StepProps['change'],
): void {
  if (ended.is !== 'ended' || ended.outcome === 'failed' || test.kind !== 'finesse') return;
  const own = now[side];
  const isAsTested = JSON.stringify(testOfSide(now, side)) === JSON.stringify(test);
  if (!isAsTested) return;
  const { otherHost } = ended.found;
  const other = now.B.host === '' && side === 'A' && otherHost !== null ? { B: { ...now.B, host: otherHost } } : {};
  change({ [side]: { ...own, passed: { of: answersOf(own), found: ended.found } }, ...other });
}
