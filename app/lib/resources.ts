/** What is watched, as plain lists for other tools: clusters, servers, targets, sessions, agents. Current state only. */
import { z } from 'zod';
import {
  type AgentView,
  agentKeyOf,
  type ClusterAnswer,
  type ClusterView,
  healthKinds,
  isInScope,
  pageQuery,
  type Scope,
  slug,
  type TaggedTarget,
  type TargetState,
  tagsOfNode,
  tagWord,
  teamId,
  transportKind,
  type Viewer,
  withinTeams,
} from '#contract';

import { store } from './store';
import { nodeTagsNow } from './tags';
import { wallTime } from './time';

export const clusterList = { name: 'clusters', keyOf: (c: ClusterView) => c.key };
export const clustersQuery = z.object({ ...pageQuery });

/** With the teams of theirs. */
export async function loadClusters({ teams }: Pick<Viewer, 'teams'>): Promise<ClusterView[]> {
  return (await watched(null)).map((c) => ofTheirs(c, teams));
}

/** null = there is none, or it is no longer watched. */
export async function loadCluster({ teams }: Pick<Viewer, 'teams'>, key: string): Promise<ClusterAnswer | null> {
  if (!slug.safeParse(key).success) return null;
  const reads = await store();
  const [[cluster], servers, targets] = await Promise.all([
    watched(key),
    reads.serversOf(key),
    loadTargets({ cluster: key }),
  ]);
  if (cluster === undefined) return null;
  return { cluster: ofTheirs(cluster, teams), servers: servers.filter((s) => !s.removed), targets };
}

async function watched(clusterKey: string | null): Promise<ClusterView[]> {
  return (await (await store()).watchedClusters(clusterKey)).filter((c) => !c.removed);
}

function ofTheirs(cluster: ClusterView, teams: Scope): ClusterView {
  return { ...cluster, teams: cluster.teams.filter((t) => isInScope(teams, cluster.key, t.id)) };
}

const ofCluster = slug.optional().describe('The key of a cluster; all of them without it.');
const phases = ['stopped', 'connecting', 'online', 'backoff'] as const;
export const targetList = { name: 'targets', keyOf: (t: Pick<TargetState, 'key'>) => t.key };
export const sessionList = { ...targetList, name: 'sessions' };
export const targetsQuery = z.object({
  cluster: ofCluster,
  node: slug.optional().describe('The key of a server.'),
  transport: transportKind.optional(),
  phase: z.enum(phases).optional().describe('Only whose session is in it now.'),
  tag: tagWord.optional().describe('Only of servers that have this tag, or whose cluster has it.'),
  ...pageQuery,
});

export async function loadTargets(asked: Partial<z.infer<typeof targetsQuery>>): Promise<TaggedTarget[]> {
  const { cluster, node, transport, phase, tag } = asked;
  const [known, tags] = await Promise.all([(await store()).targetsKnown(), nodeTagsNow()]);
  const targets = known.map((t) => ({ ...t, tags: tagsOfNode(tags, t) }));
  return targets.filter(
    (t) =>
      !t.archived &&
      (cluster === undefined || t.clusterKey === cluster) &&
      (node === undefined || t.nodeKey === node) &&
      (transport === undefined || t.transport === transport) &&
      (phase === undefined || t.session.phase === phase) &&
      (tag === undefined || t.tags.includes(tag)),
  );
}

/** A target as the segments of an address. */
export const targetParams = z.object({ cluster: slug, node: slug, transport: transportKind });

export const agentList = { name: 'agents', keyOf: (a: AgentView) => agentKeyOf(a.clusterKey, a.loginId) };
export const agentsQuery = z.object({
  cluster: ofCluster,
  team: teamId.optional().describe('The id of a team of that cluster.'),
  health: z.enum(healthKinds).optional().describe('Only whose connection is so now.'),
  ...pageQuery,
});

/** Of their teams. In order of cluster and login: there is no other order, because that would be a ranking (DESIGN §5c). */
export async function loadAgents(
  { teams }: Pick<Viewer, 'teams'>,
  { cluster, team, health }: z.infer<typeof agentsQuery>,
): Promise<AgentView[]> {
  const wanted = cluster === undefined || team === undefined ? null : [{ clusterKey: cluster, teamId: team }];
  const scope = { clusterKey: cluster ?? null, teams: withinTeams(teams, wanted) };
  const { agents } = await (await store()).boardSnapshot({ ...scope, at: wallTime() });
  return agents.filter(
    (a) => (team === undefined || a.teamId === team) && (health === undefined || a.health.kind === health),
  );
}
