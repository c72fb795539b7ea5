'use client';
/** The channels: what is configured, how each does, and a test of it. */
import Link from 'next/link';
import type { AlertingSnapshot } from '#contract';
import { PageClockProvider, useTrust } from '../../live/live-context';
import { IfMay } from '../../people/viewer-context';
import type { AlertingModel } from '../shell/model';
import { useAlerting } from '../shell/use-alerting';
import { ChannelItem } from './channel-item';
import classes from './channels.module.css';
import { NoChannels } from './no-channels';
import { channelRows, channelsSentence } from './rows';

export function ChannelsView({ snapshot }: { snapshot: AlertingSnapshot }) {
  const model = useAlerting(snapshot);
  const trust = useTrust(snapshot);
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <h2 className="hf-hidden">Channels</h2>
        <Channels model={model} />
      </div>
    </PageClockProvider>
  );
}

function Channels({ model }: { model: AlertingModel }) {
  const { setup } = model;
  if (setup === null)
    return (
      <p className={classes.sentence}>
        The worker has not told yet what is configured. It does when it starts; until then nobody outside is told of
        anything.
      </p>
    );
  const rows = channelRows(model);
  if (rows.length === 0) return <NoChannels />;
  return (
    <>
      <p className={classes.sentence}>{channelsSentence(rows)}</p>
      <ul className={classes.list}>
        {rows.map((row) => (
          <ChannelItem key={row.info.name} row={row} />
        ))}
      </ul>
      <ul className={classes.notes}>
        {setup.publicUrl === null && (
          <li>
            Messages have no links, because nobody has said where people reach Holdfast:{' '}
            <Link href="/settings/notify">set its public address</Link>.
          </li>
        )}
        <li>
          {setup.heartbeat ? (
            'A heartbeat is sent while Holdfast is well: somebody else notices when it is not.'
          ) : (
            <>
              Nobody would notice if Holdfast itself stopped:{' '}
              <Link href="/settings/notify">set an address that expects to be called</Link>.
            </>
          )}
        </li>
        <li>
          What is secret in channels is never shown.{' '}
          <IfMay need="configure">
            <Link href="/settings/channels">Add or change channels</Link>
          </IfMay>
        </li>
      </ul>
    </>
  );
}
