'use client';
/** Accounts that a server refuses, in words, with the button that says they are right now. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ServerView } from '#contract';
import { useApi } from '../live/live-context';
import { IfMay } from '../people/viewer-context';
import { accountWords } from './service';
import classes from './service-panel.module.css';

export function AccountNotes({ servers }: { servers: readonly ServerView[] }) {
  return servers.map((server) => <AccountNote key={server.nodeKey} server={server} />);
}

function AccountNote({ server }: { server: ServerView }) {
  const api = useApi();
  const [said, say] = useState('');
  const refused = server.accounts.flatMap((account) => accountWords(account, server) ?? []);
  if (refused.length === 0) return null;
  async function retry(): Promise<void> {
    say('asking…');
    const { clusterKey, nodeKey } = server;
    const reply = await api.command({ command: 'retry-accounts', clusterKey, nodeKey });
    say(reply.status === 'refused' ? reply.message : 'They are tried once more.');
  }
  return (
    <div className={classes.note}>
      {refused.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <IfMay need="configure">
        <p className={classes.retry}>
          <Button size="sm" variant="default" onClick={() => void retry()}>
            They are right now: try again
          </Button>
          <span role="status">{said}</span>
        </p>
      </IfMay>
    </div>
  );
}
