/** Everybody in sight as a table; `?teams=` limits it, the rest of the address is the table's own. */
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { type Scope, scopeOf, withinTeams } from '#contract';
import { AgentsView } from '../../components/agents/agents-view';
import { LoadingAgents } from '../../components/agents/loading-agents';
import { pageFor } from '../lib/guard';
import { loadBoard } from '../lib/snapshots';

export const metadata: Metadata = { title: 'Agents' };

interface Props {
  searchParams: Promise<{ teams?: string | string[] }>;
}

export default async function AgentsRoute({ searchParams }: Props) {
  const { teams } = await searchParams;
  const scope = (Array.isArray(teams) ? teams.join(',') : teams) ?? '';
  return pageFor('see-agents', ({ teams: theirs }) => (
    <Suspense key={scope} fallback={<LoadingAgents />}>
      <Agents teams={withinTeams(theirs, scopeOf(scope))} />
    </Suspense>
  ));
}

async function Agents({ teams }: { teams: Scope }) {
  return <AgentsView snapshot={await loadBoard({ clusterKey: null, teams })} />;
}
