/** GET: one cluster with its servers and targets. */
import { asViewer } from '../../../../lib/guard';
import { json, problem } from '../../../../lib/problem';
import { loadCluster } from '../../../../lib/resources';

interface Context {
  params: Promise<{ cluster: string }>;
}

export function GET(request: Request, { params }: Context): Promise<Response> {
  return asViewer(request, 'see-service', async (viewer) => {
    const { cluster } = await params;
    const found = await loadCluster(viewer, cluster);
    if (found === null)
      return problem({ status: 404, title: 'No such cluster', detail: `There is no cluster ${cluster}.` });
    return json(found);
  });
}
