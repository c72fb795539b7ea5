/** GET: one incident with its timeline, and who was told of it when. */

import { asViewer } from '../../../../lib/guard';
import { loadIncident } from '../../../../lib/incidents';
import { json, problem } from '../../../../lib/problem';

interface Context {
  params: Promise<{ id: string }>;
}

export function GET(request: Request, { params }: Context): Promise<Response> {
  return asViewer(request, 'see-incidents', async (viewer) => {
    const { id } = await params;
    const snapshot = await loadIncident(viewer, id);
    if (snapshot === null)
      return problem({ status: 404, title: 'No such incident', detail: `There is no incident ${id}.` });
    return json(snapshot);
  });
}
