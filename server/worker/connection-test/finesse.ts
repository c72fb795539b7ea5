/** The test of a Finesse server, from its name to its teams. */
import type { FinesseTest, TestFound } from '#contract';
import type { SystemInfo } from '../../finesse/parse/system-info';
import { type Credentials, nothingFound, type TestContext } from './context';
import { accountSteps, findTeams, peopleSteps, signIn } from './finesse-account';
import { meetServer, serverSteps } from './finesse-server';
import { feedSteps, openWays, sessionSteps, trySession, waySteps, waysOf } from './finesse-ways';

export async function testFinesse(test: FinesseTest, account: Credentials, context: TestContext): Promise<TestFound> {
  const { steps } = context;
  const ways = waysOf(test);
  steps.plan([...serverSteps, ...accountSteps, ...waySteps(ways), ...sessionSteps, ...feedSteps, ...peopleSteps]);
  const met = await meetServer(test, context);
  if (met === null || context.signal.aborted) return nothingFound;
  const letIn = await signIn(test, account, met.info, context);
  if (letIn === null) return met.info === null ? nothingFound : foundOf(test, met.info);
  try {
    const { info, user } = letIn;
    const found = foundOf(test, info);
    const open = await openWays(test, ways, info.xmppDomain ?? test.host, context);
    const [best] = open;
    const teamIds = (user?.leads ?? []).slice(0, 10).map(({ id }) => id);
    const heard =
      best === undefined || context.signal.aborted
        ? null
        : await trySession(test, best, account, { info, teams: teamIds }, context);
    const teams = await findTeams(letIn, account.username, heard?.feeds ?? new Map(), context);
    return { ...found, teams, ways: open.map(({ text }) => text) };
  } finally {
    letIn.rest.close();
  }
}

/** SystemInfo names both; its XMPP domain is the host that was asked (FINESSE §1.2). */
function foundOf({ host }: FinesseTest, info: SystemInfo): TestFound {
  const asked = (info.xmppDomain ?? host).toLowerCase();
  const other = [info.primary?.host, info.secondary?.host].find(
    (name) => name != null && name.toLowerCase() !== asked && name.toLowerCase() !== host,
  );
  return {
    ...nothingFound,
    ...{ deployment: info.deploymentType, xmppDomain: info.xmppDomain, otherHost: other ?? null },
  };
}
