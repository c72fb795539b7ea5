/** Who asks: by the cookie of a sign-in, or by a key. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { role, type Scope, teamRef, type Viewer } from '#contract';
import { people } from './people';
import { personOf } from './persons';
import { wallTime } from './time';

export const SESSION_COOKIE = 'holdfast.session_token';
export const keyGrant = z.object({ role, teams: z.array(teamRef).nullable() });

/** null: nobody who is known. */
export async function viewerOf(headers: Headers): Promise<Viewer | null> {
  const bearer = /^Bearer (hfk_[\w-]{20,100})$/.exec(headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) return viewerOfKey(bearer);
  if (headers.get('cookie')?.includes(SESSION_COOKIE) !== true) return null;
  const { auth } = await people();
  const found = await auth.api.getSession({ headers });
  if (found === null || found.user.disabled === true) return null;
  const { user } = found;
  const { id, email, name, role, teams } = personOf({
    ...{ id: user.id, name: user.name, email: user.email, role: String(user.role), teams: user.teams ?? null },
    ...{ disabled: false, twoFactor: false, createdAt: user.createdAt.getTime() },
  });
  return { id, actor: email, name, role, teams: teams === null ? null : [...teams], via: 'sign-in' };
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

const TOUCH_EVERY_MS = 60_000;

async function viewerOfKey(token: string): Promise<Viewer | null> {
  const { people: store } = await people();
  const row = await store.tokenByHash('key', hashOf(token));
  const at = wallTime();
  if (row === null || (row.expiresAt !== null && row.expiresAt <= at)) return null;
  const grant = keyGrant.safeParse(JSON.parse(row.grant));
  if (!grant.success) return null;
  if (at - (row.lastUsedAt ?? 0) > TOUCH_EVERY_MS) await store.touchToken(row.id, at);
  const { teams } = grant.data;
  return { id: row.id, actor: `key ${row.name}`, name: row.name, role: grant.data.role, teams, via: 'key' };
}

/** Whether somebody may see what a scope of teams holds. */
export type Limited = { teams: Scope };
