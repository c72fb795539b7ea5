'use client';
/** Asks for a mail with a link to a new password; says the same whoever asks. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Wrong } from './door';
import classes from './people.module.css';
import { postJson } from './post';
import { useSending } from './use-sending';

export function ForgotForm({ basePath, mail, onBack }: { basePath: string; mail: boolean; onBack(): void }) {
  const { busy, wrong, post } = useSending();
  const [asked, setAsked] = useState('');
  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const email = String(new FormData(e.currentTarget).get('email') ?? '');
    void post(
      () => postJson(`${basePath}/api/v1/resets`, { email }),
      () => void setAsked(email),
    );
  }
  const back = (
    <button type="button" className={classes.quiet} onClick={onBack}>
      Back to signing in
    </button>
  );
  if (!mail) return back;
  if (asked !== '')
    return (
      <div className={classes.fields}>
        <p role="status">
          If {asked} belongs to somebody here, a mail is on its way. Its link works once, within an hour. Nothing came?
          Look among the unwanted mail, or ask an administrator.
        </p>
        {back}
      </div>
    );
  return (
    <form onSubmit={submit} className={classes.fields}>
      <TextInput name="email" type="email" label="E-mail address" autoComplete="username" autoFocus required />
      <Wrong>{wrong}</Wrong>
      <Button type="submit" loading={busy}>
        Send the link
      </Button>
      {back}
    </form>
  );
}
