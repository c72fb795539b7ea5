/** GET: one target's snapshot, for a page that missed something. */
import { asViewer } from '../../../../lib/guard';
import { json, problem } from '../../../../lib/problem';
import { loadTarget } from '../../../../lib/snapshots';

export function GET(request: Request, { params }: { params: Promise<{ key: string[] }> }): Promise<Response> {
  return asViewer(request, 'see-service', async () => {
    const { key } = await params;
    const snapshot = await loadTarget(key);
    if (snapshot === null)
      return problem({ status: 404, title: 'No such target', detail: `There is no target ${key.join('/')}.` });
    return json(snapshot);
  });
}
