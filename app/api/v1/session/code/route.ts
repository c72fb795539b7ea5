/** POST: the second step of signing in, a code after the password. */
import { answering, problem, refuseForeign } from '../../../../lib/problem';
import { secondStep, signInWithCode } from '../../../../lib/signing-in';

export function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const refusal = refuseForeign(request);
    if (refusal !== null) return refusal;
    const given = secondStep.safeParse(await request.json().catch(() => null));
    if (!given.success) return problem({ status: 400, title: 'A code is needed' });
    return signInWithCode(request, given.data);
  });
}
