/** Who is connected, by ConnectedUsersInfo: the summary, and the details inline or from a URI of their own (FINESSE §1.6). */
import { z } from 'zod';
import { countOf, upper, word, words } from './fields';
import { childOf, childrenOf, type DataNode, findNode, type Read, readable, textOf, unreadable } from './xml';

const count = z.number().int().nonnegative().nullable();

export const connectedSummary = z.object({
  desktop: count,
  fippa: count,
  thirdParty: count,
  total: count,
  /** 12.6(2) on. */
  viaProxy: count,
});
export type ConnectedSummary = z.infer<typeof connectedSummary>;

export const connectedUser = z.object({
  loginId: word,
  /** `DESKTOP`, `FIPPA`, `THIRDPARTY`; open. */
  userType: words,
  /** Full JID. */
  jid: z.string().max(3071).nullable(),
  teamName: words,
  extension: words,
  firstName: words,
  lastName: words,
  /** Since the sign-in, Cisco says. */
  connectedDurationS: count,
  /** The Finesse server's, never the agent's. */
  connectedHost: words,
});
export type ConnectedUser = z.infer<typeof connectedUser>;

export interface ConnectedUsersInfo {
  /** null: not told. */
  summary: ConnectedSummary | null;
  /** null: not told, which is not nobody. */
  users: ConnectedUser[] | null;
  /** Entries that could not be read. */
  skipped: number;
}

export function readConnectedUsers(root: DataNode): Read<ConnectedUsersInfo> {
  const summary = findNode(root, 'userSummary');
  const details = findNode(root, 'userDetails');
  if (summary === null && details === null) return unreadable('unexpected-content');
  const entries = details === null ? [] : childrenOf(details, 'userDetail').map(userIn);
  const users = entries.flatMap((entry) => (entry.success ? [entry.data] : []));
  return readable({
    summary: summary === null ? null : summaryOf(summary),
    users: details === null ? null : users,
    skipped: entries.length - users.length,
  });
}

function summaryOf(node: DataNode): ConnectedSummary {
  const told = (name: string): number | null => countOf(textOf(node, name));
  return {
    desktop: told('desktopUsers'),
    fippa: told('fippaUsers'),
    thirdParty: told('thirdPartyUsers'),
    total: told('totalConnectedUsers'),
    viaProxy: told('totalConnectedUsersViaProxy'),
  };
}

function userIn(node: DataNode) {
  const text = (name: string): string | null => textOf(node, name);
  return connectedUser.safeParse({
    loginId: text('loginId'),
    userType: upper(text('userType')),
    jid: text('xmppJID'),
    teamName: text('teamName'),
    extension: text('extension'),
    firstName: text('firstName'),
    lastName: text('lastName'),
    connectedDurationS: countOf(text('connectedDuration')),
    connectedHost: text('connectedHostName'),
  });
}

export interface MaintenanceMode {
  /** `IN_PROGRESS`, `COMPLETED`, `FAILED`; open. null: never switched on. */
  status: string | null;
  pendingUserDisconnections: number | null;
  estimatedCompletionS: number | null;
  /** By kind as the server names them, in lower case. */
  usersLoggedIn: Readonly<Record<string, number>>;
}

export function readMaintenanceMode(root: DataNode): Read<MaintenanceMode> {
  const mode = findNode(root, 'MaintenanceMode');
  if (mode === null) return unreadable('unexpected-content');
  const kinds = (childOf(mode, 'usersLoggedIn')?.children ?? []).flatMap(({ name, text }) => {
    const users = countOf(text);
    return users === null ? [] : [[name, users] as const];
  });
  return readable({
    status: upper(textOf(mode, 'status')),
    pendingUserDisconnections: countOf(textOf(mode, 'pendingUserDisconnections')),
    estimatedCompletionS: countOf(textOf(mode, 'estimatedCompletionTime')),
    usersLoggedIn: Object.fromEntries(kinds),
  });
}

export interface ConfigInfo {
  totalUsers: number | null;
  totalSupervisors: number | null;
  totalTeams: number | null;
  /** e.g. `12.6(2)`. */
  version: string | null;
}

export function readConfigInfo(root: DataNode): Read<ConfigInfo> {
  const info = findNode(root, 'ConfigInfo');
  if (info === null) return unreadable('unexpected-content');
  const total = (name: string): number | null => countOf(textOf(info, name));
  return readable({
    totalUsers: total('totalUsers'),
    totalSupervisors: total('totalSupervisors'),
    totalTeams: total('totalTeams'),
    version: textOf(info, 'versionInfo')?.slice(0, 64) ?? null,
  });
}
