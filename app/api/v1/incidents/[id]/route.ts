/** GET: one incident with its timeline, and who was told of it when. */
import { loadIncident } from '../../../../lib/incidents';
import { answering, json, problem } from '../../../../lib/problem';

interface Context {
  params: Promise<{ id: string }>;
}

export function GET(_request: Request, { params }: Context): Promise<Response> {
  return answering(async () => {
    const { id } = await params;
    const snapshot = await loadIncident(id);
    if (snapshot === null)
      return problem({ status: 404, title: 'No such incident', detail: `There is no incident ${id}.` });
    return json(snapshot);
  });
}
