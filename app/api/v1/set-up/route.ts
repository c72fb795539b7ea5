/** POST: the first administrator, made by whoever holds the code that was printed at the first start. */
import { timingSafeEqual } from 'node:crypto';
import { firstAdministrator } from '#contract';
import { forgetSetupCode, setupCode } from '../../../../server/config/setup-code';
import { audit } from '../../../lib/audit-log';
import { env } from '../../../lib/env';
import { asAnybody } from '../../../lib/guard';
import { people } from '../../../lib/people';
import { createPerson, passwordRefusal } from '../../../lib/persons';
import { problem } from '../../../lib/problem';
import { readBody } from '../../../lib/read-body';
import { signIn } from '../../../lib/signing-in';

export function POST(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    const given = await readBody(request, firstAdministrator, { title: 'Something is missing' });
    if (given.status === 'refused') return given.answer;
    const all = await people();
    if ((await all.people.countPeople()) > 0)
      return problem({ status: 409, title: 'Holdfast is set up already', detail: 'Sign in instead.' });
    if (!isCode(given.value.code))
      return problem({
        status: 403,
        title: 'That is not the code',
        detail: 'That is not the code that Holdfast printed when it started.',
      });
    const weak = passwordRefusal(given.value.password);
    if (weak !== null) return problem({ status: 400, title: weak, errors: [{ path: 'password', message: weak }] });
    const { name, email, password } = given.value;
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
