'use client';
/** Where a link that opens once leads: a password is chosen, by who was invited or who forgot theirs. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { Door, Wrong } from './door';
import classes from './people.module.css';
import { postJson } from './post';
import { useSending } from './use-sending';

interface Common {
  basePath: string;
  token: string;
  email: string;
  leastLength: number;
  framed: boolean;
}

export function AcceptInvitation({ basePath, token, email, name, role, leastLength, framed }: Invited) {
  const { busy, wrong, post } = useSending();
  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const body = { token, name: form.get('name'), password: form.get('password') };
    void post(
      () => postJson(`${basePath}/api/v1/invitations/accept`, body),
      () => {
        window.location.assign(`${basePath}/`);
        return 'leaving';
      },
    );
  }
  return (
    <Door
      title="Welcome to Holdfast"
      framed={framed}
      lead={`You are invited as ${article(role)} ${role}. Choose a password, and you are in.`}
    >
      <form onSubmit={submit} className={classes.fields}>
        <TextInput
          label="E-mail address"
          name="email"
          value={email}
          readOnly
          variant="filled"
          autoComplete="username"
        />
        <TextInput name="name" label="Your name" defaultValue={name} autoComplete="name" required maxLength={100} />
        <NewPassword leastLength={leastLength} />
        <Wrong>{wrong}</Wrong>
        <Button type="submit" loading={busy}>
          Come in
        </Button>
      </form>
    </Door>
  );
}
type Invited = Common & { name: string; role: string };

const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a');

export function ResetPassword({ basePath, token, email, leastLength, framed }: Common) {
  const { busy, wrong, post } = useSending();
  const [done, setDone] = useState(false);
  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const body = { token, password: new FormData(e.currentTarget).get('password') };
    void post(
      () => postJson(`${basePath}/api/v1/resets/use`, body),
      () => void setDone(true),
    );
  }
  if (done)
    return (
      <Door title="That is your new password" framed={framed} lead="Every sign-in of before has ended.">
        <Link href="/sign-in">Sign in</Link>
      </Door>
    );
  return (
    <Door title="A new password" framed={framed} lead="Choose a new password. Every sign-in of yours ends with it.">
      <form onSubmit={submit} className={classes.fields}>
        <TextInput
          label="E-mail address"
          name="email"
          value={email}
          readOnly
          variant="filled"
          autoComplete="username"
        />
        <NewPassword leastLength={leastLength} />
        <Wrong>{wrong}</Wrong>
        <Button type="submit" loading={busy}>
          Take this password
        </Button>
      </form>
    </Door>
  );
}

function NewPassword({ leastLength }: { leastLength: number }) {
  return (
    <PasswordInput
      name="password"
      label="Password"
      description={`At least ${leastLength} characters.`}
      autoComplete="new-password"
      minLength={leastLength}
      required
    />
  );
}

/** What a link says that was used, withdrawn or is too old. */
export function LinkIsOver({ what, next, framed }: { what: string; next: string; framed: boolean }) {
  return (
    <Door title={`This ${what} is over`} framed={framed} lead={`It was used, withdrawn or is too old. ${next}`}>
      <Link href="/sign-in">To the sign-in</Link>
    </Door>
  );
}
