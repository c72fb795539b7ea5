'use client';
/** The door: address and password; in the demo one click. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from './people.module.css';
import { type Posted, postJson } from './post';
import { type Provider, SignInTrouble, SingleSignOn } from './single-sign-on';

interface Props {
  basePath: string;
  next: string;
  demo: boolean;
  /** Single sign-on, where there is one. */
  provider: Provider | null;
  /** What came of it the last time. */
  trouble: string | null;
}

export function SignIn({ basePath, next, demo, provider, trouble }: Props) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  async function go(send: () => Promise<Posted>): Promise<void> {
    setBusy(true);
    setWrong('');
    const posted = await send();
    // The whole page anew: everything on it depends on who is there.
    if (posted.ok) return window.location.assign(`${basePath}${next}`);
    setBusy(false);
    setWrong(posted.sentence);
  }

  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const body = { email: form.get('email'), password: form.get('password') };
    void go(() => postJson(`${basePath}/api/v1/session`, body));
  }

  const demoAs = (as: 'administrator' | 'supervisor') => () =>
    void go(() => postJson(`${basePath}/api/v1/session/demo`, { as }));

  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <h1>Holdfast</h1>
        <p className={classes.lead}>Sign in to see the connections of your contact centre.</p>
        {provider !== null && (
          <>
            <SignInTrouble trouble={trouble} name={provider.name} />
            <SingleSignOn basePath={basePath} next={next} provider={provider} />
          </>
        )}
        <form onSubmit={submit} className={classes.fields}>
          <TextInput name="email" type="email" label="E-mail address" autoComplete="username" required />
          <PasswordInput name="password" label="Password" autoComplete="current-password" required />
          <p role="alert" className={classes.wrong}>
            {wrong}
          </p>
          <Button type="submit" loading={busy}>
            Sign in
          </Button>
        </form>
        {demo && (
          <div className={classes.demo}>
            <p className={classes.lead}>This is the demo: everybody on this machine may come in.</p>
            <Button variant="default" disabled={busy} onClick={demoAs('supervisor')}>
              Come in as a supervisor
            </Button>
            <Button variant="default" disabled={busy} onClick={demoAs('administrator')}>
              Come in as an administrator
            </Button>
          </div>
        )}
      </div>
    </main>
  );
}
