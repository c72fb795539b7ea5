'use client';
/** One message to one channel: what it was about, what became of it, and its tries. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import type { DeliverySummary } from '#contract';
import { formatDuration, plural } from '../../format/units';
import { SeverityMark } from '../../incidents/severity-mark';
import { useApi, useNow } from '../../live/live-context';
import { Moment } from '../../session/moment';
import { type MarkKind, PhaseMark } from '../../session/phase-mark';
import { conditionWords, statusWords, transitionWords } from '../shell/delivery-words';
import classes from './deliveries.module.css';

function markOf({ status, condition }: DeliverySummary): MarkKind {
  switch (status) {
    case 'delivered':
      return 'online';
    case 'dead':
      return 'refused';
    case 'waiting':
      return condition === null ? 'connecting' : 'backoff';
  }
}

export function DeliveryItem({ delivery: d }: { delivery: DeliverySummary }) {
  return (
    <li className={classes.item} data-status={d.status}>
      <span className={classes.when}>
        <Moment at={d.createdAt} />
        <span className={classes.detail}>{d.channel}</span>
      </span>
      <span className={classes.what}>
        <span>
          <SeverityMark incident={{ severity: d.severity, status: 'open', mutedBy: null }} />{' '}
          <Link href={`/incidents/${encodeURIComponent(d.incidentId)}`}>{d.title}</Link>
        </span>
        <span className={classes.detail}>
          {transitionWords(d.transition)}
          {d.bundled.length > 0 && `, with ${plural(d.bundled.length, 'more incident', 'more incidents')}`}
        </span>
      </span>
      <span className={classes.outcome}>
        <span className={classes.word} data-status={d.status}>
          <PhaseMark kind={markOf(d)} /> {statusWords[d.status]}
        </span>
        <Became delivery={d} />
        {d.status === 'dead' && <Again delivery={d} />}
        <Tries delivery={d} />
      </span>
    </li>
  );
}

function Became({ delivery: d }: { delivery: DeliverySummary }) {
  const now = useNow();
  if (d.status === 'delivered')
    return (
      <span className={classes.detail}>
        {d.deliveredAt !== null && <Moment at={d.deliveredAt} />}
        {d.tries > 1 && `, after ${d.tries} tries`}
      </span>
    );
  const why = d.condition === null ? '' : conditionWords(d.condition);
  if (d.status === 'dead') return <span className={classes.detail}>{why || 'not told why'}</span>;
  const next = d.dueAt > now ? `next try in ${formatDuration(d.dueAt - now)}` : 'being tried';
  return <span className={classes.detail}>{why === '' ? next : `${why}; ${next}`}</span>;
}

function Tries({ delivery: d }: { delivery: DeliverySummary }) {
  if (d.attempts.length === 0) return null;
  return (
    <details className={classes.tries}>
      <summary>{plural(d.tries, 'try', 'tries')}</summary>
      <ol>
        {d.attempts.map((a) => (
          <li key={a.at}>
            <Moment at={a.at} />, {Math.round(a.tookMs)} ms:{' '}
            {a.condition === null ? 'taken' : conditionWords(a.condition)}
          </li>
        ))}
        {d.tries > d.attempts.length && <li>The first {d.tries - d.attempts.length} are not kept.</li>}
      </ol>
      {d.bundled.length > 0 && <p>Told along: {d.bundled.map((b) => b.title).join('; ')}</p>}
    </details>
  );
}

function Again({ delivery }: { delivery: DeliverySummary }) {
  const api = useApi();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  async function send(): Promise<void> {
    setSending(true);
    const reply = await api.command({ command: 'retry-delivery', deliveryId: delivery.id });
    setSending(false);
    setRefusal(reply.status === 'refused' ? reply.message : null);
  }

  return (
    <span className={classes.again}>
      <Button
        variant="default"
        size="compact-sm"
        className={classes.button}
        loading={sending}
        aria-label={`Try again: ${delivery.title}, ${delivery.channel}`}
        onClick={() => void send()}
      >
        Try again
      </Button>
      <span role="status" className={classes.refusal}>
        {refusal}
      </span>
    </span>
  );
}
