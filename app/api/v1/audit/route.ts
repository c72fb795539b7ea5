/** GET: the audit log, newest first. `?who=&kind=&from=&to=&limit=&cursor=`. */
import { auditQuery } from '#contract';
import { auditPage } from '../../../lib/audit-pages';
import { linked } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { json } from '../../../lib/problem';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'administer', async () => {
    const asked = readQuery(queryOf(request), auditQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    const page = await auditPage(asked.value);
    if (page.status === 'invalid') return wrongQuery(page.errors);
    return linked(request, json(page.value), page.value.next);
  });
}
