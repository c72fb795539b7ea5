/** Clusters that tell of agents, or once did, and the teams that those are in. */
import type { ClusterTeams } from '../../components/agents-over-time/choices';
import { store } from './store';

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Those that are watched first. */
export async function loadClusterTeams(): Promise<ClusterTeams[]> {
  const clusters = await (await store()).clustersKnown();
  return clusters
    .filter((c) => !c.removed || c.teams.length > 0)
    .sort((a, b) => Number(a.removed) - Number(b.removed) || names.compare(a.name, b.name))
    .map(({ key, name, removed, teams }) => ({
      key,
      name: removed ? `${name}, no longer watched` : name,
      teams: teams.map((t) => ({ id: t.teamId, name: t.teamName })).sort((a, b) => names.compare(a.name, b.name)),
    }));
}
