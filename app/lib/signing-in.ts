/** Signing in and out: throttled, told to the audit log, and the same answer whether the address or the password was wrong. */
import { z } from 'zod';
import { type Role, role as roleSchema, type Viewer } from '#contract';
import { audit, originOf } from './audit-log';
import { signInConfig } from './oidc-config';
import { people } from './people';
import { passwordMark, personWithPassword } from './persons';
import { json, problem } from './problem';
import { readSigned, signed } from './sealed';
import { takeCode } from './second-factor';
import { wallTime } from './time';
import { beginTry } from './tries';
import { revokeLive } from './worker';

export const credentials = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1_000) });
export const secondStep = z.object({ challenge: z.string().min(1).max(2_000), code: z.string().min(1).max(100) });

const CHALLENGE = 'second step 1';
const CHALLENGE_MS = 5 * 60_000;
const challenged = z.object({ id: z.string(), email: z.string(), mark: z.string() });

/** 200 with a cookie, or with `{ status: 'code-needed', challenge }` where there is a second factor. */
export async function signIn(request: Request, { email, password }: z.infer<typeof credentials>): Promise<Response> {
  const address = email.trim().toLowerCase();
  const at = wallTime();
  const tried = beginTry(request.headers, `account ${address}`, at);
  if (tried instanceof Response) return tried;
  const all = await people();
  const who = await personWithPassword(all, address, password);
  if (who === null || !(await mayUsePasswords(who.role))) {
    await audit(request.headers, { actor: '-', action: 'sign-in-refused', subject: address });
    return problem({ status: 401, title: 'That is not right', detail: 'The address or the password is wrong.' });
  }
  if ((await all.people.twoFactor(who.id))?.verified === true) {
    tried.wasRight();
    const challenge = { id: who.id, email: address, mark: passwordMark(who.hash) };
    const text = JSON.stringify(challenge satisfies z.infer<typeof challenged>);
    return json({ status: 'code-needed', challenge: signed(CHALLENGE, text, at + CHALLENGE_MS) });
  }
  tried.succeeded();
  return openSignIn(request, { id: who.id, email: address }, 'password');
}

/** Where everybody comes by single sign-on, administrators keep a way in for when it fails. */
export async function mayUsePasswords(role: Role): Promise<boolean> {
  return role === 'administrator' || !(await signInConfig()).onlySingleSignOn;
}

/** The code of a telephone or of the paper, by whoever gave the password a moment ago. */
export async function signInWithCode(request: Request, given: z.infer<typeof secondStep>): Promise<Response> {
  const at = wallTime();
  const said = readSigned(CHALLENGE, given.challenge, at);
  if (said === null) return tooLate();
  const { id, email, mark } = challenged.parse(JSON.parse(said));
  const tried = beginTry(request.headers, `account ${email}`, at);
  if (tried instanceof Response) return tried;
  const all = await people();
  const person = await all.people.person(id);
  // What was proved with a password is worth nothing once there is another.
  const current = await (await all.auth.$context).internalAdapter.findAccounts(id);
  const isStill = current.some((a) => a.providerId === 'credential' && passwordMark(a.password ?? '') === mark);
  if (person === null || person.disabled || !isStill) return tooLate();
  const taken = await takeCode(all.people, id, given.code, at);
  if (taken === 'no') {
    await audit(request.headers, { actor: '-', action: 'sign-in-refused', subject: email, detail: { step: 'code' } });
    return problem({ status: 401, title: 'That is not right', detail: 'The code is wrong, or was used already.' });
  }
  tried.succeeded();
  return openSignIn(request, { id, email }, `password and ${taken}`);
}

function tooLate(): Response {
  return problem({ status: 410, title: 'That took too long', detail: 'Sign in with your password again.' });
}

/** For somebody who has proved who they are: opens the sign-in, tells the audit log, and answers with its cookie. */
export async function openSignIn(
  request: Request,
  who: { id: string; email: string },
  how: string,
  answer: Response = json({ status: 'ok' }),
): Promise<Response> {
  const { auth } = await people();
  const { headers } = request;
  const browser = (headers.get('user-agent') ?? '').slice(0, 500);
  const body = { userId: who.id, origin: originOf(headers), browser };
  const opened = await auth.api.openSignIn({ body, headers, asResponse: true });
  await audit(headers, { actor: who.email, action: 'signed-in', subject: who.email, detail: { how } });
  return withCookies(request, opened.headers, answer);
}

export async function signOut(request: Request, viewer: Viewer): Promise<Response> {
  const { auth } = await people();
  const answer = await auth.api.signOut({ headers: request.headers, asResponse: true });
  await revokeLive(viewer.id);
  await audit(request.headers, { actor: viewer.actor, action: 'signed-out', subject: viewer.actor });
  return withCookies(request, answer.headers, json({ status: 'ok' }));
}

/** What the library sets, for this path, and over TLS only where we are reached over TLS. */
function withCookies(request: Request, from: Headers, answer: Response): Response {
  const secure = request.headers.get('x-forwarded-proto') === 'https' ? '; Secure' : '';
  for (const cookie of from.getSetCookie()) answer.headers.append('set-cookie', cookie + secure);
  return answer;
}

export const demoRoles = ['administrator', 'supervisor'] as const;
export function isDemoRole(text: unknown): text is Extract<Role, (typeof demoRoles)[number]> {
  return roleSchema.safeParse(text).success && (text === 'administrator' || text === 'supervisor');
}
