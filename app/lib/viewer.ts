/** Who asks: by the cookie of a sign-in, by a key, or by the cookie of a link to the wall. */
import { createHash } from 'node:crypto';
import { keyGrant, linkGrant, type Scope, type Viewer } from '#contract';
import { guarded } from '../../server/store/guarded';
import type { TokenKind, TokenRow } from '../../server/store/people/port';
import { LINK_COOKIE } from './link-cookie';
import { stillMay } from './makers';
import { people } from './people';
import { personOf } from './persons';
import { wallTime } from './time';

export const SESSION_COOKIE = 'holdfast.session_token';

/** null: nobody who is known. */
export async function viewerOf(headers: Headers): Promise<Viewer | null> {
  const bearer = /^Bearer (hfk_[\w-]{20,100})$/.exec(headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) return viewerOfKey(bearer);
  const cookies = headers.get('cookie') ?? '';
  const person = cookies.includes(SESSION_COOKIE) ? await viewerOfSignIn(headers) : null;
  const link = linkIn(cookies);
  return person ?? (link === undefined ? null : viewerOfLink(link));
}

/** The cookie's name needs no escaping but for its dot, which may be any character: the prefix of the token decides. */
const linkPattern = new RegExp(`(?:^|;\\s*)${LINK_COOKIE}=(hfl_[\\w-]{20,100})(?:;|$)`);
const linkIn = (cookies: string): string | undefined => linkPattern.exec(cookies)?.[1];

async function viewerOfSignIn(headers: Headers): Promise<Viewer | null> {
  const { auth } = await people();
  // All that it does is to ask the database.
  const found = await guarded('sign-in', () => auth.api.getSession({ headers }));
  if (found === null || found.user.disabled === true) return null;
  const { user } = found;
  const { id, email, name, role, teams } = personOf({
    ...{ id: user.id, name: user.name, email: user.email, role: String(user.role), teams: user.teams ?? null },
    ...{ disabled: false, twoFactor: false, createdAt: user.createdAt.getTime() },
  });
  return { id, actor: email, name, role, teams: listOf(teams), via: 'sign-in' };
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

async function viewerOfKey(token: string): Promise<Viewer | null> {
  const row = await tokenInForce('key', token);
  const grant = row === null ? null : keyGrant.safeParse(JSON.parse(row.grant));
  if (row === null || !grant?.success) return null;
  const { scopes } = grant.data;
  const rights = await stillMay((await people()).people, row, grant.data);
  if (rights === null) return null;
  const who = { id: row.id, actor: `key ${row.name}`, name: row.name, via: 'key' as const, ...untilOf(row) };
  return { ...who, role: rights.role, teams: listOf(rights.teams), ...(scopes === undefined ? {} : { scopes }) };
}

async function viewerOfLink(token: string): Promise<Viewer | null> {
  const row = await tokenInForce('link', token);
  const grant = row === null ? null : linkGrant.safeParse(JSON.parse(row.grant));
  if (row === null || !grant?.success) return null;
  const { clusters } = grant.data;
  const rights = await stillMay((await people()).people, row, { role: 'viewer', teams: null });
  if (rights === null) return null;
  const who = { id: row.id, actor: `link ${row.name}`, name: row.name, via: 'link' as const, ...untilOf(row) };
  return { ...who, role: rights.role, teams: listOf(rights.teams), ...(clusters === null ? {} : { clusters }) };
}

const listOf = (teams: Scope) => (teams === null ? null : [...teams]);

const untilOf = ({ expiresAt }: TokenRow) => (expiresAt === null ? {} : { until: expiresAt });

const TOUCH_EVERY_MS = 60_000;

async function tokenInForce(kind: TokenKind, token: string): Promise<TokenRow | null> {
  const { people: store } = await people();
  const row = await store.tokenByHash(kind, hashOf(token));
  const at = wallTime();
  if (row === null || (row.expiresAt !== null && row.expiresAt <= at)) return null;
  if (at - (row.lastUsedAt ?? 0) > TOUCH_EVERY_MS) await store.touchToken(row.id, at);
  return row;
}

/** Whether somebody may see what a scope of teams holds. */
export type Limited = { teams: Scope };
