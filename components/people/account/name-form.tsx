'use client';
/** One's name, as it stands beside what one does. */
import { Button, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { postJson } from '../post';
import { useSending } from '../use-sending';
import { useBasePath } from '../viewer-context';
import classes from './account.module.css';
import { Said } from './said';

export function NameForm({ name: first, email }: { name: string; email: string }) {
  const basePath = useBasePath();
  const router = useRouter();
  const { busy, wrong, post } = useSending();
  const [name, setName] = useState(first);
  const [kept, setKept] = useState('');
  function submit(e: FormEvent): void {
    e.preventDefault();
    setKept('');
    void post(
      () => postJson(`${basePath}/api/v1/account`, { name }, 'PATCH'),
      () => {
        setKept('Changed.');
        router.refresh();
        return undefined;
      },
    );
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput label="E-mail address" value={email} readOnly variant="filled" />
      <TextInput
        label="Name"
        value={name}
        autoComplete="name"
        required
        maxLength={100}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <div className={classes.row}>
        <Button type="submit" variant="default" loading={busy} disabled={name.trim() === first || name.trim() === ''}>
          Change name
        </Button>
        <Said wrong={wrong} well={kept} />
      </div>
    </form>
  );
}
