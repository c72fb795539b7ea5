'use client';
/** What people do with an incident: always in reach, each wish with what became of it. */
import { Button, Textarea } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import type { AlertCommand, Incident } from '#contract';
import { useApi } from '../live/live-context';
import { BundleDialog } from '../outage/bundle-dialog';
import { useMayCommand } from '../people/viewer-context';
import classes from './actions.module.css';
import { AssignButton } from './assign-button';
import { CloseButton } from './close-button';
import { MergeButton } from './merge-button';
import { silenceAddress } from './words';

type Outcome = { kind: 'none' } | { kind: 'sending' } | { kind: 'done' | 'refused'; words: string };

export function IncidentActions({ incident }: { incident: Incident }) {
  const api = useApi();
  const [mayMerge, maySilence] = [useMayCommand('merge-incident'), useMayCommand('create-silence')];
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
    <section className={classes.bar} aria-label="What you can do">
      <div className={classes.buttons}>
        {open && incident.acknowledged === null && (
          <Button
            disabled={busy}
            onClick={() => void send({ command: 'acknowledge-incident', incidentId }, 'Acknowledged.')}
          >
            Acknowledge
          </Button>
        )}
        <AssignButton
          assignedTo={incident.assignedTo}
          busy={busy}
          onAssign={(to) => send({ command: 'assign-incident', incidentId, to }, `Assigned to ${to}.`)}
        />
        {open && (
          <>
            {mayMerge && (
              <MergeButton
                incident={incident}
                busy={busy}
                onMerge={(into) => send({ command: 'merge-incident', incidentId, into }, 'Merged.')}
              />
            )}
            {maySilence && (
              <Button component={Link} variant="default" href={silenceAddress(incident)}>
                Silence
              </Button>
            )}
            <CloseButton busy={busy} onClose={() => send({ command: 'resolve-incident', incidentId }, 'Closed.')} />
          </>
        )}
        <BundleDialog incidentId={incidentId} />
        <p className={classes.outcome} role="status" data-kind={outcome.kind}>
          {'words' in outcome ? outcome.words : ''}
        </p>
      </div>
      <div className={classes.note}>
        <Textarea
          aria-label="Note"
          placeholder="Note: what you see, what you did"
          value={note}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={2000}
          onChange={(e) => setNote(e.currentTarget.value)}
        />
        <Button variant="default" disabled={busy || note.trim() === ''} onClick={() => void sendNote()}>
          Add note
        </Button>
      </div>
    </section>
  );
}
