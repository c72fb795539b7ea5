/** Inviting people, and being invited. */
import { type NewInvitationBody, type OneTimeLink, scopeText, type Viewer } from '#contract';
import { hashOfToken } from '../../server/store/people/tokens';
import { audit } from './audit-log';
import { oneAtATime } from './one-at-a-time';
import { mailLink, makeLink, openInvitation, openInvitations } from './one-time-links';
import { people } from './people';
import { createPerson, passwordRefusal } from './persons';
import { json, problem } from './problem';
import { mayUsePasswords, openSignIn } from './signing-in';
import { wallTime } from './time';
import { beginTry } from './tries';

/** A new invitation of an address takes the place of the one before. */
export async function invite(headers: Headers, viewer: Viewer, wish: NewInvitationBody): Promise<Response> {
  const { people: store } = await people();
  const at = wallTime();
  const { name, role, teams } = wish;
  const email = wish.email.toLowerCase();
  if (!(await mayUsePasswords(role))) {
    const detail = 'Everybody but administrators comes by single sign-on here: it says who may come in.';
    return problem({ status: 409, title: 'There are no passwords', detail });
  }
  if ((await store.people()).some((p) => p.email === email))
    return problem({ status: 409, title: 'Somebody has that address already' });
  for (const old of await openInvitations(store, at)) if (old.email === email) await store.removeToken(old.id);
  const grant = { email, role, teams };
  const { path, expiresAt } = await makeLink(store, { kind: 'invitation', name, createdBy: viewer.actor, grant }, at);
  const detail = { role, teams: teams === null ? 'every team' : scopeText(teams) };
  await audit(headers, { actor: viewer.actor, action: 'person-invited', subject: email, detail });
  const link: OneTimeLink = { path, expiresAt, mailed: await mailLink(email, 'invitation', { path }) };
  return json(link, 201);
}

export async function withdrawInvitation(headers: Headers, viewer: Viewer, id: string): Promise<Response> {
  const { people: store } = await people();
  const invited = (await openInvitations(store, wallTime())).find((one) => one.id === id);
  if (invited === undefined || !(await store.removeToken(id)))
    return problem({ status: 404, title: 'No such invitation' });
  await audit(headers, { actor: viewer.actor, action: 'invitation-withdrawn', subject: invited.email });
  return json({ status: 'ok' });
}

export async function acceptInvitation(
  request: Request,
  { token, name, password }: { token: string; name: string; password: string },
): Promise<Response> {
  const at = wallTime();
  const tried = beginTry(request.headers, `link ${hashOfToken(token)}`, at);
  if (tried instanceof Response) return tried;
  const all = await people();
  const invited = await openInvitation(all.people, token, at);
  if (invited === null || !(await mayUsePasswords(invited.role))) return isOver();
  const weak = passwordRefusal(password);
  if (weak !== null) return problem({ status: 400, title: weak, errors: [{ path: 'password', message: weak }] });
  // Whoever takes it away is the one who was invited.
  if (!(await all.people.removeToken(invited.id))) return isOver();
  tried.succeeded();
  const { email, role, teams } = invited;
  const id = await oneAtATime(() => createPerson(all, { name, email, password, role, teams }));
  if (id === null) return isOver();
  const detail = { invitedBy: invited.createdBy, role, teams: teams === null ? 'every team' : scopeText(teams) };
  await audit(request.headers, { actor: email, action: 'invitation-accepted', subject: email, detail });
  return openSignIn(request, { id, email }, 'invitation');
}

function isOver(): Response {
  const detail = 'It was used, withdrawn or is too old. Ask whoever invited you for a new one.';
  return problem({ status: 410, title: 'This invitation is over', detail });
}
