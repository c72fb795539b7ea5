/** GET: one's own account. PATCH: one's own name. */
import { accountChange } from '#contract';
import { audit } from '../../../lib/audit-log';
import { accountOf, asPerson } from '../../../lib/own-account';
import { people } from '../../../lib/people';
import { json } from '../../../lib/problem';
import { readBody } from '../../../lib/read-body';

export function GET(request: Request): Promise<Response> {
  return asPerson(request, async (_me, viewer) => json(await accountOf(request.headers, viewer)));
}

export function PATCH(request: Request): Promise<Response> {
  return asPerson(request, async (me) => {
    const given = await readBody(request, accountChange);
    if (given.status === 'refused') return given.answer;
    const { name } = given.value;
    await (await people()).people.changePerson(me.id, { name });
    const detail = { was: { name: me.name }, is: { name } };
    await audit(request.headers, { actor: me.email, action: 'person-changed', subject: me.email, detail });
    return json({ status: 'ok' });
  });
}
