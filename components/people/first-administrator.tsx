'use client';
/** The first start: the code that was printed, and the administrator's account. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from './people.module.css';
import { postJson } from './post';

interface Props {
  basePath: string;
  code: string;
  leastLength: number;
  /** Where to go on to. */
  next: string;
}

export function FirstAdministrator({ basePath, code, leastLength, next }: Props) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  async function submit(e: FormEvent<HTMLFormElement>): Promise<void> {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    setBusy(true);
    setWrong('');
    const posted = await postJson(`${basePath}/api/v1/set-up`, Object.fromEntries(form));
    if (posted.ok) return window.location.assign(`${basePath}${next}`);
    setBusy(false);
    setWrong(posted.sentence);
  }

  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <h1>Set up Holdfast</h1>
        <p className={classes.lead}>Nobody can sign in yet. Make the administrator’s account first.</p>
        <form onSubmit={(e) => void submit(e)} className={classes.fields}>
          <TextInput
            name="code"
            label="Code"
            description="Holdfast printed it when it started."
            defaultValue={code}
            autoComplete="off"
            required
          />
          <TextInput name="name" label="Your name" autoComplete="name" required maxLength={100} />
          <TextInput name="email" type="email" label="E-mail address" autoComplete="username" required />
          <PasswordInput
            name="password"
            label="Password"
            description={`At least ${leastLength} characters.`}
            autoComplete="new-password"
            minLength={leastLength}
            required
          />
          <p role="alert" className={classes.wrong}>
            {wrong}
          </p>
          <Button type="submit" loading={busy}>
            Make the account and sign in
          </Button>
        </form>
      </div>
    </main>
  );
}
