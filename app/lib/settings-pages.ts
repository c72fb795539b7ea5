/** What the pages of settings read besides the configuration itself. */
import type { TargetOfCluster } from '../../components/settings/clusters/clusters-view';
import { loadOverview } from './snapshots';

export async function loadSessions(): Promise<TargetOfCluster[]> {
  const { targets } = await loadOverview();
  return targets
    .filter(({ state }) => !state.archived)
    .map(({ state: { key, clusterKey, session } }) => ({
      ...{ key, clusterKey },
      paused: session.phase === 'stopped' && session.reason === 'paused',
    }));
}
