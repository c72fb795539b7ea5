'use client';
/** Gives an incident to somebody by name. */
import { Button, Popover, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from './actions.module.css';

interface Props {
  assignedTo: string | null;
  busy: boolean;
  /** @returns whether it was taken */
  onAssign(to: string): Promise<boolean>;
}

export function AssignButton({ assignedTo, busy, onAssign }: Props) {
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');

  async function assign(e: FormEvent): Promise<void> {
    e.preventDefault();
    if (!(await onAssign(name.trim()))) return;
    setOpened(false);
    setName('');
  }

  return (
    <Popover opened={opened} onChange={setOpened} trapFocus position="bottom-start" withArrow>
      <Popover.Target>
        <Button variant="default" disabled={busy} aria-expanded={opened} onClick={() => setOpened((o) => !o)}>
          {assignedTo === null ? 'Assign' : 'Assign to another'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes.assign} onSubmit={(e) => void assign(e)}>
          <TextInput label="To" value={name} maxLength={200} onChange={(e) => setName(e.currentTarget.value)} />
          <Button type="submit" disabled={busy || name.trim() === ''}>
            Assign
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
