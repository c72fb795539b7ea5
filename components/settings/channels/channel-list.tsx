'use client';
/** Every channel: where it leads, a test of it, and what can be done with it. */
import { Button, Menu } from '@mantine/core';
import Link from 'next/link';
import { type AlertingSnapshot, type Configuration, channelKinds } from '#contract';
import { ChannelTest } from '../../alerting/channels/channel-item';
import { channelKindWords } from '../../alerting/shell/delivery-words';
import { useAlerting } from '../../alerting/shell/use-alerting';
import { plural } from '../../format/units';
import { PageClockProvider, useTrust } from '../../live/live-context';
import { ItemActions } from '../shell/item-actions';
import { Origin } from '../shell/origin';
import classes from '../shell/page.module.css';
import type { ChannelRow } from './model';
import { NoChannels } from './no-channels';

interface Props {
  configuration: Configuration;
  rows: readonly ChannelRow[];
  alerting: AlertingSnapshot;
}

export function ChannelList({ configuration, rows, alerting }: Props) {
  const { tests, setup } = useAlerting(alerting);
  const trust = useTrust(alerting);
  if (rows.length === 0) return <NoChannels />;
  return (
    <PageClockProvider at={alerting.at} trust={trust}>
      <h1>Channels</h1>
      <div className={classes.lead}>
        <p className={classes.sentence}>
          {plural(rows.length, 'channel')}. How they do is under <Link href="/alerting/channels">Alerting</Link>.
        </p>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button>Add a channel</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {channelKinds.map((kind) => (
              <Menu.Item key={kind} component={Link} href={`/settings/channels?new=${kind}`}>
                {channelKindWords[kind]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <ul className={classes.list}>
        {rows.map((row) => (
          <Item
            key={row.item.key}
            row={row}
            configuration={configuration}
            test={tests.find((t) => t.channel === row.name) ?? null}
            inForce={setup?.channels.some((c) => c.name === row.name) ?? false}
          />
        ))}
      </ul>
    </PageClockProvider>
  );
}

interface ItemProps {
  row: ChannelRow;
  configuration: Configuration;
  test: AlertingSnapshot['tests'][number] | null;
  inForce: boolean;
}

function Item({ row: { item, name, kind, to }, configuration, test, inForce }: ItemProps) {
  const key = encodeURIComponent(item.key);
  return (
    <li className={classes.row}>
      <div>
        <h2>
          <Link href={`/settings/channels?channel=${key}`}>{name}</Link>
        </h2>
        <p className={classes.detail}>
          {kind === null ? 'Of an unknown kind' : channelKindWords[kind]}
          {to !== '' && `, ${to}`}
        </p>
        <Origin item={item} file={configuration.file} />
        {item.problem !== null && <p className={classes.fault}>Not in force: {item.problem}.</p>}
      </div>
      <div>
        {inForce ? (
          <ChannelTest name={name} test={test} />
        ) : (
          <p className={classes.detail}>{item.problem === null && 'In force when the worker has read it.'}</p>
        )}
      </div>
      <ItemActions
        item={item}
        name={name}
        revision={configuration.revision}
        editAt="/settings/channels?channel="
        cloneAt="/settings/channels?clone="
      >
        Nobody is told through it any more, and what waits for it is given up. What was delivered stays in the log. Its
        secrets are forgotten.
      </ItemActions>
    </li>
  );
}
