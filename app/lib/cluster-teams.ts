/** Clusters that tell of agents, or once did, and the teams that those are in. */

import { isInScope, type Viewer } from '#contract';
import type { ClusterTeams } from '../../components/agents-over-time/choices';
import { store } from './store';

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Those that are watched first; who is limited to some teams is told of those. */
export async function loadClusterTeams({ teams: theirs }: Pick<Viewer, 'teams'>): Promise<ClusterTeams[]> {
  const clusters = await (await store()).clustersKnown();
  return clusters
    .filter(
      (c) => (!c.removed || c.teams.length > 0) && (theirs === null || theirs.some((t) => t.clusterKey === c.key)),
    )
    .sort((a, b) => Number(a.removed) - Number(b.removed) || names.compare(a.name, b.name))
    .map(({ key, name, removed, teams }) => ({
      key,
      name: removed ? `${name}, no longer watched` : name,
      teams: teams
        .filter((t) => isInScope(theirs, key, t.teamId))
        .map((t) => ({ id: t.teamId, name: t.teamName }))
        .sort((a, b) => names.compare(a.name, b.name)),
    }));
}
