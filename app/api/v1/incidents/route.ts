/** GET: open incidents, and those of the last two weeks or of `back=`, one of 24h, 7d, 14d, 90d, 1y. */
import { reachOf } from '../../../../components/incidents/query';
import { asViewer } from '../../../lib/guard';
import { loadIncidents } from '../../../lib/incidents';
import { json } from '../../../lib/problem';

export function GET(request: Request): Promise<Response> {
  const { ms } = reachOf(new URL(request.url).searchParams.get('back'));
  return asViewer(request, 'see-incidents', async (viewer) => json(await loadIncidents(viewer, ms)));
}
