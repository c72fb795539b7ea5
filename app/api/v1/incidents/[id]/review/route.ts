/** GET: one incident in review, on one axis of time. `names=1`: agents by their names, which is audited. */
import { anonymous } from '../../../../../lib/actor';
import { auditExport } from '../../../../../lib/audit';
import { loadOutage } from '../../../../../lib/outage';
import { answering, json, problem } from '../../../../../lib/problem';

interface Context {
  params: Promise<{ id: string }>;
}

export function GET(request: Request, { params }: Context): Promise<Response> {
  return answering(async () => {
    const { id } = await params;
    const names = new URL(request.url).searchParams.get('names') === '1';
    const review = await loadOutage({ id, names, scope: null });
    if (review === null)
      return problem({ status: 404, title: 'No such incident', detail: `There is no incident ${id}.` });
    if (names) await auditExport(anonymous.actor, id, { what: 'names', names }, review.at);
    return json(review);
  });
}
