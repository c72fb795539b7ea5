/** Users, teams and reason codes: the whole user of REST and the summary of teams and their feeds (FINESSE §1.3, §1.5). */
import { z } from 'zod';
import { epochMs } from '#contract';
import { booleanOf, countOf, integerOf, reasonIdOf, stampOf, upper, word, words } from './fields';
import { childOf, childrenOf, type DataNode, findNode, type Read, readable, textOf, unreadable } from './xml';

export const finesseReason = z.object({
  code: z.number().int(),
  label: words,
  /** `NOT_READY`, `LOGOUT`; open. */
  category: words,
  /** Made by CCE or CCX itself; null: not told. */
  systemCode: z.boolean().nullable(),
  /** Of the database; null: it has none. */
  id: z.number().int().nullable(),
});
export type FinesseReason = z.infer<typeof finesseReason>;

/** null in any field: not told here, or empty. */
export const finesseUser = z.object({
  /** Numeric on UCCE, may have letters on UCCX. */
  loginId: word,
  loginName: words,
  firstName: words,
  lastName: words,
  /** `Agent`, `Supervisor`. */
  roles: z.array(word),
  /** FINESSE §1.4; open. */
  state: words,
  /** By the server's clock; null: the stamp was empty. */
  stateChangeMs: epochMs.nullable(),
  pendingState: words,
  /** null: none, or -1, which means nothing by itself. */
  reasonCodeId: z.number().int().nullable(),
  reason: finesseReason.nullable(),
  /** '' where it is told to be empty, as after a logout by choice (FINESSE §3.2). */
  extension: z.string().max(256).nullable(),
  teamId: words,
  teamName: words,
  /** Teams that a supervisor leads. */
  leads: z.array(z.object({ id: word, name: words })),
});
export type FinesseUser = z.infer<typeof finesseUser>;

/** Lists say how many of their entries could not be read; one bad entry does not hide the others. */
export interface UserList {
  users: FinesseUser[];
  skipped: number;
}

export interface FinesseTeam extends UserList {
  id: string;
  name: string | null;
}

export function readUser(root: DataNode): Read<FinesseUser> {
  const user = findNode(root, 'User');
  return user === null ? unreadable('unexpected-content') : userOf(user);
}

export function readUsers(root: DataNode): Read<UserList> {
  const list = findNode(root, 'Users');
  return list === null ? unreadable('unexpected-content') : readable(usersIn(list));
}

export function readTeam(root: DataNode): Read<FinesseTeam> {
  const team = findNode(root, 'Team');
  const id = team === null ? null : idIn(team);
  if (team === null || id === null) return unreadable('unexpected-content');
  const list = childOf(team, 'users');
  return readable({ id, name: textOf(team, 'name'), ...(list === null ? { users: [], skipped: 0 } : usersIn(list)) });
}

export const reasonCode = finesseReason.extend({ forAll: z.boolean().nullable() });
export type ReasonCode = z.infer<typeof reasonCode>;

export function readReasonCodes(root: DataNode): Read<ReasonCode[]> {
  const list = findNode(root, 'ReasonCodes');
  if (list === null) return unreadable('unexpected-content');
  const codes = childrenOf(list, 'ReasonCode').map((code) =>
    reasonCode.safeParse({ ...rawReason(code), forAll: booleanOf(textOf(code, 'forAll')) }),
  );
  return readable(codes.flatMap((code) => (code.success ? [code.data] : [])));
}

function usersIn(list: DataNode): UserList {
  const read = childrenOf(list, 'User').map(userOf);
  const users = read.flatMap((user) => (user.ok ? [user.value] : []));
  return { users, skipped: read.length - users.length };
}

export function userOf(user: DataNode): Read<FinesseUser> {
  const text = (name: string): string | null => textOf(user, name);
  const reason = childOf(user, 'ReasonCode');
  const parsed = finesseUser.safeParse({
    loginId: text('loginId') ?? lastOf(text('uri')),
    loginName: text('loginName'),
    firstName: text('firstName'),
    lastName: text('lastName'),
    roles: childrenOf(childOf(user, 'roles') ?? user, 'role').map((role) => role.text),
    state: upper(text('state')),
    stateChangeMs: stampOf(text('stateChangeTime')),
    pendingState: upper(text('pendingState')),
    reasonCodeId: reasonIdOf(text('reasonCodeId')),
    reason: reason === null ? null : reasonOf(reason),
    extension: childOf(user, 'extension')?.text ?? null,
    teamId: text('teamId'),
    teamName: text('teamName'),
    leads: childrenOf(childOf(user, 'teams') ?? { name: '', text: '', children: [] }, 'Team').map((team) => ({
      id: idIn(team),
      name: textOf(team, 'name'),
    })),
  });
  return parsed.success ? readable(parsed.data) : unreadable('unexpected-content');
}

/** A reason without a code, or with -1, is none. */
function reasonOf(node: DataNode): FinesseReason | null {
  const parsed = finesseReason.safeParse(rawReason(node));
  return parsed.success && parsed.data.code !== -1 ? parsed.data : null;
}

const rawReason = (node: DataNode) => ({
  code: integerOf(textOf(node, 'code')),
  label: textOf(node, 'label'),
  category: upper(textOf(node, 'category')),
  systemCode: booleanOf(textOf(node, 'systemCode')),
  id: countOf(textOf(node, 'id')),
});

/** Older answers have the id in the URI only. */
const idIn = (node: DataNode): string | null => textOf(node, 'id') ?? lastOf(textOf(node, 'uri'));

function lastOf(uri: string | null): string | null {
  const last = uri?.slice(uri.lastIndexOf('/') + 1) ?? '';
  try {
    return last === '' ? null : decodeURIComponent(last);
  } catch {
    return null;
  }
}
