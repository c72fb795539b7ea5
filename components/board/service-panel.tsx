'use client';
/** One Finesse pair: the rungs of each server in Cisco's order, what our feeds, accounts and requests are doing, and RTT from here. */
import type { ReactNode } from 'react';
import type { ClusterView, ServerView } from '#contract';
import { readinessRungs } from '#contract';
import { groupBy } from '../format/group';
import type { CardModel } from '../overview/model';
import { AccountNotes } from './account-notes';
import type { BoardModel } from './model';
import { Panel, PanelEmpty } from './panel';
import { RungCell } from './rung-cell';
import { ServerHead } from './server-head';
import { rungName } from './service';
import { DelayCell, FeedsCell, LoadCell } from './service-cells';
import classes from './service-panel.module.css';
import { TransportRows } from './transport-rows';

interface Props {
  model: BoardModel;
  cards: readonly CardModel[];
  observerId: string;
}

export function ServicePanels({ model, cards, observerId }: Props) {
  const byCluster = groupBy([...model.servers.values()], (s) => s.clusterKey);
  if (byCluster.size === 0) {
    return (
      <Panel title="Service" className={classes.panel}>
        <PanelEmpty>No Finesse server is watched here. The sessions are below.</PanelEmpty>
      </Panel>
    );
  }
  return (
    <div className={classes.stack}>
      {[...byCluster].map(([key, servers]) => (
        <ServicePanel
          key={key}
          cluster={model.clusters.get(key)}
          named={byCluster.size > 1}
          servers={servers}
          cards={cards.filter((c) => c.state.clusterKey === key)}
          observerId={observerId}
        />
      ))}
    </div>
  );
}

interface PanelProps {
  cluster: ClusterView | undefined;
  named: boolean;
  servers: readonly ServerView[];
  cards: readonly CardModel[];
  observerId: string;
}

function ServicePanel({ cluster, named, servers, cards, observerId }: PanelProps) {
  const title = named && cluster !== undefined ? `Service ${cluster.name}` : 'Service';
  const release = cluster?.release == null ? '' : `Finesse ${cluster.release}`;
  const kind = [release, cluster?.deployment ?? ''].filter((t) => t !== '').join(', ');
  return (
    <Panel title={title} rule={kind} className={classes.panel}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="hf-hidden">What is checked</span>
            </th>
            {servers.map((s) => (
              <ServerHead key={s.nodeKey} server={s} />
            ))}
          </tr>
        </thead>
        <tbody>
          {readinessRungs.map((rung) => (
            <tr key={rung}>
              <th scope="row">{rungName(rung)}</th>
              {servers.map((s) => (
                <RungCell key={s.nodeKey} server={s} rung={rung} />
              ))}
            </tr>
          ))}
          <ServerRow name="Event delay, p95" servers={servers} Cell={DelayCell} />
          <ServerRow name="Feeds" servers={servers} Cell={FeedsCell} />
          <ServerRow name="Requests a minute" servers={servers} Cell={LoadCell} />
          <TransportRows servers={servers} cards={cards} observerId={observerId} />
        </tbody>
      </table>
      <AccountNotes servers={servers} />
    </Panel>
  );
}

interface RowProps {
  name: string;
  servers: readonly ServerView[];
  Cell: (props: { server: ServerView }) => ReactNode;
}

function ServerRow({ name, servers, Cell }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {servers.map((s) => (
        <td key={s.nodeKey}>
          <Cell server={s} />
        </td>
      ))}
    </tr>
  );
}
