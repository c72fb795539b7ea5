/** GET: the overview's snapshot, for a page that missed something. */
import { asViewer } from '../../../lib/guard';
import { json } from '../../../lib/problem';
import { loadOverview } from '../../../lib/snapshots';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-service', async () => json(await loadOverview()));
}
