'use client';
/** What can be done with the chosen sessions. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { TargetState } from '#contract';
import { plural } from '../../format/units';
import { useApi } from '../../live/live-context';
import page from '../shell/page.module.css';
import { type Bulk, meantBy } from './model';
import classes from './targets.module.css';

const words: readonly { command: Bulk; name: string; done: string }[] = [
  { command: 'pause-target', name: 'Pause', done: 'asked to pause' },
  { command: 'resume-target', name: 'Resume', done: 'asked to resume' },
  { command: 'reconnect-target', name: 'Reconnect', done: 'asked to connect anew' },
];

export function BulkBar({ picked, children }: { picked: readonly TargetState[]; children: ReactNode }) {
  const api = useApi();
  const [busy, setBusy] = useState<Bulk | null>(null);
  const [said, setSaid] = useState('');

  async function send(command: Bulk, done: string): Promise<void> {
    const keys = meantBy(command, picked);
    setBusy(command);
    const replies = await Promise.all(keys.map((targetKey) => api.command({ command, targetKey })));
    setBusy(null);
    const refused = replies.flatMap((r) => (r.status === 'refused' ? [r.message] : []));
    const taken = keys.length - refused.length;
    setSaid([...(taken > 0 ? [`${plural(taken, 'session')} ${done}.`] : []), ...new Set(refused)].join(' '));
  }

  return (
    <div className={page.buttons}>
      <span role="status" className={classes.said}>
        {said !== '' ? said : picked.length === 0 ? 'Nothing is chosen.' : `${picked.length} chosen.`}
      </span>
      {words.map(({ command, name, done }) => (
        <Button
          key={command}
          variant="default"
          size="sm"
          disabled={busy !== null || meantBy(command, picked).length === 0}
          loading={busy === command}
          onClick={() => void send(command, done)}
        >
          {name}
        </Button>
      ))}
      {children}
    </div>
  );
}
