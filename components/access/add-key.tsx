'use client';
/** A new key: what for, what it may, for how long; and the key itself, once. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { type MadeKey, madeKey, type Permission, type Role } from '#contract';
import { formatFull } from '../format/clock';
import { useZone } from '../live/live-context';
import { Said } from '../people/account/said';
import { type KnownTeams, standingOf } from '../people/list/model';
import people from '../people/list/people-list.module.css';
import { below, StandingFields } from '../people/list/standing-fields';
import { OnceShown } from '../people/once-shown';
import { askJson } from '../people/post';
import { useSending } from '../people/use-sending';
import { useBasePath } from '../people/viewer-context';
import classes from './access.module.css';
import { lengths, readingScopes, scopesOf } from './model';

export function AddKey({ known, onClose }: { known: readonly KnownTeams[]; onClose(): void }) {
  const api = `${useBasePath()}/api/v1`;
  const router = useRouter();
  const { busy, wrong, send } = useSending();
  const [role, setRole] = useState<Role>('operator');
  const [teams, setTeams] = useState<readonly string[]>([]);
  const [scopes, setScopes] = useState<readonly Permission[]>(readingScopes('operator'));
  const [made, setMade] = useState<MadeKey | null>(null);

  function submit(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const name = String(form.get('name') ?? '').trim();
    const body = { name, ...standingOf(role, teams), scopes, days: Number(form.get('days')) };
    void send(
      () => askJson(`${api}/keys`, body, madeKey),
      (key) => {
        router.refresh();
        return void setMade(key);
      },
    );
  }

  if (made !== null) return <NewKey made={made} onDone={onClose} />;
  return (
    <form className={people.panel} aria-label="New key" onSubmit={submit}>
      <div className={people.fields}>
        <TextInput
          name="name"
          label="Name"
          description="Which program uses it: so it stands in the audit log."
          inputWrapperOrder={below}
          autoComplete="off"
          required
          maxLength={60}
        />
        <NativeSelect
          name="days"
          label="Works for"
          description="Afterwards it opens nothing any more."
          inputWrapperOrder={below}
          defaultValue="90"
          data={lengths.map(({ days, words }) => ({ value: String(days), label: words }))}
        />
        <StandingFields
          {...{ role, values: teams, known }}
          theirs={[]}
          onRole={(next) => {
            setRole(next);
            setScopes(readingScopes(next));
          }}
          onTeams={setTeams}
        />
      </div>
      <Scopes role={role} scopes={scopes} onChange={setScopes} />
      <div className={people.row}>
        <Button type="submit" loading={busy} disabled={scopes.length === 0}>
          Make the key
        </Button>
        <Button variant="default" disabled={busy} onClick={onClose}>
          Cancel
        </Button>
        <Said wrong={wrong} well="" />
      </div>
    </form>
  );
}

interface ScopesProps {
  role: Role;
  scopes: readonly Permission[];
  onChange(scopes: Permission[]): void;
}

function Scopes({ role, scopes, onChange }: ScopesProps) {
  const all = scopesOf(role);
  const put = (value: Permission, on: boolean) =>
    onChange(all.map((s) => s.value).filter((one) => (one === value ? on : scopes.includes(one))));
  const boxes = (reads: boolean) =>
    all
      .filter((s) => s.reads === reads)
      .map(({ value, words }) => (
        <Checkbox
          key={value}
          label={words}
          checked={scopes.includes(value)}
          onChange={(e) => put(value, e.currentTarget.checked)}
        />
      ));
  return (
    <>
      <fieldset className={classes.set}>
        <legend>It may read</legend>
        <div className={classes.scopes}>{boxes(true)}</div>
      </fieldset>
      {all.some((s) => !s.reads) && (
        <fieldset className={classes.set}>
          <legend>It may act</legend>
          <div className={classes.scopes}>{boxes(false)}</div>
        </fieldset>
      )}
    </>
  );
}

function NewKey({ made, onDone }: { made: MadeKey; onDone(): void }) {
  const { zone } = useZone();
  return (
    <div className={people.panel} role="status">
      <p>
        The key is made. Keep it where only that program reads it: <b>it is not shown again.</b>
      </p>
      <OnceShown text={made.token} label="The new key" />
      <p className={people.detail}>
        It is sent as <code>Authorization: Bearer …</code> and works until {formatFull(made.expiresAt, zone)}.
      </p>
      <div>
        <Button size="sm" variant="default" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
