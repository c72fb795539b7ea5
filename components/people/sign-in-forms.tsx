'use client';
/** The two steps of signing in. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { signedIn } from '#contract';
import { Wrong } from './door';
import classes from './people.module.css';
import { askJson } from './post';
import { useSending } from './use-sending';

interface PasswordProps {
  basePath: string;
  onIn(): void;
  onCode(challenge: string): void;
  onForgot(): void;
}

export function PasswordForm({ basePath, onIn, onCode, onForgot }: PasswordProps) {
  const { busy, wrong, send } = useSending();
  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const body = { email: form.get('email'), password: form.get('password') };
    void send(
      () => askJson(`${basePath}/api/v1/session`, body, signedIn),
      (value) => {
        if (value.status === 'code-needed') return void onCode(value.challenge);
        onIn();
        return 'leaving';
      },
    );
  }
  return (
    <form onSubmit={submit} className={classes.fields}>
      <TextInput name="email" type="email" label="E-mail address" autoComplete="username" required />
      <PasswordInput name="password" label="Password" autoComplete="current-password" required />
      <Wrong>{wrong}</Wrong>
      <Button type="submit" loading={busy}>
        Sign in
      </Button>
      <button type="button" className={classes.quiet} onClick={onForgot}>
        Forgot your password?
      </button>
    </form>
  );
}

interface CodeProps {
  basePath: string;
  challenge: string;
  onIn(): void;
  onBack(): void;
}

export function CodeForm({ basePath, challenge, onIn, onBack }: CodeProps) {
  const { busy, wrong, send } = useSending();
  const [code, setCode] = useState('');
  function submit(e: FormEvent): void {
    e.preventDefault();
    void send(
      () => askJson(`${basePath}/api/v1/session/code`, { challenge, code }, signedIn),
      () => {
        onIn();
        return 'leaving';
      },
    );
  }
  return (
    <form onSubmit={submit} className={classes.fields}>
      <TextInput
        label="Code"
        value={code}
        autoComplete="one-time-code"
        autoFocus
        required
        maxLength={40}
        spellCheck={false}
        onChange={(e) => setCode(e.currentTarget.value)}
      />
      <Wrong>{wrong}</Wrong>
      <Button type="submit" loading={busy}>
        Sign in
      </Button>
      <button type="button" className={classes.quiet} onClick={onBack}>
        Back
      </button>
    </form>
  );
}
