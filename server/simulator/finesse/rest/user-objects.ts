/** Users, teams and reason codes as XML: FINESSE §1.3 and §1.5. */
import type { AgentView, Team } from '../model';
import type { Account, World } from '../world/port';
import { type ListedReason, reasonId, reasonXml } from './reasons';
import { el, els, type Xml } from './xml';

export const userUri = (loginId: string): string => `/finesse/api/User/${encodeURIComponent(loginId)}`;

/** The whole user, as `User/{id}` and `Users` have it. */
export function userXml(view: AgentView, world: World): Xml {
  const { agent, reason } = view;
  const codes = world.reasonCodes();
  const leads = agent.roles.includes('Supervisor');
  const led = leads ? world.teams().filter((team) => team.supervisors.includes(agent.loginId)) : [];
  return el('User', [
    ...els({
      uri: userUri(agent.loginId),
      roles: agent.roles.map((role) => el('role', role)),
      loginId: agent.loginId,
      loginName: agent.loginName,
      state: view.state,
      stateChangeTime: view.stateChangeTime,
      pendingState: view.pendingState ?? '',
      reasonCodeId: reasonId(reason, codes),
    }),
    ...reasonXml('ReasonCode', reason, codes),
    ...els({
      settings: els({ wrapUpOnIncoming: 'OPTIONAL', wrapUpOnOutgoing: 'OPTIONAL', deviceSelection: 'DISABLED' }),
      extension: view.extension,
      activeDeviceId: '',
      mobileAgent: els({ mode: '', dialNumber: '' }),
      firstName: agent.firstName,
      lastName: agent.lastName,
      mediaType: '1',
      skillTargetId: 5000 + Number(agent.extension.replace(/\D/g, '') || 0),
      teamId: agent.teamId,
      teamName: agent.teamName,
      dialogs: `${userUri(agent.loginId)}/Dialogs`,
      teams: led.map((team) => teamReference(team)),
      wrapUpTimer: 7200,
    }),
  ]);
}

/** A user who never works: the accounts of monitors are configured agents too. */
export function idleUserXml(account: Account, world: World): Xml {
  const led = world.teams().filter((team) => account.supervises.includes(team.id));
  return el(
    'User',
    els({
      uri: userUri(account.username),
      roles: ['Agent', ...(account.role === 'supervisor' ? ['Supervisor'] : [])].map((role) => el('role', role)),
      loginId: account.username,
      loginName: account.username,
      state: 'LOGOUT',
      stateChangeTime: '',
      pendingState: '',
      reasonCodeId: -1,
      extension: '',
      firstName: account.username,
      lastName: '',
      teamId: '',
      teamName: '',
      dialogs: `${userUri(account.username)}/Dialogs`,
      teams: led.map((team) => teamReference(team)),
    }),
  );
}

const teamReference = ({ id, name }: Team): Xml => el('Team', els({ uri: `/finesse/api/Team/${id}`, id, name }));

export const teamsXml = (teams: readonly Team[]): Xml => el('Teams', teams.map(teamReference));

/** The team with summaries of its users. @param member null: this side knows no such user */
export function teamXml(team: Team, member: (loginId: string) => AgentView | null, world: World): Xml {
  const codes = world.reasonCodes();
  const views = team.members.map(member).filter((view) => view !== null);
  return el('Team', [
    ...els({ uri: `/finesse/api/Team/${team.id}`, id: team.id, name: team.name }),
    el(
      'users',
      views.map((view) => summaryXml(view, codes)),
    ),
  ]);
}

const summaryXml = (view: AgentView, codes: readonly ListedReason[]): Xml =>
  el('User', summaryFields(view, 'reasonCode', codes));

/** What a team, its feed and the user's own feed tell of a user. @param reason name of the element of the reason */
export function summaryFields(
  view: AgentView,
  reason: 'ReasonCode' | 'reasonCode',
  codes: readonly ListedReason[],
): Xml[] {
  const { agent } = view;
  return [
    ...els({
      uri: userUri(agent.loginId),
      loginId: agent.loginId,
      firstName: agent.firstName,
      lastName: agent.lastName,
      dialogs: `${userUri(agent.loginId)}/Dialogs`,
      extension: view.extension,
      pendingState: view.pendingState ?? '',
      state: view.state,
      stateChangeTime: view.stateChangeTime,
    }),
    ...reasonXml(reason, view.reason, codes),
  ];
}

export function reasonCodeXml(code: ListedReason): Xml {
  return el(
    'ReasonCode',
    els({
      uri: `/finesse/api/ReasonCode/${code.id}`,
      category: code.category,
      code: code.code,
      label: code.label,
      forAll: code.forAll,
      systemCode: code.systemCode,
    }),
  );
}

/** @param category as asked for: one of them, or all */
export function reasonCodesXml(codes: readonly ListedReason[], category: 'NOT_READY' | 'LOGOUT' | 'ALL'): Xml {
  const wanted = codes.filter((code) => category === 'ALL' || code.category === category);
  return el('ReasonCodes', wanted.map(reasonCodeXml));
}
