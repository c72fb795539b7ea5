/** Signing in and out: throttled, told to the audit log, and the same answer whether the address or the password was wrong. */
import { z } from 'zod';
import { type Role, role as roleSchema, type Viewer } from '#contract';
import { type Failures, nextTryAt, signInThrottle, withFailure } from '../../server/domain/throttle';
import { audit, originOf } from './audit-log';
import { people } from './people';
import { json, problem } from './problem';
import { wallTime } from './time';
import { revokeLive } from './worker';

export const credentials = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1_000) });

/** Of this process; a restart forgives. Bounded: the oldest goes. */
const failures = new Map<string, Failures>();
const FAILURES_KEPT = 10_000;

export async function signIn(request: Request, { email, password }: z.infer<typeof credentials>): Promise<Response> {
  const address = email.trim().toLowerCase();
  const keys = [`account ${address}`, `origin ${originOf(request.headers)}`];
  const at = wallTime();
  const allowedAt = Math.max(...keys.map((key) => nextTryAt(failures.get(key) ?? [], at, policyOf(key))));
  if (allowedAt > at) return tooOften(allowedAt - at);
  const { auth } = await people();
  const answer = await auth.api.signInEmail({
    ...{ body: { email: address, password, rememberMe: true }, headers: request.headers, asResponse: true },
  });
  const body: unknown = await answer.json().catch(() => null);
  const user = z.object({ user: z.object({ id: z.string(), disabled: z.boolean().nullish() }) }).safeParse(body);
  if (!answer.ok || !user.success || user.data.user.disabled === true) {
    for (const key of keys) remember(key, at);
    await audit(request.headers, { actor: '-', action: 'sign-in-refused', subject: address });
    if (user.success) await (await people()).people.endSignIns(user.data.user.id);
    return problem({ status: 401, title: 'That is not right', detail: 'The address or the password is wrong.' });
  }
  for (const key of keys) failures.delete(key);
  await audit(request.headers, { actor: address, action: 'signed-in', subject: address });
  return withCookies(request, answer.headers);
}

/** One address may belong to a whole office. */
function policyOf(key: string) {
  return key.startsWith('origin ') ? { ...signInThrottle, free: 30 } : signInThrottle;
}

function remember(key: string, at: number): void {
  const oldest = failures.size >= FAILURES_KEPT ? failures.keys().next().value : undefined;
  if (oldest !== undefined) failures.delete(oldest);
  failures.set(key, withFailure(failures.get(key) ?? [], at, policyOf(key)));
}

function tooOften(waitMs: number): Response {
  const seconds = Math.ceil(waitMs / 1_000);
  const answer = problem({ status: 429, title: 'Too many tries', detail: `Try again in ${seconds} s.` });
  answer.headers.set('retry-after', String(seconds));
  return answer;
}

export async function signOut(request: Request, viewer: Viewer): Promise<Response> {
  const { auth } = await people();
  const answer = await auth.api.signOut({ headers: request.headers, asResponse: true });
  await revokeLive(viewer.id);
  await audit(request.headers, { actor: viewer.actor, action: 'signed-out', subject: viewer.actor });
  return withCookies(request, answer.headers);
}

/** A sign-in without a password, of somebody who proved themselves otherwise. */
export async function signInAs(request: Request, email: string, password: string): Promise<Response> {
  return signIn(request, { email, password });
}

/** What the library sets, for this path, and over TLS only where we are reached over TLS. */
function withCookies(request: Request, from: Headers): Response {
  const answer = json({ status: 'ok' });
  const secure = request.headers.get('x-forwarded-proto') === 'https' ? '; Secure' : '';
  for (const cookie of from.getSetCookie()) answer.headers.append('set-cookie', cookie + secure);
  return answer;
}

export const demoRoles = ['administrator', 'supervisor'] as const;
export function isDemoRole(text: unknown): text is Extract<Role, (typeof demoRoles)[number]> {
  return roleSchema.safeParse(text).success && (text === 'administrator' || text === 'supervisor');
}
