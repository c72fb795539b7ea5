/** How many agents were connected, at risk and forced out over time, by cluster and team. */
import type { Metadata } from 'next';
import { AgentsOverTime } from '../../../components/agents-over-time/agents-over-time';
import { loadClusterTeams } from '../../lib/cluster-teams';
import { wallTime } from '../../lib/time';

export const metadata: Metadata = { title: 'Agents over time' };

export default async function AgentsOverTimeRoute() {
  return <AgentsOverTime clusters={await loadClusterTeams()} at={wallTime()} />;
}
