/** The settings of privacy that are in force, and which teams are told as one by them. */
import { defaultPrivacy, type RunningPrivacy } from '#contract';
import { runningPrivacyOf } from '../../server/config/privacy';
import { defaultRetention } from '../../server/domain/history/retention';
import { namedSince, smallTeams } from '../../server/domain/privacy/small-teams';
import { store } from './store';
import { wallTime } from './time';

/** Before a worker ever started: what comes with Holdfast. */
export async function privacyInForce(): Promise<RunningPrivacy> {
  return (
    (await (await store()).runningPrivacy()) ?? runningPrivacyOf({ privacy: defaultPrivacy, history: defaultRetention })
  );
}

/** @param seen teams that there are figures of */
export async function smallTeamsOf(clusterKey: string, seen: Iterable<string>): Promise<ReadonlySet<string>> {
  const [{ smallestTeam }, sizes] = await Promise.all([privacyInForce(), (await store()).teamSizes(clusterKey)]);
  return smallTeams(sizes, seen, smallestTeam);
}

/** None, as long as everything that is asked for lies where names are known still. */
export async function smallTeamsAt(
  clusterKey: string,
  from: number,
  seen: Iterable<string>,
): Promise<ReadonlySet<string>> {
  return from >= namedSince(await privacyInForce(), wallTime()) ? new Set() : smallTeamsOf(clusterKey, seen);
}
