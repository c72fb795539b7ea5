'use client';
/** The second factor: off, being set up, just on with its codes on paper, on. */
import { Button, PasswordInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { type PreparedSecondFactor, preparedSecondFactor } from '#contract';
import { plural } from '../../format/units';
import { PhaseMark } from '../../session/phase-mark';
import { OnceShown } from '../once-shown';
import { askJson, postJson } from '../post';
import { useSending } from '../use-sending';
import { useBasePath } from '../viewer-context';
import classes from './account.module.css';
import { Pairing } from './pairing';
import { Said } from './said';

type Step =
  | { kind: 'resting' }
  | { kind: 'proving'; toEnd: boolean }
  | { kind: 'pairing'; prepared: PreparedSecondFactor }
  | { kind: 'codes'; codes: readonly string[] };

export function SecondFactor({ on, backupCodesLeft }: { on: boolean; backupCodesLeft: number }) {
  const router = useRouter();
  const [step, setStep] = useState<Step>({ kind: 'resting' });
  const rest = () => setStep({ kind: 'resting' });
  switch (step.kind) {
    case 'resting':
      return <Resting on={on} left={backupCodesLeft} onProve={() => setStep({ kind: 'proving', toEnd: on })} />;
    case 'proving':
      return (
        <Proving
          toEnd={step.toEnd}
          onPrepared={(prepared) => setStep({ kind: 'pairing', prepared })}
          onEnded={() => {
            rest();
            router.refresh();
          }}
          onCancel={rest}
        />
      );
    case 'pairing':
      return (
        <Pairing prepared={step.prepared} onCodes={(codes) => setStep({ kind: 'codes', codes })} onCancel={rest} />
      );
    case 'codes':
      return (
        <Codes
          codes={step.codes}
          onDone={() => {
            rest();
            router.refresh();
          }}
        />
      );
  }
}

function Resting({ on, left, onProve }: { on: boolean; left: number; onProve(): void }) {
  return (
    <>
      <p className={classes.state}>
        <PhaseMark kind={on ? 'online' : 'closed-by-design'} />
        {on ? `On. ${plural(left, 'backup code')} left.` : 'Off.'}
      </p>
      {on && left <= 2 && (
        <p className={classes.detail}>Turn it off and on again for new backup codes, before there are none.</p>
      )}
      <div className={classes.row}>
        <Button variant="default" onClick={onProve}>
          {on ? 'Turn off' : 'Turn on'}
        </Button>
      </div>
    </>
  );
}

interface ProvingProps {
  toEnd: boolean;
  onPrepared(prepared: PreparedSecondFactor): void;
  onEnded(): void;
  onCancel(): void;
}

function Proving({ toEnd, onPrepared, onEnded, onCancel }: ProvingProps) {
  const url = `${useBasePath()}/api/v1/account/second-factor`;
  const { busy, wrong, send, post } = useSending();
  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const body = { password: new FormData(e.currentTarget).get('password') };
    if (toEnd)
      void post(
        () => postJson(url, body, 'DELETE'),
        () => void onEnded(),
      );
    else
      void send(
        () => askJson(url, body, preparedSecondFactor),
        (prepared) => void onPrepared(prepared),
      );
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <PasswordInput name="password" label="Your password" autoComplete="current-password" autoFocus required />
      <div className={classes.row}>
        <Button type="submit" loading={busy}>
          {toEnd ? 'Turn off' : 'Go on'}
        </Button>
        <Button variant="default" disabled={busy} onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <Said wrong={wrong} well="" />
    </form>
  );
}

function Codes({ codes, onDone }: { codes: readonly string[]; onDone(): void }) {
  return (
    <div className={classes.steps}>
      <p>
        The second factor is on. Keep these backup codes where your telephone is not: each of them lets you in once
        without it. They are not shown again.
      </p>
      <OnceShown text={codes.join('\n')} label="Backup codes" />
      <div className={classes.row}>
        <Button onClick={onDone}>I have kept them</Button>
      </div>
    </div>
  );
}
