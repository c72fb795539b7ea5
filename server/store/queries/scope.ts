/** The rows of what somebody looks at, as conditions on the columns `cluster_key` and `team_id`. */
import type { TeamRef } from '#contract';
import { Prisma } from '../connection';

/** Of one cluster, or of all that there are: said so that an index that begins with the cluster is used. */
export function ofClusters(clusterKey: string | null): Prisma.Sql {
  return clusterKey === null
    ? Prisma.sql`cluster_key IN (SELECT key FROM document WHERE kind = 'cluster')`
    : Prisma.sql`cluster_key = ${clusterKey}`;
}

/** Of these teams; null = of all. */
export function ofTeams(clusterKey: string | null, teams: readonly TeamRef[] | null): Prisma.Sql {
  if (teams === null) return ofClusters(clusterKey);
  const perCluster = clustersOf(clusterKey, teams).map((key) => {
    const ids = teams.flatMap((t) => (t.clusterKey === key ? [t.teamId] : []));
    return Prisma.sql`(cluster_key = ${key} AND team_id IN (${Prisma.join(ids)}))`;
  });
  return perCluster.length === 0 ? Prisma.sql`1 = 0` : Prisma.sql`(${Prisma.join(perCluster, ' OR ')})`;
}

/** The clusters that have a team in sight. */
export function clustersOf(clusterKey: string | null, teams: readonly TeamRef[]): string[] {
  const keys = [...new Set(teams.map((t) => t.clusterKey))];
  return clusterKey === null ? keys : keys.filter((key) => key === clusterKey);
}

/** Clusters and servers in sight: those that have a team in sight. */
export function ofClustersInSight(clusterKey: string | null, teams: readonly TeamRef[] | null): Prisma.Sql {
  if (teams === null) return ofClusters(clusterKey);
  const keys = clustersOf(clusterKey, teams);
  return keys.length === 0 ? Prisma.sql`1 = 0` : Prisma.sql`cluster_key IN (${Prisma.join(keys)})`;
}
