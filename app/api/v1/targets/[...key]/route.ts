/** GET: one target's snapshot, for a page that missed something. */
import { answering, json, problem } from '../../../../lib/problem';
import { loadTarget } from '../../../../lib/snapshots';

export function GET(_request: Request, { params }: { params: Promise<{ key: string[] }> }): Promise<Response> {
  return answering(async () => {
    const { key } = await params;
    const snapshot = await loadTarget(key);
    if (snapshot === null)
      return problem({ status: 404, title: 'No such target', detail: `There is no target ${key.join('/')}.` });
    return json(snapshot);
  });
}
