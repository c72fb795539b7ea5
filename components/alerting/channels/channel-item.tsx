'use client';
/** One channel: where it leads, how it does, and a button that tries it. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { useApi } from '../../live/live-context';
import { Moment } from '../../session/moment';
import { type MarkKind, PhaseMark } from '../../session/phase-mark';
import { channelKindWords, conditionWords, policySentence } from '../shell/delivery-words';
import classes from './channels.module.css';
import type { ChannelHealth, ChannelRow } from './rows';

const marks: Record<ChannelHealth, { mark: MarkKind; words: string }> = {
  well: { mark: 'online', words: 'Delivers' },
  waiting: { mark: 'connecting', words: 'Delivering' },
  failing: { mark: 'backoff', words: 'Does not take messages' },
  'gave-up': { mark: 'refused', words: 'Gave up' },
  unused: { mark: 'closed-by-design', words: 'Nothing to tell yet' },
};

export function ChannelItem({ row }: { row: ChannelRow }) {
  const { info, health, waiting, head, dead, lastDelivered } = row;
  const { mark, words } = marks[health];
  const log = `/alerting/deliveries?channel=${encodeURIComponent(info.name)}`;
  return (
    <li className={classes.channel}>
      <div className={classes.who}>
        <h3>{info.name}</h3>
        <p className={classes.detail}>
          {channelKindWords[info.kind]}, {info.to}
        </p>
        <p className={classes.detail}>{policySentence(info)}</p>
      </div>
      <div className={classes.how}>
        <p className={classes.health} data-health={health}>
          <PhaseMark kind={mark} /> {words}
        </p>
        {lastDelivered !== null && (
          <p className={classes.detail}>
            Last: <Moment at={lastDelivered.at} />, {lastDelivered.title}
          </p>
        )}
        {lastDelivered === null && health !== 'unused' && (
          <p className={classes.detail}>Nothing was delivered in the time shown.</p>
        )}
        {(waiting > 0 || dead > 0) && (
          <p className={classes.detail}>
            {waiting > 0 && <Link href={`${log}&status=waiting`}>{waiting} waiting</Link>}
            {waiting > 0 && dead > 0 && ', '}
            {dead > 0 && <Link href={`${log}&status=dead`}>{dead} given up</Link>}
            {head !== null && head.condition !== null && `: ${conditionWords(head.condition)}`}
          </p>
        )}
      </div>
      <ChannelTest name={info.name} test={row.test} />
    </li>
  );
}

type Sending = { kind: 'no' } | { kind: 'sending' } | { kind: 'refused'; words: string };

/** A button that sends a test, and what came of the last one. */
export function ChannelTest({ name, test }: { name: string; test: ChannelRow['test'] }) {
  const api = useApi();
  const [sending, setSending] = useState<Sending>({ kind: 'no' });

  async function send(): Promise<void> {
    setSending({ kind: 'sending' });
    const reply = await api.command({ command: 'test-channel', channel: name });
    // What came of it comes as an event, to everybody who looks at this page.
    setSending(reply.status === 'refused' ? { kind: 'refused', words: reply.message } : { kind: 'no' });
  }

  return (
    <div className={classes.test}>
      <Button
        variant="default"
        size="sm"
        aria-label={`Send a test to ${name}`}
        loading={sending.kind === 'sending'}
        onClick={() => void send()}
      >
        Send a test
      </Button>
      <p
        className={classes.outcome}
        role="status"
        data-failed={sending.kind === 'refused' || (test !== null && test.condition !== null)}
      >
        {sending.kind === 'refused' && sending.words}
        {sending.kind === 'sending' && 'Sending …'}
        {sending.kind === 'no' && test === null && 'Never tested.'}
        {sending.kind === 'no' && test !== null && (
          <>
            {test.condition === null
              ? `Test taken in ${Math.round(test.tookMs)} ms, `
              : `Test failed: ${conditionWords(test.condition)}, `}
            <Moment at={test.at} /> by {test.actor}
          </>
        )}
      </p>
    </div>
  );
}
