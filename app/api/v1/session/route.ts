/** POST: signs in. DELETE: signs out. */
import { asViewer } from '../../../lib/guard';
import { answering, problem, refuseForeign } from '../../../lib/problem';
import { credentials, signIn, signOut } from '../../../lib/signing-in';

export function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const refusal = refuseForeign(request);
    if (refusal !== null) return refusal;
    const given = credentials.safeParse(await request.json().catch(() => null));
    if (!given.success) return problem({ status: 400, title: 'An address and a password are needed' });
    return signIn(request, given.data);
  });
}

export function DELETE(request: Request): Promise<Response> {
  return asViewer(request, 'see-figures', (viewer) => signOut(request, viewer));
}
