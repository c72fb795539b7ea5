/** Keys for other programs and links to the wall: made, listed and taken back; the database keeps only their hashes. */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  type AccessKey,
  accessKey,
  type EpochMs,
  type MadeKey,
  type MadeLink,
  type NewKeyBody,
  type NewLinkBody,
  scopeText,
  type Viewer,
  type WallLink,
  wallLink,
} from '#contract';
import { hashOfToken } from '../../server/store/people/tokens';
import { audit } from './audit-log';
import { people } from './people';
import { revokeLive } from './worker';

const DAY_MS = 86_400_000;

type Kind = 'key' | 'link';
const prefixes = { key: 'hfk', link: 'hfl' } as const;

/** Newest first. */
export async function accessKeys(): Promise<AccessKey[]> {
  const rows = await (await people()).people.tokens('key');
  return rows.map(({ grant, ...row }) => accessKey.parse({ ...row, ...parsedGrant(grant) }));
}

/** Newest first. */
export async function wallLinks(): Promise<WallLink[]> {
  const rows = await (await people()).people.tokens('link');
  return rows.map(({ grant, ...row }) => wallLink.parse({ ...row, ...parsedGrant(grant) }));
}

const parsedGrant = (text: string): object => {
  const grant: unknown = JSON.parse(text);
  return typeof grant === 'object' && grant !== null ? grant : {};
};

export async function makeKey(
  headers: Headers,
  viewer: Viewer,
  { name, role, teams, scopes, days }: NewKeyBody,
  at: EpochMs,
): Promise<MadeKey> {
  const made = await make('key', viewer, { name, days, grant: { role, teams, scopes } }, at);
  const is = { role, teams: teams === null ? 'every team' : scopeText(teams), scopes, days };
  await audit(headers, { actor: viewer.actor, action: 'key-made', subject: name, detail: { is } });
  return made;
}

export async function makeWallLink(
  headers: Headers,
  viewer: Viewer,
  { name, clusters, days }: NewLinkBody,
  at: EpochMs,
): Promise<MadeLink> {
  const { id, token, expiresAt } = await make('link', viewer, { name, days, grant: { clusters } }, at);
  const detail = { is: { clusters: clusters ?? 'every cluster', days } };
  await audit(headers, { actor: viewer.actor, action: 'link-made', subject: name, detail });
  return { id, path: `/wall?link=${token}`, expiresAt };
}

async function make(kind: Kind, viewer: Viewer, what: { name: string; days: number; grant: object }, at: EpochMs) {
  const token = `${prefixes[kind]}_${randomBytes(32).toString('base64url')}`;
  const id = randomUUID();
  const expiresAt = at + what.days * DAY_MS;
  await (await people()).people.addToken({
    ...{ id, kind, name: what.name, createdBy: viewer.actor, createdAt: at, expiresAt },
    ...{ hash: hashOfToken(token), grant: JSON.stringify(what.grant) },
  });
  return { id, token, expiresAt };
}

/** What it had opened is closed at once. @returns whether there was one */
export async function revoke(headers: Headers, viewer: Viewer, kind: Kind, id: string): Promise<boolean> {
  const { people: store } = await people();
  const row = (await store.tokens(kind)).find((token) => token.id === id);
  if (row === undefined || !(await store.removeToken(id))) return false;
  await revokeLive(id);
  await audit(headers, { actor: viewer.actor, action: `${kind}-revoked`, subject: row.name });
  return true;
}
