/** Reads one team by REST for agents whose states no feed tells: each answer holds until the next is due. */
import type { EpochMs } from '#contract';
import { sourceOf, stateOf, type Where } from './evidence-of';
import { isRefusal } from './people-reader';
import type { ServerContext } from './server-context';
import type { ServerInfo } from './server-info';

/** `refused`: this server will not say it to our accounts; `busy`: nothing was asked for the load's sake. */
export type TeamTold = 'told' | 'refused' | 'failed' | 'busy';

/** @param untilMs how long after the answer it holds */
export type TeamLook = (rawTeamId: string, untilMs: number) => Promise<TeamTold>;

/** Of the budget: what watches the server itself comes first. */
const SHARE = 0.7;

export function createTeamLook(ctx: ServerContext, info: ServerInfo, where: () => Where): TeamLook {
  const { time, watch, directory, server } = ctx;

  function isBusy(): boolean {
    const { requests, bytes } = ctx.meter.load();
    return requests >= server.budget.requestsPerMinute * SHARE || bytes >= server.budget.bytesPerMinute * SHARE;
  }

  return async (rawTeamId, untilMs) => {
    if (info.service() !== 'in-service') return 'failed';
    if (isBusy()) return 'busy';
    // FINESSE §1.5: administrators may read every team, its supervisors their own
    const clients = [ctx.admin, ctx.rest].filter((client) => client !== null).filter((client) => !client.isStopped());
    let verdict: TeamTold = 'refused';
    for (const client of clients) {
      const answer = await client.team(rawTeamId);
      if (!answer.ok) {
        if (isRefusal(answer.failure)) continue;
        verdict = 'failed';
        break;
      }
      tellOf(answer.value.users, rawTeamId, time.now(), untilMs);
      return 'told';
    }
    return verdict;
  };

  function tellOf(users: Parameters<typeof stateOf>[0][], rawTeamId: string, at: EpochMs, untilMs: number): void {
    for (const user of users) {
      const loginId = directory.heard(user, rawTeamId);
      const evidence = stateOf(user, 'rest', where(), at);
      if (loginId === null || evidence === null) continue;
      const source = sourceOf('rest', where(), at, { serverAt: user.stateChangeMs, reference: `Team/${rawTeamId}` });
      watch.tell(loginId, { ...evidence, holdsUntil: at + untilMs }, source);
    }
  }
}
