'use client';
/** Makes an incident a duplicate of another open one, which takes its facts and goes on. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Incident } from '#contract';
import { Dialog } from '../outage/dialog';
import { Moment } from '../session/moment';
import classes from './actions.module.css';
import { useIncidents } from './incidents-context';

interface Props {
  incident: Incident;
  busy: boolean;
  /** @returns whether it was taken */
  onMerge(into: string): Promise<boolean>;
}

/** Nothing where there is no other one. */
export function MergeButton({ incident, busy, onMerge }: Props) {
  const [opened, setOpened] = useState(false);
  const others = (useIncidents() ?? []).filter((i) => i.status === 'open' && i.id !== incident.id);
  if (others.length === 0) return null;
  return (
    <>
      <Button variant="default" disabled={busy} onClick={() => setOpened(true)}>
        Merge
      </Button>
      <Dialog title="A duplicate of …" opened={opened} onClose={() => setOpened(false)}>
        <p>The incident that you choose takes the timeline of this one and goes on for both.</p>
        <ul className={classes.others}>
          {others.map((other) => (
            <li key={other.id}>
              <span>
                {other.title}, since <Moment at={other.firstSignAt} />
              </span>
              <Button
                variant="default"
                disabled={busy}
                aria-label={`Merge into ${other.title}`}
                onClick={async () => {
                  if (await onMerge(other.id)) setOpened(false);
                }}
              >
                This one
              </Button>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
