'use client';
/** What an administrator changes about one person. */
import { Button, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import type { PersonView, Role } from '#contract';
import { Said } from '../account/said';
import { postJson } from '../post';
import { useSending } from '../use-sending';
import { useBasePath } from '../viewer-context';
import { type KnownTeams, standingOf, teamValue } from './model';
import classes from './people-list.module.css';
import { PersonActions } from './person-actions';
import { StandingFields } from './standing-fields';

interface Props {
  person: PersonView;
  known: readonly KnownTeams[];
  onClose(): void;
}

export function PersonEditor({ person, known, onClose }: Props) {
  const url = `${useBasePath()}/api/v1/people/${encodeURIComponent(person.id)}`;
  const router = useRouter();
  const { busy, wrong, post } = useSending();
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState<Role>(person.role);
  const [values, setValues] = useState<readonly string[]>((person.teams ?? []).map(teamValue));

  function submit(e: FormEvent): void {
    e.preventDefault();
    void post(
      () => postJson(url, { name, standing: standingOf(role, values) }, 'PATCH'),
      () => {
        router.refresh();
        return void onClose();
      },
    );
  }

  return (
    <div className={classes.editor}>
      <form className={classes.steps} aria-label={`Change ${person.name}`} onSubmit={submit}>
        <div className={classes.fields}>
          <TextInput
            label="Name"
            value={name}
            autoComplete="off"
            required
            maxLength={100}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <StandingFields {...{ role, values, known }} theirs={person.teams} onRole={setRole} onTeams={setValues} />
        </div>
        {person.waysIn.includes('single-sign-on') && (
          <p className={classes.detail}>
            They come by single sign-on, which gives them their role and teams anew each time they sign in.
          </p>
        )}
        <div className={classes.row}>
          <Button type="submit" size="sm" loading={busy}>
            Save
          </Button>
          <Said wrong={wrong} well="" />
        </div>
      </form>
      <PersonActions person={person} url={url} />
    </div>
  );
}
