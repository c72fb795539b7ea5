/** What the board starts from: everybody in sight, their disconnects, and the last number, all of one moment. */
import type { BoardSnapshot } from '#contract';
import { unobservedWithin } from '../../domain/unobserved';
import type { PrismaClient } from '../connection';
import type { BoardQuery } from '../port';
import { minuteRows, minutesOf } from './counts';
import { disconnectsOf, groupRows, groupsOf, openOrSinceRows } from './disconnects';
import { documentsOf, presentRows } from './documents';
import { unobservedRows, unobservedSpansOf } from './intervals';
import { latestRunRows, observerOf } from './observer';
import { positionOf, positionRows } from './position';
import { ofClustersInSight, ofTeams } from './scope';

/** How far back disconnects and groups go, and the counts. */
export const DISCONNECTS_SHOWN_MS = 24 * 3_600_000;
export const COUNTS_SHOWN_MS = 4 * 3_600_000;

export async function boardSnapshot(db: PrismaClient, { clusterKey, teams, at }: BoardQuery): Promise<BoardSnapshot> {
  const clustersInSight = ofClustersInSight(clusterKey, teams);
  const teamsInSight = ofTeams(clusterKey, teams);
  const countsFrom = Math.max(0, at - COUNTS_SHOWN_MS);
  const shownFrom = Math.max(0, at - DISCONNECTS_SHOWN_MS);
  const [position, run, clusterRows, servers, agents, disconnects, groups, minutes, unobserved] = await db.$transaction(
    [
      positionRows(db),
      latestRunRows(db),
      presentRows(db, 'cluster', clustersInSight),
      presentRows(db, 'server', clustersInSight),
      presentRows(db, 'agent', teamsInSight),
      openOrSinceRows(db, teamsInSight, shownFrom),
      groupRows(db, teamsInSight, teams === null ? 'whole' : 'teams', shownFrom),
      minuteRows(db, clustersInSight, countsFrom, teams !== null),
      unobservedRows(db, { from: countsFrom, to: null }),
    ],
  );
  const observer = observerOf(run);
  const clusters = documentsOf('cluster', clusterRows);
  return {
    ...positionOf(position),
    at,
    observer,
    teams: teams === null ? null : [...teams],
    clusters,
    servers: documentsOf('server', servers),
    agents: documentsOf('agent', agents),
    disconnects: disconnectsOf(disconnects),
    groups: groupsOf(groups),
    counts: clusters.map(({ key }) => ({ clusterKey: key, minutes: minutesOf(minutes, key, teams) })),
    unobserved: unobservedWithin(unobservedSpansOf(unobserved), observer?.aliveAt ?? null, countsFrom, at),
  };
}
