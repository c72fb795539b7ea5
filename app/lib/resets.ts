/** A new password for who forgot theirs: by a mail that anybody may ask for, or by a link that an administrator made. */
import type { EpochMs } from '#contract';
import { hashOfToken } from '../../server/store/people/tokens';
import { audit } from './audit-log';
import { isMailReady } from './mail';
import { ASKED_FOR_MS, forgetResetsOf, mailLink, makeLink, openReset } from './one-time-links';
import { people } from './people';
import { passwordRefusal, setPassword } from './persons';
import { json, problem } from './problem';
import { wallTime } from './time';
import { beginTry } from './tries';
import { revokeLive } from './worker';

/** What is done for a known address is done after the answer, which is the same, as soon, for everybody. */
export async function askForReset(headers: Headers, email: string): Promise<Response> {
  const address = email.toLowerCase();
  const at = wallTime();
  const tried = beginTry(headers, `reset ${address}`, at);
  if (tried instanceof Response) return tried;
  if (!(await isMailReady()))
    return problem({ status: 409, title: 'Mail is not set up', detail: 'Ask an administrator for a new password.' });
  await audit(headers, { actor: '-', action: 'password-reset-asked', subject: address });
  mailReset(address, at).catch((error: unknown) => console.error(error));
  return json({ status: 'asked' }, 202);
}

/** Nothing for who is not known, may not come in, or comes by single sign-on only. */
async function mailReset(address: string, at: EpochMs): Promise<void> {
  const { people: store } = await people();
  const person = (await store.people()).find((p) => p.email === address);
  if (person === undefined || person.disabled) return;
  if ((await store.waysIn()).get(person.id)?.includes('credential') !== true) return;
  await forgetResetsOf(store, person.id);
  const grant = { userId: person.id };
  const asked = { kind: 'reset', name: address, createdBy: '-', grant, forMs: ASKED_FOR_MS } as const;
  await mailLink(address, 'reset', await makeLink(store, asked, at));
}

/** Every sign-in ends; the second factor stays. */
export async function resetPassword(
  headers: Headers,
  { token, password }: { token: string; password: string },
): Promise<Response> {
  const at = wallTime();
  const tried = beginTry(headers, `link ${hashOfToken(token)}`, at);
  if (tried instanceof Response) return tried;
  const all = await people();
  const open = await openReset(all.people, token, at);
  if (open === null) return isOver();
  const weak = passwordRefusal(password);
  if (weak !== null) return problem({ status: 400, title: weak, errors: [{ path: 'password', message: weak }] });
  if (!(await all.people.removeToken(open.id))) return isOver();
  tried.succeeded();
  const { id, email } = open.person;
  await setPassword(all, id, password);
  await forgetResetsOf(all.people, id);
  await revokeLive(id);
  await audit(headers, { actor: email, action: 'password-reset', subject: email });
  return json({ status: 'ok' });
}

function isOver(): Response {
  const detail = 'It was used or is too old. Ask for a new one.';
  return problem({ status: 410, title: 'This link is over', detail });
}
