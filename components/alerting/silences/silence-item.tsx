'use client';
/** One silence: what it fits, why, whose, until when; and how it is ended or made longer. */
import { Button, NativeSelect } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { type AlertCommand, isInForce, type Silence } from '#contract';
import { formatDuration } from '../../format/units';
import { useIncidents } from '../../incidents/incidents-context';
import { useApi, useNow } from '../../live/live-context';
import { Moment } from '../../session/moment';
import { fitting, lengths, matcherWords } from './model';
import classes from './silences.module.css';

export function SilenceItem({ silence }: { silence: Silence }) {
  const now = useNow();
  const inForce = isInForce(silence, now);
  return (
    <li className={classes.silence} data-over={silence.expiresAt <= now}>
      <p className={classes.matchers}>{silence.matchers.map(matcherWords).join(' and ')}</p>
      <p className={classes.detail}>
        {silence.author}: {silence.reason === '' ? 'no reason given' : silence.reason}
      </p>
      <p className={classes.detail}>
        <Moment at={silence.startsAt} /> to <Moment at={silence.expiresAt} />
        {inForce && <>, {formatDuration(silence.expiresAt - now)} left</>}
      </p>
      {inForce && <Mutes silence={silence} />}
      {inForce && <Actions silenceId={silence.id} />}
    </li>
  );
}

function Mutes({ silence }: { silence: Silence }) {
  const incidents = fitting(silence.matchers, useIncidents() ?? []);
  if (incidents.length === 0) return <p className={classes.detail}>Mutes nothing that is open now.</p>;
  return (
    <ul className={classes.mutes} aria-label="Mutes">
      {incidents.map((i) => (
        <li key={i.id}>
          <Link href={`/incidents/${encodeURIComponent(i.id)}`}>{i.title}</Link>
        </li>
      ))}
    </ul>
  );
}

function Actions({ silenceId }: { silenceId: string }) {
  const api = useApi();
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function send(command: AlertCommand): Promise<void> {
    setBusy(true);
    const reply = await api.command(command);
    setBusy(false);
    setSaid(reply.status === 'refused' ? reply.message : null);
  }

  return (
    <div className={classes.actions}>
      <Button
        size="xs"
        variant="default"
        disabled={busy}
        onClick={() => void send({ command: 'end-silence', silenceId })}
      >
        End now
      </Button>
      <NativeSelect
        size="xs"
        aria-label="Until later"
        value=""
        disabled={busy}
        data={[
          { value: '', label: 'From now for …' },
          ...lengths.map((l) => ({ value: String(l.ms), label: `From now for ${l.words}` })),
        ]}
        onChange={(e) => {
          const forMs = Number(e.currentTarget.value);
          if (forMs > 0) void send({ command: 'extend-silence', silenceId, forMs });
        }}
      />
      <span role="status" className={classes.refused}>
        {said}
      </span>
    </div>
  );
}
