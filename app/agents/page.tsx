/** Everybody in sight as a table; `?teams=` limits it, the rest of the address is the table's own. */
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { scopeOf } from '#contract';
import { AgentsView } from '../../components/agents/agents-view';
import { LoadingAgents } from '../../components/agents/loading-agents';
import { loadBoard } from '../lib/snapshots';

export const metadata: Metadata = { title: 'Agents' };

interface Props {
  searchParams: Promise<{ teams?: string | string[] }>;
}

export default async function AgentsRoute({ searchParams }: Props) {
  const { teams } = await searchParams;
  const scope = (Array.isArray(teams) ? teams.join(',') : teams) ?? '';
  return (
    <Suspense key={scope} fallback={<LoadingAgents />}>
      <Agents scope={scope} />
    </Suspense>
  );
}

async function Agents({ scope }: { scope: string }) {
  return <AgentsView snapshot={await loadBoard({ clusterKey: null, teams: scopeOf(scope) })} />;
}
