/** POST: signs in with one click, in the demo and nowhere else. */
import { demoSignIn } from '../../../../lib/demo-people';
import { env } from '../../../../lib/env';
import { answering, problem, refuseForeign } from '../../../../lib/problem';
import { isDemoRole } from '../../../../lib/signing-in';

export function POST(request: Request): Promise<Response> {
  return answering(async () => {
    if (!env().demo) return problem({ status: 404, title: 'Not found' });
    const refusal = refuseForeign(request);
    if (refusal !== null) return refusal;
    const body: unknown = await request.json().catch(() => null);
    const as: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'as') : null;
    if (!isDemoRole(as)) return problem({ status: 400, title: 'As whom?', detail: 'administrator or supervisor' });
    return demoSignIn(request, as);
  });
}
