/** DELETE: the second factor of somebody who lost it. */
import { asViewer } from '../../../../../lib/guard';
import { removeSecondFactor, withPerson } from '../../../../../lib/people-changes';
import { json } from '../../../../../lib/problem';

export function DELETE(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) =>
    withPerson((await params).id, async (whose) => {
      await removeSecondFactor(request.headers, viewer, whose);
      return json({ status: 'ok' });
    }),
  );
}
