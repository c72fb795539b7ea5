/** GET: open incidents, and those of the last two weeks or of `back=`; with `limit=` a page of them, newest first. */
import { linked } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { incidentsQuery, loadIncidentPage } from '../../../lib/incidents';
import { json } from '../../../lib/problem';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-incidents', async (viewer) => {
    const asked = readQuery(queryOf(request), incidentsQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    const page = await loadIncidentPage(viewer, asked.value);
    if (page.status === 'invalid') return wrongQuery(page.errors);
    return linked(request, json(page.value), page.value.next);
  });
}
