/** What the pages of settings read besides the configuration itself. */
import type { TargetOfCluster } from '../../components/settings/clusters/model';
import { type TeamRow, teamRows } from '../../components/settings/teams/model';
import { people } from './people';
import { personOf } from './persons';
import { loadBoard, loadOverview } from './snapshots';
import { store } from './store';

export async function loadSessions(): Promise<TargetOfCluster[]> {
  const { targets } = await loadOverview();
  return targets
    .filter(({ state }) => !state.archived)
    .map(({ state: { key, clusterKey, session } }) => ({
      ...{ key, clusterKey },
      paused: session.phase === 'stopped' && session.reason === 'paused',
    }));
}

/** Teams of clusters that are watched; of others only while somebody supervises them here. */
export async function loadTeamRows(): Promise<TeamRow[]> {
  const reads = await store();
  const [clusters, board, database] = await Promise.all([
    reads.clustersKnown(),
    loadBoard({ clusterKey: null, teams: null }),
    people(),
  ]);
  const persons = (await database.people.people()).map(personOf);
  const facts = clusters.flatMap(({ key, name, removed, teams }) =>
    teams.map((team) => ({ ...{ clusterKey: key, clusterName: name, clusterRemoved: removed }, ...team })),
  );
  return teamRows(facts, board.agents, persons).filter((row) => !row.clusterRemoved || row.supervisors.length > 0);
}
