/** GET: one agent's snapshot, for a page or a side panel. That somebody looks at a named agent is audited. */
import { asViewer } from '../../../../../lib/guard';
import { json, problem } from '../../../../../lib/problem';
import { loadAgent } from '../../../../../lib/snapshots';

interface Context {
  params: Promise<{ cluster: string; loginId: string }>;
}

export function GET(request: Request, { params }: Context): Promise<Response> {
  return asViewer(request, 'see-agents', async (viewer) => {
    const { cluster, loginId } = await params;
    const snapshot = await loadAgent(viewer, cluster, loginId);
    if (snapshot === null)
      return problem({ status: 404, title: 'No such agent', detail: `There is no agent ${loginId} in ${cluster}.` });
    return json(snapshot);
  });
}
