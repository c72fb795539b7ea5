/** How many agents were connected, at risk and forced out over time, by cluster and team. */
import type { Metadata } from 'next';
import { AgentsOverTime } from '../../../components/agents-over-time/agents-over-time';
import { loadClusterTeams } from '../../lib/cluster-teams';
import { pageFor } from '../../lib/guard';
import { wallTime } from '../../lib/time';

export const metadata: Metadata = { title: 'Agents over time' };

export default async function AgentsOverTimeRoute() {
  return pageFor('see-agents', async (viewer) => (
    <AgentsOverTime clusters={await loadClusterTeams(viewer)} at={wallTime()} />
  ));
}
