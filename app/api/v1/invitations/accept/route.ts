/** POST: whoever holds an invitation chooses a password, and is in. */
import { invitationAnswer } from '#contract';
import { asAnybody } from '../../../../lib/guard';
import { acceptInvitation } from '../../../../lib/invitations';
import { readBody } from '../../../../lib/read-body';

export function POST(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    const given = await readBody(request, invitationAnswer);
    return given.status === 'refused' ? given.answer : acceptInvitation(request, given.value);
  });
}
