'use client';
/** A new password, with the current one. */
import { Button, PasswordInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { postJson } from '../post';
import { useSending } from '../use-sending';
import { useBasePath } from '../viewer-context';
import classes from './account.module.css';
import { Said } from './said';

export function PasswordForm({ email, leastLength }: { email: string; leastLength: number }) {
  const basePath = useBasePath();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { busy, wrong, post } = useSending();
  const [changed, setChanged] = useState('');
  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const given = new FormData(e.currentTarget);
    setChanged('');
    void post(
      () =>
        postJson(`${basePath}/api/v1/account/password`, {
          ...{ current: given.get('current'), password: given.get('password') },
        }),
      () => {
        form.current?.reset();
        setChanged('Changed. Every other sign-in has ended.');
        router.refresh();
        return undefined;
      },
    );
  }
  return (
    <form ref={form} className={classes.form} onSubmit={submit}>
      {/* Password managers want to know whose it is. */}
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <PasswordInput name="current" label="Current password" autoComplete="current-password" required />
      <PasswordInput
        name="password"
        label="New password"
        description={`At least ${leastLength} characters.`}
        autoComplete="new-password"
        minLength={leastLength}
        required
      />
      <div className={classes.row}>
        <Button type="submit" variant="default" loading={busy}>
          Change password
        </Button>
        <Said wrong={wrong} well={changed} />
      </div>
    </form>
  );
}
