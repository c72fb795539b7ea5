/** POST: a link with which they choose a new password; told once. */
import { asViewer } from '../../../../../lib/guard';
import { offerReset, withPerson } from '../../../../../lib/people-changes';
import { json } from '../../../../../lib/problem';
import { wallTime } from '../../../../../lib/time';

export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) =>
    withPerson((await params).id, async (whose) =>
      json(await offerReset(request.headers, viewer, whose, wallTime()), 201),
    ),
  );
}
