/** POST: signs in. DELETE: signs out. */
import { asAnybody, asViewer } from '../../../lib/guard';
import { readBody } from '../../../lib/read-body';
import { credentials, signIn, signOut } from '../../../lib/signing-in';

export function POST(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    const given = await readBody(request, credentials, { title: 'An address and a password are needed' });
    return given.status === 'refused' ? given.answer : signIn(request, given.value);
  });
}

export function DELETE(request: Request): Promise<Response> {
  return asViewer(request, 'see-figures', (viewer) => signOut(request, viewer));
}
