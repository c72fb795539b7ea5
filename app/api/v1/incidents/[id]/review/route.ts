/** GET: one incident in review, on one axis of time. `names=1`: agents by their names, which is audited. */
import { auditExport } from '../../../../../lib/audit';
import { asViewer } from '../../../../../lib/guard';
import { loadOutage, reviewQuery } from '../../../../../lib/outage';
import { json, problem } from '../../../../../lib/problem';
import { queryOf, readQuery, wrongQuery } from '../../../../../lib/query';

interface Context {
  params: Promise<{ id: string }>;
}

export function GET(request: Request, { params }: Context): Promise<Response> {
  return asViewer(request, 'see-incidents', async (viewer) => {
    const { id } = await params;
    const read = readQuery(queryOf(request), reviewQuery);
    if (read.status === 'invalid') return wrongQuery(read.errors);
    const names = read.value.names === '1';
    const review = await loadOutage({ id, names, scope: viewer.teams });
    if (review === null)
      return problem({ status: 404, title: 'No such incident', detail: `There is no incident ${id}.` });
    if (names) await auditExport(viewer.actor, id, { what: 'names', names }, review.at);
    return json(review);
  });
}
