'use client';
/** The questions about one Finesse server: its name and port, and the account. */
import { Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { type Draft, type Fault, placeIn, type Side, type SideDraft } from './draft';
import classes from './wizard.module.css';

interface Props {
  draft: Draft;
  side: Side;
  /** Told once somebody has tried to go on. */
  faults: readonly Fault[];
  change(part: Partial<Draft>): void;
}

export function SideFields({ draft, side, faults, change }: Props) {
  const own = draft[side];
  const set = (part: Partial<SideDraft>) => change({ [side]: { ...own, ...part } });
  const error = (field: string) => faults.find((f) => f.field === field)?.words;
  const takeHost = (text: string) => {
    const { host, port } = placeIn(text);
    // A certificate that was accepted is this server's and no other's.
    set({ host, pin: host === own.host ? own.pin : null, ...(port === null ? {} : { port }) });
  };
  return (
    <>
      {side === 'A' && (
        <TextInput
          label="Name of this contact centre"
          description="As people call it; it stands on every page."
          placeholder="Contact centre"
          value={draft.name}
          maxLength={60}
          error={error('name')}
          onChange={(e) => change({ name: e.currentTarget.value })}
        />
      )}
      <div className={classes.place}>
        <TextInput
          label="Full name of the server"
          description="As its certificate names it."
          placeholder={side === 'A' ? 'fin-a.example.com' : 'fin-b.example.com'}
          value={own.host}
          autoComplete="off"
          spellCheck={false}
          error={error('host')}
          onChange={(e) => set({ host: e.currentTarget.value })}
          onBlur={(e) => takeHost(e.currentTarget.value)}
        />
        <TextInput
          label="Port"
          description="Usually 8445."
          inputMode="numeric"
          value={own.port}
          error={error('port')}
          onChange={(e) => set({ port: e.currentTarget.value.trim() })}
        />
      </div>
      <TextInput
        label="User name"
        description={side === 'A' ? 'Login id of a supervisor only for Holdfast.' : 'Another one than on server A.'}
        placeholder={side === 'A' ? 'holdfast-a' : 'holdfast-b'}
        value={own.username}
        autoComplete="off"
        spellCheck={false}
        error={error('username')}
        onChange={(e) => set({ username: e.currentTarget.value })}
      />
      <PasswordInput
        label="Password"
        description="Kept encrypted; nobody can read it here again."
        placeholder={draft.saved !== null && own.username !== '' ? 'As it is kept' : ''}
        value={own.password}
        autoComplete="new-password"
        error={error('password')}
        onChange={(e) => set({ password: e.currentTarget.value })}
      />
      {draft.kind === 'uccx' && (
        <Checkbox
          label="This node stands by: not being in service is normal"
          checked={own.standby}
          onChange={(e) => set({ standby: e.currentTarget.checked })}
        />
      )}
      {own.pin !== null && (
        <p className={classes.pin}>
          Trusted is exactly one certificate: <code>{own.pin}</code>{' '}
          <button type="button" onClick={() => set({ pin: null })}>
            Trust it no more
          </button>
        </p>
      )}
    </>
  );
}
