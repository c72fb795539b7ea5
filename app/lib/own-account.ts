/** What somebody does with their own account: for people who signed in, not for keys and links. */
import type { AccountView, Viewer } from '#contract';
import { audit } from './audit-log';
import { asViewer, notTheirs } from './guard';
import { people } from './people';
import { type Person, passwordRefusal, personOf, personWithPassword, setPassword } from './persons';
import { json, problem } from './problem';
import { backupCodesLeft, confirmSecondFactor, prepareSecondFactor } from './second-factor';
import { openSignIn } from './signing-in';
import { wallTime } from './time';
import { beginTry } from './tries';
import { revokeLive } from './worker';

/** Answers a request of whoever signed in, about themselves. */
export function asPerson(
  request: Request,
  answer: (me: Person, viewer: Viewer) => Promise<Response>,
): Promise<Response> {
  return asViewer(request, 'see-figures', async (viewer) => {
    if (viewer.via !== 'sign-in') return notTheirs();
    const row = await (await people()).people.person(viewer.id);
    return row === null ? problem({ status: 404, title: 'Nobody like that' }) : answer(personOf(row), viewer);
  });
}

/** null: nobody who signed in. */
export async function accountOf(headers: Headers, viewer: Viewer): Promise<AccountView | null> {
  if (viewer.via !== 'sign-in') return null;
  const { auth, people: store } = await people();
  const row = await store.person(viewer.id);
  if (row === null) return null;
  const { name, email, role, teams, twoFactor } = personOf(row);
  const [current, signIns, ways, factor] = await Promise.all([
    auth.api.getSession({ headers }),
    store.signIns(viewer.id),
    store.waysIn(),
    store.twoFactor(viewer.id),
  ]);
  const at = wallTime();
  return {
    ...{ name, email, role, teams: teams === null ? null : [...teams] },
    hasPassword: ways.get(viewer.id)?.includes('credential') === true,
    secondFactor: { on: twoFactor, backupCodesLeft: twoFactor ? backupCodesLeft(factor) : 0 },
    signIns: signIns
      .filter((s) => s.expiresAt > at)
      .map(({ id, createdAt, usedAt, origin, browser }) => {
        return { id, createdAt, usedAt, origin, browser, current: id === current?.session.id };
      }),
  };
}

/** Proved with the current password, as often guessed at as at the door. @returns null: proved; else what to answer */
async function refusalOfPassword(headers: Headers, me: Person, password: string): Promise<Response | null> {
  const tried = beginTry(headers, `account ${me.email}`, wallTime());
  if (tried instanceof Response) return tried;
  const who = await personWithPassword(await people(), me.email, password);
  if (who?.id === me.id) {
    tried.wasRight();
    return null;
  }
  await audit(headers, { actor: me.email, action: 'password-refused', subject: me.email });
  const detail = 'That is not your password.';
  return problem({ status: 403, title: 'That is not right', detail, errors: [{ path: 'current', message: detail }] });
}

/** Every other sign-in ends; this browser gets a new one. */
export async function changePassword(
  request: Request,
  me: Person,
  { current, password }: { current: string; password: string },
): Promise<Response> {
  const weak = passwordRefusal(password);
  if (weak !== null) return problem({ status: 400, title: weak, errors: [{ path: 'password', message: weak }] });
  const refused = await refusalOfPassword(request.headers, me, current);
  if (refused !== null) return refused;
  await setPassword(await people(), me.id, password);
  await revokeLive(me.id);
  await audit(request.headers, { actor: me.email, action: 'password-changed', subject: me.email });
  return openSignIn(request, me, 'a new password');
}

export async function beginSecondFactor(headers: Headers, me: Person, password: string): Promise<Response> {
  const refused = await refusalOfPassword(headers, me, password);
  if (refused !== null) return refused;
  const prepared = await prepareSecondFactor((await people()).people, me);
  return prepared === null ? problem({ status: 409, title: 'There is a second factor already' }) : json(prepared);
}

export async function finishSecondFactor(headers: Headers, me: Person, code: string): Promise<Response> {
  const at = wallTime();
  const tried = beginTry(headers, `account ${me.email}`, at);
  if (tried instanceof Response) return tried;
  const backupCodes = await confirmSecondFactor((await people()).people, me.id, code, at);
  if (backupCodes === null) {
    const detail = 'That is not the code of now. Is the clock of the telephone right?';
    return problem({ status: 403, title: 'That is not right', detail, errors: [{ path: 'code', message: detail }] });
  }
  tried.wasRight();
  await audit(headers, { actor: me.email, action: 'second-factor-on', subject: me.email });
  return json({ backupCodes });
}

export async function endSecondFactor(headers: Headers, me: Person, password: string): Promise<Response> {
  const refused = await refusalOfPassword(headers, me, password);
  if (refused !== null) return refused;
  await (await people()).people.removeTwoFactor(me.id);
  await audit(headers, { actor: me.email, action: 'second-factor-off', subject: me.email });
  return json({ status: 'ok' });
}

/** @param id one of them; null: all but the one that asks */
export async function endOwnSignIns(request: Request, me: Person, id: string | null): Promise<Response> {
  const { auth, people: store } = await people();
  const current = (await auth.api.getSession({ headers: request.headers }))?.session.id;
  const mine = (await store.signIns(me.id)).filter((s) => (id === null ? s.id !== current : s.id === id));
  if (id !== null && mine.length === 0) return problem({ status: 404, title: 'No such sign-in' });
  for (const one of mine) await store.endSignIns(me.id, one.id);
  await revokeLive(me.id);
  const detail = { ended: mine.length };
  await audit(request.headers, { actor: me.email, action: 'sign-ins-ended', subject: me.email, detail });
  return json({ ended: mine.length });
}
