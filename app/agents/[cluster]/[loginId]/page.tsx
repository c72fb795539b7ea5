/** One agent's page; loading it is audited. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AgentPage } from '../../../../components/agent/agent-page';
import { pageFor } from '../../../lib/guard';
import { loadAgent } from '../../../lib/snapshots';

interface Props {
  params: Promise<{ cluster: string; loginId: string }>;
}

/** No name in the title: it would stand in the browser's history and on shared screens. */
export const metadata: Metadata = { title: 'Agent' };

export default async function AgentRoute({ params }: Props) {
  const { cluster, loginId } = await params;
  return pageFor('see-agents', async (viewer) => {
    const snapshot = await loadAgent(viewer, cluster, loginId);
    if (snapshot === null) notFound();
    return <AgentPage key={`${cluster}/${loginId}`} snapshot={snapshot} />;
  });
}
