/** Everybody's state as REST tells it, after every gap: what happened during one is lost to the feeds (FINESSE §7). */
import { userFeed } from '../../finesse/feeds/names';
import type { FeedReport } from '../../finesse/feeds/subscriber';
import { sourceOf, stateOf, type Where } from './evidence-of';
import { createPoll, type Poll } from './poll';
import type { ServerContext } from './server-context';
import type { ServerInfo } from './server-info';

const AGAIN_MS = 10_000;
/** In one go, and then others have their turn. */
const AT_ONCE = 500;

/** @param report what is subscribed; null: nothing yet, and so nothing is told */
export function createStateSnapshot(
  ctx: ServerContext,
  info: ServerInfo,
  where: () => Where,
  report: () => FeedReport | null,
): Poll {
  const { time, watch, directory } = ctx;
  return createPoll(time, async () => {
    // out of service nobody answers; its return asks again
    if (report() === null || info.service() === 'out-of-service') return null;
    const { people, complete } = await ctx.readPeople('from-now');
    const at = time.now();
    const granted = report();
    if (granted === null) return null;
    for (const [i, { user, teamId }] of people.entries()) {
      if (i > 0 && i % AT_ONCE === 0) await new Promise<void>((resolve) => void time.after(0, resolve));
      if (!isCovered(granted, teamId, user.loginId) || directory.loginIdOf(user.loginId.toLowerCase()) === null)
        continue;
      const evidence = stateOf(user, 'rest', where(), at);
      if (evidence === null) continue;
      watch.tell(user.loginId, evidence, sourceOf('rest', where(), at, { serverAt: user.stateChangeMs }));
    }
    return complete ? null : AGAIN_MS;
  });
}

/** Whose state is told by a feed from now on: what nobody would tell the end of is not begun. */
function isCovered(report: FeedReport, rawTeamId: string, loginId: string): boolean {
  const cover = report.teams.get(rawTeamId) ?? 'none';
  return cover === 'some-user-feeds' ? report.feeds.get(userFeed(loginId))?.kind === 'granted' : cover !== 'none';
}
