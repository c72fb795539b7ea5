/** GET: the clusters that are watched. `?limit=&cursor=`. */
import { answerList } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';
import { clusterList, clustersQuery, loadClusters } from '../../../lib/resources';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-service', async (viewer) => {
    const asked = readQuery(queryOf(request), clustersQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    return answerList(request, clusterList, asked.value, await loadClusters(viewer));
  });
}
