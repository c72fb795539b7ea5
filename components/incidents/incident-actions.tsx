'use client';
/** Acknowledge, note, close: sends the wish and says what became of it. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { AlertCommand, Incident } from '#contract';
import { Panel } from '../board/panel';
import { useApi } from '../live/live-context';
import classes from './incidents.module.css';

type Outcome = { kind: 'none' } | { kind: 'sending' } | { kind: 'done' | 'refused'; words: string };

export function IncidentActions({ incident }: { incident: Incident }) {
  const api = useApi();
  const [note, setNote] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const incidentId = incident.id;
  const open = incident.status === 'open';

  async function send(command: AlertCommand, done: string): Promise<boolean> {
    setOutcome({ kind: 'sending' });
    const reply = await api.command(command);
    const refused = reply.status === 'refused';
    setOutcome(refused ? { kind: 'refused', words: reply.message } : { kind: 'done', words: done });
    return !refused;
  }

  async function sendNote(): Promise<void> {
    if (await send({ command: 'note-incident', incidentId, text: note.trim() }, 'Noted.')) setNote('');
  }

  const busy = outcome.kind === 'sending';
  return (
    <Panel title="Do">
      <div className={classes.actions}>
        {open && (
          <div className={classes.buttons}>
            {incident.acknowledged === null && (
              <Button
                disabled={busy}
                onClick={() => void send({ command: 'acknowledge-incident', incidentId }, 'Acknowledged.')}
              >
                Acknowledge
              </Button>
            )}
            <Button
              variant="default"
              disabled={busy}
              onClick={() => void send({ command: 'resolve-incident', incidentId }, 'Closed.')}
            >
              Close by hand
            </Button>
          </div>
        )}
        <Textarea
          label="Note"
          value={note}
          autosize
          minRows={2}
          maxLength={2000}
          onChange={(e) => setNote(e.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button variant="default" disabled={busy || note.trim() === ''} onClick={() => void sendNote()}>
            Add note
          </Button>
        </div>
        <p className={classes.outcome} role="status" data-kind={outcome.kind}>
          {'words' in outcome ? outcome.words : ''}
        </p>
      </div>
    </Panel>
  );
}
