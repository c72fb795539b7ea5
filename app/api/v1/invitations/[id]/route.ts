/** DELETE: takes an invitation back. */
import { asViewer } from '../../../../lib/guard';
import { withdrawInvitation } from '../../../../lib/invitations';

export function DELETE(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) =>
    withdrawInvitation(request.headers, viewer, (await params).id),
  );
}
