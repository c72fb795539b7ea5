/** GET: who may sign in. POST: adds somebody with a password. */
import { newPerson } from '#contract';
import { audit } from '../../../lib/audit-log';
import { asViewer } from '../../../lib/guard';
import { oneAtATime } from '../../../lib/one-at-a-time';
import { people } from '../../../lib/people';
import { everybody, toldOf } from '../../../lib/people-changes';
import { createPerson, passwordRefusal } from '../../../lib/persons';
import { json, problem } from '../../../lib/problem';
import { readBody } from '../../../lib/read-body';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'administer', async () => json({ people: await everybody() }));
}

export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) => {
    const given = await readBody(request, newPerson);
    if (given.status === 'refused') return given.answer;
    const weak = passwordRefusal(given.value.password);
    if (weak !== null) return problem({ status: 400, title: weak, errors: [{ path: 'password', message: weak }] });
    const email = given.value.email.toLowerCase();
    const id = await oneAtATime(async () => createPerson(await people(), { ...given.value, email }));
    if (id === null) return problem({ status: 409, title: 'Somebody has that address already' });
    const detail = { is: toldOf({ ...given.value, disabled: false }) };
    await audit(request.headers, { actor: viewer.actor, action: 'person-added', subject: email, detail });
    return json({ id }, 201);
  });
}
