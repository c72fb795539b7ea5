/** Clusters that tell of agents, and the teams that those are in. */
import type { ClusterTeams } from '../../components/agents-over-time/choices';
import { loadBoard } from './snapshots';

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export async function loadClusterTeams(): Promise<ClusterTeams[]> {
  const { clusters, agents } = await loadBoard({ clusterKey: null, teams: null });
  const teams = new Map<string, Map<string, string>>();
  for (const agent of agents) {
    if (agent.removed) continue;
    const known = teams.get(agent.clusterKey) ?? new Map<string, string>();
    teams.set(agent.clusterKey, known.set(agent.teamId, agent.teamName));
  }
  return clusters
    .filter((c) => !c.removed)
    .map(({ key, name }) => ({
      ...{ key, name },
      teams: [...(teams.get(key) ?? [])]
        .map(([id, teamName]) => ({ id, name: teamName }))
        .sort((a, b) => names.compare(a.name, b.name)),
    }))
    .sort((a, b) => names.compare(a.name, b.name));
}
