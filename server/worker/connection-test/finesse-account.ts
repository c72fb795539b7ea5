/** Tries the account once, by REST, and hears what the server says about itself; then the teams that it supervises. */
import type { FinesseTest, FoundTeam } from '#contract';
import { hintOf } from '../../domain/set-up/hints';
import { isUnusual } from '../../domain/set-up/hints-service';
import { otherUseOf } from '../../domain/set-up/other-use';
import { waitMs } from '../../domain/set-up/tries';
import type { SystemInfo } from '../../finesse/parse/system-info';
import type { FinesseUser } from '../../finesse/parse/users';
import { createRestClient, type RestClient } from '../../finesse/rest/client';
import type { RestFailure } from '../../finesse/rest/failure';
import { createLoadMeter } from '../../finesse/rest/load-meter';
import { type Credentials, type TestContext, trustOf } from './context';
import type { Planned } from './steps';

export const accountSteps: readonly Planned[] = [
  { id: 'account', group: 'account', label: 'Sign in to Finesse once' },
  { id: 'service', group: 'account', label: 'Hear how the server is' },
];
export const peopleSteps: readonly Planned[] = [
  { id: 'teams', group: 'people', label: 'Find the teams that the account supervises' },
];

/** A test is small: so many requests and not one more. */
const BUDGET = { requestsPerMinute: 60, bytesPerMinute: 8 * 1024 * 1024 };
const TIMEOUT_MS = 8_000;
const TEAMS_AT_MOST = 40;

export interface LetIn {
  info: SystemInfo;
  /** null: Finesse could not say. */
  user: FinesseUser | null;
  rest: RestClient;
}

/** null: it ends here, and a step says why. The client is the caller's to close. */
export async function signIn(
  test: FinesseTest,
  account: Credentials,
  known: SystemInfo | null,
  context: TestContext,
): Promise<LetIn | null> {
  const { steps, tries, time, servers } = context;
  const { host } = test;
  const { username } = account;
  steps.begin('account');
  const at = { at: 'account' as const, username };
  const other = otherUseOf({ username, host, info: known, told: test.otherSide }, servers);
  if (other !== null) {
    steps.saw('account', { ...at, is: 'same-account', otherHost: other });
    return null;
  }
  const wait = waitMs(tries.of(host, username), time.now());
  if (wait > 0) {
    steps.saw('account', { ...at, is: 'spared', waitMin: Math.max(1, Math.ceil(wait / 60_000)) });
    return null;
  }
  const rest = createRestClient({
    ...{ host, port: test.restPort, trust: trustOf(test.trust), ...account, time },
    ...{ meter: createLoadMeter(BUDGET, time), timeoutMs: TIMEOUT_MS },
  });
  context.signal.addEventListener('abort', () => rest.close());
  const letIn = await judged(test, account, rest, known, context);
  if (letIn === null) rest.close();
  return letIn;
}

async function judged(
  test: FinesseTest,
  { username }: Credentials,
  rest: RestClient,
  known: SystemInfo | null,
  context: TestContext,
): Promise<LetIn | null> {
  const { steps, servers } = context;
  const answer = known === null ? await rest.systemInfo() : null;
  if (answer !== null && !answer.ok) return refused(test, username, answer.failure, null, context);
  const info = known ?? (answer?.ok === true ? answer.value : null);
  if (info === null) return null;
  const other = otherUseOf({ username, host: test.host, info, told: null }, servers);
  if (other !== null) {
    steps.saw('account', { at: 'account', username, is: 'same-account', otherHost: other });
    return null;
  }
  const own = await rest.user(username);
  if (!own.ok && (own.failure.condition === 'unauthorized' || own.failure.condition === 'stopped'))
    return refused(test, username, own.failure, info, context);
  if (!own.ok && own.failure.condition === 'not-found') {
    const administrator = (await rest.configInfo()).ok;
    steps.saw('account', { at: 'account', username, is: 'not-an-agent', administrator });
    return null;
  }
  if (own.ok && isAtWork(own.value)) {
    steps.saw('account', { at: 'account', username, is: 'at-work', state: own.value.state ?? '' });
    return null;
  }
  const roles = own.ok ? own.value.roles.join(', ') : '';
  steps.end('account', {
    state: 'ok',
    facts: [{ name: 'User', value: username }, ...(roles === '' ? [] : [{ name: 'Role', value: roles }])],
  });
  tellService(info, context);
  return { info, user: own.ok ? own.value : null, rest };
}

function refused(
  { host }: FinesseTest,
  username: string,
  { condition, status }: RestFailure,
  info: SystemInfo | null,
  { steps, tries }: TestContext,
): null {
  const at = { at: 'account' as const, username };
  if (condition !== 'unauthorized') {
    steps.saw('account', { ...at, is: 'other', condition, status });
    return null;
  }
  tries.refused(host, username);
  const refusals = tries.of(host, username).length;
  steps.saw('account', { ...at, is: 'refused', authMode: info?.authMode ?? null, refusals });
  return null;
}

const RESTING = new Set(['LOGOUT', 'UNKNOWN']);

function isAtWork({ state }: FinesseUser): boolean {
  return state !== null && !RESTING.has(state);
}

function tellService(info: SystemInfo, { steps }: TestContext): void {
  steps.begin('service');
  const facts = [
    { name: 'State', value: info.status },
    ...told('Deployment', info.deploymentType),
    ...told('Signing in', info.authMode),
    ...told('XMPP domain', info.xmppDomain),
    ...told('CTI heartbeat', info.lastCtiHeartbeatStatus?.toLowerCase() ?? null),
  ];
  const state = {
    ...{ status: info.status, statusReason: info.statusReason, ctiHeartbeat: info.lastCtiHeartbeatStatus },
    ...{ maintenance: info.finesseMaintenance === 'IN_PROGRESS', deployment: info.deploymentType },
  };
  if (isUnusual(state)) steps.saw('service', { at: 'service', is: 'told', ...state }, { facts });
  else if (info.deploymentType === 'UCCE')
    steps.end('service', { state: 'ok', facts, hint: hintOf({ at: 'service', is: 'ucce' }) });
  else steps.end('service', { state: 'ok', facts });
}

const told = (name: string, value: string | null) => (value === null ? [] : [{ name, value }]);

/** @param feeds by team id, whether its feed is granted */
export async function findTeams(
  { user, rest }: LetIn,
  username: string,
  feeds: ReadonlyMap<string, boolean>,
  { steps, signal }: TestContext,
): Promise<FoundTeam[]> {
  steps.begin('teams');
  const teams: FoundTeam[] = [];
  for (const { id, name } of (user?.leads ?? []).slice(0, TEAMS_AT_MOST)) {
    if (signal.aborted) break;
    const team = await rest.team(id);
    const agents = team.ok ? team.value.users.length + team.value.skipped : null;
    teams.push({ id, name: name ?? (team.ok ? team.value.name : null) ?? id, agents, feed: feeds.get(id) ?? null });
  }
  if (teams.length === 0) {
    steps.saw('teams', { at: 'account', username, is: 'no-teams' });
    return teams;
  }
  const agents = teams.reduce((sum, team) => sum + (team.agents ?? 0), 0);
  steps.end('teams', {
    state: 'ok',
    facts: [
      { name: 'Teams', value: String(teams.length) },
      { name: 'Agents in them', value: String(agents) },
    ],
  });
  return teams;
}
