'use client';
/** One agent: how the connection is, how it was, and each disconnect told step by step. Opening it is audited. */
import Link from 'next/link';
import type { AgentSnapshot } from '#contract';
import { agentName } from '../health/words';
import { PageClockProvider, useApi, useLivePage, useTrust } from '../live/live-context';
import classes from './agent-page.module.css';
import { AgentStatus } from './agent-status';
import { DisconnectsPanel } from './disconnects-panel';
import { KnownHere } from './known-here';
import { LanesPanel } from './lanes-panel';
import { agentPageModel, agentPageTopics, foldAgentPage } from './model';
import { usePageQuery } from './use-page-query';

export function AgentPage({ snapshot }: { snapshot: AgentSnapshot }) {
  const api = useApi();
  const { clusterKey, loginId } = snapshot.agent;
  const model = useLivePage(
    {
      model: agentPageModel,
      topics: agentPageTopics,
      fold: foldAgentPage,
      outdated: (m) => m.outdated,
      load: () => api.agent(clusterKey, loginId),
    },
    snapshot,
  );
  const trust = useTrust(snapshot);
  const { disconnectId, teams, choose } = usePageQuery();
  const { agent, cluster, servers } = model;
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <div className={classes.head}>
          <p className={classes.path}>
            <Link href={teams === null ? '/agents' : `/agents?teams=${teams}`}>Agents</Link> / {cluster.name} /{' '}
            {agent.teamName}
          </p>
          <h1>{agentName(agent)}</h1>
          <div className={classes.now}>
            <div className={classes.status}>
              <AgentStatus agent={agent} trust={trust} />
            </div>
            <KnownHere cluster={cluster} servers={servers} />
          </div>
        </div>
        <LanesPanel model={model} at={snapshot.at} unseenFrom={trust.kind === 'blind' ? trust.since : null} />
        <DisconnectsPanel
          disconnects={model.disconnects}
          chosenId={disconnectId}
          clusterName={cluster.name}
          onChoose={choose}
        />
      </div>
    </PageClockProvider>
  );
}
