/** The counts of the last four hours, one point a minute. Pure. */
import { type EpochMs, type EventOf, type MinuteCount, minuteOf } from '#contract';
import type { Totals } from './totals';

export const BOARD_WINDOW_MS = 4 * 3_600_000;
const MINUTE_MS = 60_000;

export type Minutes = ReadonlyMap<string, readonly MinuteCount[]>;

/** What the recorder counted over all teams. */
export function withMinute(minutes: Minutes, e: EventOf<'teams-counted'>): Minutes {
  return added(minutes, e.clusterKey, minuteOf(e.teams, e.at));
}

/** Counts of single teams are not streamed: a page of some teams notes its own, when a server's minute is over. */
export function withOwnMinute(minutes: Minutes, clusterKey: string, totals: Totals, at: EpochMs): Minutes {
  return added(minutes, clusterKey, {
    ...{ at, connected: totals.connected, unstable: totals.unstable, unknown: totals.unknown },
    ...{ atRisk: totals['at-risk'], forcedOut: totals['forced-out'], loggedOut: totals['logged-out'] },
  });
}

function added(minutes: Minutes, clusterKey: string, count: MinuteCount): Minutes {
  const known = minutes.get(clusterKey) ?? [];
  const last = known.at(-1);
  if (last !== undefined && Math.floor(count.at / MINUTE_MS) <= Math.floor(last.at / MINUTE_MS)) return minutes;
  const inWindow = known.filter((m) => m.at > count.at - BOARD_WINDOW_MS);
  return new Map(minutes).set(clusterKey, [...inWindow, count]);
}
