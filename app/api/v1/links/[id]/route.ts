/** DELETE: takes a link back; what it had opened is closed. */
import { revoke } from '../../../../lib/access';
import { asViewer } from '../../../../lib/guard';
import { json, problem } from '../../../../lib/problem';

export function DELETE(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) => {
    const gone = await revoke(request.headers, viewer, 'link', (await params).id);
    return gone ? json({ status: 'ok' }) : problem({ status: 404, title: 'There is no such link' });
  });
}
