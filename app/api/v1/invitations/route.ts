/** GET: who is invited. POST: invites somebody; the link is told once. */
import { newInvitation } from '#contract';
import { asViewer } from '../../../lib/guard';
import { invite } from '../../../lib/invitations';
import { openInvitations } from '../../../lib/one-time-links';
import { people } from '../../../lib/people';
import { json } from '../../../lib/problem';
import { readBody } from '../../../lib/read-body';
import { wallTime } from '../../../lib/time';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'administer', async () =>
    json({ invitations: await openInvitations((await people()).people, wallTime()) }),
  );
}

export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) => {
    const given = await readBody(request, newInvitation);
    return given.status === 'refused' ? given.answer : invite(request.headers, viewer, given.value);
  });
}
