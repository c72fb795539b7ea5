'use client';
/** Closes an incident by hand, once it is said that what still fires is told no more. */
import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import classes from './actions.module.css';

interface Props {
  busy: boolean;
  /** @returns whether it was taken */
  onClose(): Promise<boolean>;
}

export function CloseButton({ busy, onClose }: Props) {
  const [opened, setOpened] = useState(false);

  async function close(): Promise<void> {
    if (await onClose()) setOpened(false);
  }

  return (
    <Popover opened={opened} onChange={setOpened} trapFocus position="bottom-start" withArrow>
      <Popover.Target>
        <Button variant="default" disabled={busy} aria-expanded={opened} onClick={() => setOpened((o) => !o)}>
          Close by hand
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.sure}>
          <p>Nobody is told of it any more, even while the trouble goes on.</p>
          <Button disabled={busy} onClick={() => void close()}>
            Close the incident
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
