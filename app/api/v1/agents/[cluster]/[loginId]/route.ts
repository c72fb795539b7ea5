/** GET: one agent's snapshot, for a page or a side panel. That somebody looks at a named agent is audited. */
import { answering, json, problem } from '../../../../../lib/problem';
import { loadAgent } from '../../../../../lib/snapshots';

interface Context {
  params: Promise<{ cluster: string; loginId: string }>;
}

export function GET(_request: Request, { params }: Context): Promise<Response> {
  return answering(async () => {
    const { cluster, loginId } = await params;
    const snapshot = await loadAgent(cluster, loginId);
    if (snapshot === null)
      return problem({ status: 404, title: 'No such agent', detail: `There is no agent ${loginId} in ${cluster}.` });
    return json(snapshot);
  });
}
