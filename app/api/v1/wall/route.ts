/** GET: the wall's figures. */
import { asViewer } from '../../../lib/guard';
import { json } from '../../../lib/problem';
import { loadWall } from '../../../lib/wall';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-figures', async (viewer) => json(await loadWall(viewer)));
}
