'use client';
/** Somebody new: by an invitation, or with a password that is told to them. */
import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { type OneTimeLink, oneTimeLink, type Role } from '#contract';
import { Said } from '../account/said';
import { askJson, postJson } from '../post';
import { useSending } from '../use-sending';
import { useBasePath } from '../viewer-context';
import { LinkPanel } from './link-panel';
import { type KnownTeams, standingOf } from './model';
import classes from './people-list.module.css';
import { below, StandingFields } from './standing-fields';

interface Props {
  known: readonly KnownTeams[];
  mail: boolean;
  leastLength: number;
  onClose(): void;
}

export function AddPerson({ known, mail, leastLength, onClose }: Props) {
  const api = `${useBasePath()}/api/v1`;
  const router = useRouter();
  const { busy, wrong, send, post } = useSending();
  const [way, setWay] = useState<'invitation' | 'password'>('invitation');
  const [role, setRole] = useState<Role>('supervisor');
  const [values, setValues] = useState<readonly string[]>([]);
  const [made, setMade] = useState<{ link: OneTimeLink; email: string } | null>(null);

  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const email = text('email');
    const who = { name: text('name'), email, ...standingOf(role, values) };
    if (way === 'invitation')
      void send(
        () => askJson(`${api}/invitations`, who, oneTimeLink),
        (link) => {
          router.refresh();
          return void setMade({ link, email });
        },
      );
    else
      void post(
        () => postJson(`${api}/people`, { ...who, password: form.get('password') }),
        () => {
          router.refresh();
          return void onClose();
        },
      );
  }

  if (made !== null) return <LinkPanel {...made} purpose="choose a password and come in" onDone={onClose} />;
  return (
    <form className={classes.panel} aria-label="Add somebody" onSubmit={submit}>
      <div className={classes.fields}>
        <TextInput name="email" type="email" label="E-mail address" autoComplete="off" required maxLength={320} />
        <TextInput name="name" label="Name" autoComplete="off" required={way === 'password'} maxLength={100} />
        <StandingFields {...{ role, values, known }} theirs={[]} onRole={setRole} onTeams={setValues} />
      </div>
      <SegmentedControl
        aria-label="How they come in"
        value={way}
        data={[
          { value: 'invitation', label: 'Invite them' },
          { value: 'password', label: 'Set a password' },
        ]}
        onChange={(value) => setWay(value === 'password' ? 'password' : 'invitation')}
        className={classes.way ?? ''}
      />
      {way === 'invitation' ? (
        <p className={classes.detail}>
          {mail
            ? 'They get a mail with a link, which you see as well. They choose their password themselves.'
            : 'You get a link to hand on. They choose their password themselves.'}
        </p>
      ) : (
        <div className={classes.fields}>
          <PasswordInput
            name="password"
            label="Password"
            inputWrapperOrder={below}
            description={`At least ${leastLength} characters. Tell it to them; they can change it.`}
            autoComplete="new-password"
            minLength={leastLength}
            required
          />
        </div>
      )}
      <div className={classes.row}>
        <Button type="submit" loading={busy}>
          {way === 'invitation' ? 'Invite' : 'Add'}
        </Button>
        <Button variant="default" disabled={busy} onClick={onClose}>
          Cancel
        </Button>
        <Said wrong={wrong} well="" />
      </div>
    </form>
  );
}
