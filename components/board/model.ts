/** What the board knows: agents by team, servers, disconnects and groups. Pure; a page keeps one value of it, changed by `fold.ts`. */
import {
  type AgentView,
  agentKeyOf,
  type BoardSnapshot,
  type ClusterView,
  type Disconnect,
  type EpochMs,
  type GroupRecord,
  groupKeyOf,
  type MinuteCount,
  type ServerView,
  serverKeyOf,
  type TeamRef,
  type Topic,
  topicsOfScope,
} from '#contract';
import { groupBy } from '../format/group';
import { counted, noTotals, summed, type Totals } from './totals';

export interface Span {
  from: EpochMs;
  to: EpochMs;
}

/** One team and its agents. Replaced as a whole when one of them changes; the agents that did not stay the same objects. */
export interface TeamModel {
  /** `CLUSTER/TEAM` */
  key: string;
  clusterKey: string;
  teamId: string;
  teamName: string;
  /** By login id, in the order of the ids: everybody keeps a place. */
  agents: ReadonlyMap<string, AgentView>;
  totals: Totals;
}

export interface BoardModel {
  /** The teams that the page is limited to; null: all. */
  teamsAsked: readonly TeamRef[] | null;
  /** By key, in the order of the names. */
  clusters: ReadonlyMap<string, ClusterView>;
  /** By `serverKeyOf`, A before B. */
  servers: ReadonlyMap<string, ServerView>;
  /** By `CLUSTER/TEAM`, in the order of cluster and team name. */
  teams: ReadonlyMap<string, TeamModel>;
  /** The key of the team that each agent (`agentKeyOf`) is in now. */
  teamOf: ReadonlyMap<string, string>;
  totals: Totals;
  /** By id: open ones, and those of the last 24 h. */
  disconnects: ReadonlyMap<string, Disconnect>;
  /** By `groupKeyOf`. */
  groups: ReadonlyMap<string, GroupRecord>;
  /** Of the last 4 h, oldest first, by cluster. */
  minutes: ReadonlyMap<string, readonly MinuteCount[]>;
  unobserved: readonly Span[];
  /** seq of an agent's last move between teams: what an older event says on the other team's topic comes too late. */
  moved: ReadonlyMap<string, number>;
  /** The worker came back, and may know other things: a new snapshot is wanted. */
  outdated: boolean;
}

export const teamKeyOf = (clusterKey: string, teamId: string): string => `${clusterKey}/${teamId}`;

export function boardModel(snapshot: BoardSnapshot): BoardModel {
  const agents = snapshot.agents.filter((a) => !a.removed);
  const byTeamKey = groupBy(agents, (a) => teamKeyOf(a.clusterKey, a.teamId));
  const teams = inTeamOrder([...byTeamKey].flatMap(([key, members]) => teamModel(key, members)));
  return {
    teamsAsked: snapshot.teams,
    clusters: inClusterOrder(snapshot.clusters),
    servers: inServerOrder(snapshot.servers),
    teams,
    teamOf: new Map(agents.map((a) => [agentKeyOf(a.clusterKey, a.loginId), teamKeyOf(a.clusterKey, a.teamId)])),
    totals: summed([...teams.values()].map((t) => t.totals)),
    disconnects: new Map(snapshot.disconnects.map((d) => [d.id, d])),
    groups: new Map(snapshot.groups.map((g) => [groupKeyOf(g.clusterKey, g.teamId, g.id), g])),
    minutes: new Map(snapshot.counts.map((c) => [c.clusterKey, c.minutes])),
    unobserved: snapshot.unobserved,
    moved: new Map(),
    outdated: false,
  };
}

export function boardTopics(snapshot: BoardSnapshot): Topic[] {
  const keys = snapshot.clusters.map((c) => c.key);
  return topicsOfScope(keys, snapshot.teams);
}

/** Every agent in sight, team by team. */
export function agentsOf(model: BoardModel): AgentView[] {
  return [...model.teams.values()].flatMap((team) => [...team.agents.values()]);
}

export function agentOf(model: BoardModel, clusterKey: string, loginId: string): AgentView | undefined {
  const team = model.teamOf.get(agentKeyOf(clusterKey, loginId));
  return team === undefined ? undefined : model.teams.get(team)?.agents.get(loginId);
}

function teamModel(key: string, members: readonly AgentView[]): TeamModel[] {
  const [first] = members;
  if (first === undefined) return [];
  const { clusterKey, teamId, teamName } = first;
  const agents = inIdOrder(members.map((a) => [a.loginId, a]));
  const totals = members.reduce((sum, a) => counted(sum, a, 1), noTotals);
  return [{ key, clusterKey, teamId, teamName, agents, totals }];
}

/** The same order on the server and in every browser: `Team 2` before `Team 10`. */
const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
export const compareNames = (a: string, b: string): number => names.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);

export function inTeamOrder(teams: readonly TeamModel[]): Map<string, TeamModel> {
  const sorted = [...teams].sort(
    (a, b) =>
      compareNames(a.clusterKey, b.clusterKey) ||
      compareNames(a.teamName, b.teamName) ||
      compareNames(a.teamId, b.teamId),
  );
  return new Map(sorted.map((t) => [t.key, t]));
}

export function inClusterOrder(clusters: readonly ClusterView[]): Map<string, ClusterView> {
  const shown = clusters
    .filter((c) => !c.removed)
    .sort((a, b) => compareNames(a.name, b.name) || (a.key < b.key ? -1 : 1));
  return new Map(shown.map((c) => [c.key, c]));
}

export function inServerOrder(servers: readonly ServerView[]): Map<string, ServerView> {
  const shown = servers
    .filter((s) => !s.removed)
    .sort((a, b) => compareNames(a.clusterKey, b.clusterKey) || (a.side < b.side ? -1 : a.side > b.side ? 1 : 0));
  return new Map(shown.map((s) => [serverKeyOf(s.clusterKey, s.nodeKey), s]));
}

/** Login ids are mostly numbers, compared as text: the order only has to stay. */
export function inIdOrder(entries: readonly (readonly [string, AgentView])[]): Map<string, AgentView> {
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
