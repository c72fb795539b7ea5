/** GET: the overview's snapshot, for a page that missed something. */
import { answering, json } from '../../../lib/problem';
import { loadOverview } from '../../../lib/snapshots';

export const dynamic = 'force-dynamic';

export function GET(): Promise<Response> {
  return answering(async () => json(await loadOverview()));
}
