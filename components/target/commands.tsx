'use client';
/** Pause, resume and reconnect: sends the wish and says what became of it. */
import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { SessionView, TargetCommand, TargetKey } from '#contract';
import { useApi } from '../live/live-context';
import classes from './commands.module.css';

type Wish = TargetCommand['command'];

type Outcome =
  | { kind: 'none' }
  | { kind: 'sending'; wish: Wish }
  | { kind: 'done'; words: string }
  | { kind: 'refused'; words: string };

const accepted: Record<Wish, string> = {
  'pause-target': 'Pause accepted.',
  'resume-target': 'Resume accepted.',
  'reconnect-target': 'Reconnect accepted.',
};

export function Commands({ targetKey, phase }: { targetKey: TargetKey; phase: SessionView['phase'] }) {
  const api = useApi();
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const sending = outcome.kind === 'sending' ? outcome.wish : null;

  async function send(wish: Wish): Promise<void> {
    setOutcome({ kind: 'sending', wish });
    const reply = await api.command({ command: wish, targetKey });
    setOutcome(
      reply.status === 'refused' ? { kind: 'refused', words: reply.message } : { kind: 'done', words: accepted[wish] },
    );
  }

  const button = (wish: Wish, name: string, icon: React.ReactNode) => (
    <Button variant="default" size="sm" leftSection={icon} loading={sending === wish} onClick={() => void send(wish)}>
      {name}
    </Button>
  );
  return (
    <div className={classes.commands}>
      <div className={classes.buttons}>
        {phase === 'stopped'
          ? button('resume-target', 'Resume', <IconPlayerPlay size={16} aria-hidden="true" />)
          : button('pause-target', 'Pause', <IconPlayerPause size={16} aria-hidden="true" />)}
        {phase !== 'stopped' && button('reconnect-target', 'Reconnect', <IconRefresh size={16} aria-hidden="true" />)}
      </div>
      <p className={classes.outcome} role="status" data-kind={outcome.kind}>
        {outcome.kind === 'done' || outcome.kind === 'refused' ? outcome.words : ''}
      </p>
    </div>
  );
}
