/** POST: the first administrator, made by whoever holds the code that was printed at the first start. */
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { forgetSetupCode, setupCode } from '../../../../server/config/setup-code';
import { audit } from '../../../lib/audit-log';
import { env } from '../../../lib/env';
import { people } from '../../../lib/people';
import { createPerson, passwordRefusal } from '../../../lib/persons';
import { answering, problem, refuseForeign } from '../../../lib/problem';
import { signIn } from '../../../lib/signing-in';

const body = z.object({
  code: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(100),
  email: z.email().max(320),
  password: z.string().max(1_000),
});

export function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const refusal = refuseForeign(request);
    if (refusal !== null) return refusal;
    const given = body.safeParse(await request.json().catch(() => null));
    if (!given.success) {
      const errors = given.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message }));
      return problem({ status: 400, title: 'Something is missing', errors });
    }
    const all = await people();
    if ((await all.people.countPeople()) > 0)
      return problem({ status: 409, title: 'Holdfast is set up already', detail: 'Sign in instead.' });
    if (!isCode(given.data.code))
      return problem({
        status: 403,
        title: 'That is not the code',
        detail: 'That is not the code that Holdfast printed when it started.',
      });
    const weak = passwordRefusal(given.data.password);
    if (weak !== null) return problem({ status: 400, title: weak, errors: [{ path: 'password', message: weak }] });
    const { name, email, password } = given.data;
    await createPerson(all, { name, email, password, role: 'administrator', teams: null });
    forgetSetupCode(env().dataDir);
    await audit(request.headers, { actor: email, action: 'set-up', subject: email });
    return signIn(request, { email, password });
  });
}

function isCode(text: string): boolean {
  const given = Buffer.from(text.trim());
  const wanted = Buffer.from(setupCode(env().dataDir));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
