'use client';
/** The door: address and password, a code where there is a second factor; in the demo one click. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Door, Wrong } from './door';
import { ForgotForm } from './forgot-form';
import classes from './people.module.css';
import { postJson } from './post';
import { CodeForm, PasswordForm } from './sign-in-forms';
import { type Provider, SignInTrouble, SingleSignOn } from './single-sign-on';

interface Props {
  basePath: string;
  next: string;
  demo: boolean;
  /** Whether a new password can be asked for by mail. */
  mail: boolean;
  /** Single sign-on, where there is one. */
  provider: Provider | null;
  /** What came of it the last time. */
  trouble: string | null;
}

type Step = { kind: 'password' } | { kind: 'code'; challenge: string } | { kind: 'forgot' };

export function SignIn({ basePath, next, demo, mail, provider, trouble }: Props) {
  const [step, setStep] = useState<Step>({ kind: 'password' });
  // The whole page anew: everything on it depends on who is there.
  const goOn = () => window.location.assign(`${basePath}${next}`);
  const back = () => setStep({ kind: 'password' });
  switch (step.kind) {
    case 'password':
      return (
        <Door title="Holdfast" lead="Sign in to see the connections of your contact centre.">
          {provider !== null && (
            <>
              <SignInTrouble trouble={trouble} name={provider.name} />
              <SingleSignOn basePath={basePath} next={next} provider={provider} />
            </>
          )}
          <PasswordForm
            basePath={basePath}
            onIn={goOn}
            onCode={(challenge) => setStep({ kind: 'code', challenge })}
            onForgot={() => setStep({ kind: 'forgot' })}
          />
          {demo && <DemoDoor basePath={basePath} onIn={goOn} />}
        </Door>
      );
    case 'code':
      return (
        <Door title="Enter your code" lead="Six digits from the app on your telephone, or one of your backup codes.">
          <CodeForm basePath={basePath} challenge={step.challenge} onIn={goOn} onBack={back} />
        </Door>
      );
    case 'forgot':
      return (
        <Door
          title="A new password"
          lead={
            mail
              ? 'We send you a link with which you choose a new one.'
              : 'Holdfast cannot send mail here. Ask an administrator: they can give you a link with which you choose a new password.'
          }
        >
          <ForgotForm basePath={basePath} mail={mail} onBack={back} />
        </Door>
      );
  }
}

function DemoDoor({ basePath, onIn }: { basePath: string; onIn(): void }) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const as = (role: 'administrator' | 'supervisor') => async () => {
    setBusy(true);
    const posted = await postJson(`${basePath}/api/v1/session/demo`, { as: role });
    if (posted.ok) return onIn();
    setBusy(false);
    setWrong(posted.sentence);
  };
  return (
    <div className={classes.demo}>
      <p className={classes.lead}>This is the demo: everybody on this machine may come in.</p>
      <Button variant="default" disabled={busy} onClick={as('supervisor')}>
        Come in as a supervisor
      </Button>
      <Button variant="default" disabled={busy} onClick={as('administrator')}>
        Come in as an administrator
      </Button>
      {wrong !== '' && <Wrong>{wrong}</Wrong>}
    </div>
  );
}
