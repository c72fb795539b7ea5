/** DELETE: signs somebody out everywhere. */
import { asViewer } from '../../../../../lib/guard';
import { endSignIns, withPerson } from '../../../../../lib/people-changes';
import { json } from '../../../../../lib/problem';

export function DELETE(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) =>
    withPerson((await params).id, async (whose) => json({ ended: await endSignIns(request.headers, viewer, whose) })),
  );
}
