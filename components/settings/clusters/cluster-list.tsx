'use client';
/** Every cluster: what it is, where it is set up, and what can be done with it. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import type { Configuration } from '#contract';
import { plural } from '../../format/units';
import { useApi } from '../../live/live-context';
import { ItemActions } from '../shell/item-actions';
import { Origin } from '../shell/origin';
import classes from '../shell/page.module.css';
import type { ClusterRow, TargetOfCluster } from './model';

interface Props {
  configuration: Configuration;
  rows: readonly ClusterRow[];
  targets: readonly TargetOfCluster[];
}

export function ClusterList({ configuration, rows, targets }: Props) {
  if (rows.length === 0) return <NoClusters />;
  const servers = rows.reduce((sum, row) => sum + row.servers.length, 0);
  return (
    <>
      <h1>Clusters and servers</h1>
      <div className={classes.lead}>
        <p className={classes.sentence}>
          {plural(rows.length, 'cluster')} with {plural(servers, 'server')}. Changes take effect at once; sessions that
          a change does not concern go on.
        </p>
        <div className={classes.buttons}>
          <Button component={Link} href="/set-up/cluster">
            Set up a cluster
          </Button>
          <Button component={Link} variant="default" href="/settings/clusters?new=xmpp">
            Add an XMPP service
          </Button>
        </div>
      </div>
      <ul className={classes.list}>
        {rows.map((row) => (
          <Item
            key={row.item.key}
            row={row}
            configuration={configuration}
            targets={targets.filter((t) => t.clusterKey === row.item.key)}
          />
        ))}
      </ul>
    </>
  );
}

const kindWords = { finesse: 'Finesse', xmpp: 'XMPP service' } as const;

function Item({ row, configuration, targets }: { row: ClusterRow } & Omit<Props, 'rows'>) {
  const { item, name, kind, servers, more } = row;
  const key = encodeURIComponent(item.key);
  return (
    <li className={classes.row}>
      <div>
        <h2>
          <Link href={`/settings/clusters?cluster=${key}`}>{name}</Link>
        </h2>
        <p className={classes.detail}>
          {kindWords[kind]}, {plural(servers.length, 'server')}
          {more !== '' && `, ${more}`}
        </p>
        {servers.map((server) => (
          <p key={server} className={classes.detail}>
            {server}
          </p>
        ))}
      </div>
      <div>
        <Origin item={item} file={configuration.file} />
        {item.problem !== null && <p className={classes.fault}>Not in force: {item.problem}.</p>}
      </div>
      <ItemActions
        item={item}
        name={name}
        revision={configuration.revision}
        editAt="/settings/clusters?cluster="
        cloneAt="/settings/clusters?clone="
        more={targets.length > 0 && <PauseAll name={name} targets={targets} />}
      >
        Its sessions end and nobody is told of its incidents any more. Nothing of its history is lost: it stays in the
        reports, and comes back to life when a cluster with the key <code>{item.key}</code> is added again. Its
        passwords are forgotten.
      </ItemActions>
    </li>
  );
}

function PauseAll({ name, targets }: { name: string; targets: readonly TargetOfCluster[] }) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const [paused, setPaused] = useState(targets.every((t) => t.paused));
  const [said, setSaid] = useState('');

  async function turn(): Promise<void> {
    const command = paused ? 'resume-target' : 'pause-target';
    setBusy(true);
    const replies = await Promise.all(targets.map(({ key }) => api.command({ command, targetKey: key })));
    setBusy(false);
    const refused = replies.find((r) => r.status === 'refused');
    if (refused?.status === 'refused') return setSaid(refused.message);
    setPaused(!paused);
    setSaid('');
  }

  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={busy}
        aria-label={`${paused ? 'Resume' : 'Pause'} all sessions of ${name}`}
        onClick={() => void turn()}
      >
        {paused ? 'Resume all' : 'Pause all'}
      </Button>
      <span role="status" className={classes.fault}>
        {said}
      </span>
    </>
  );
}

function NoClusters() {
  return (
    <>
      <h1>Clusters and servers</h1>
      <div className={classes.empty}>
        <h2>Nothing is watched yet</h2>
        <p className={classes.sentence}>
          Have the full name of a Finesse server and an agent’s account of its own at hand. The connection is tried step
          by step, and what does not work is explained.
        </p>
        <div className={classes.buttons}>
          <Button component={Link} href="/set-up/cluster">
            Set up the first cluster
          </Button>
          <Button component={Link} variant="default" href="/settings/clusters?new=xmpp">
            Add an XMPP service
          </Button>
          <Button component={Link} variant="default" href="/settings/file">
            Take over a configuration file
          </Button>
        </div>
      </div>
    </>
  );
}
