/** How a batch of events changes the board. Pure; what no event touched keeps its identity: agents, teams, servers, whole maps. */
import {
  type AgentView,
  agentKeyOf,
  beganAt,
  documentOf,
  type Event,
  foldAgent,
  foldCluster,
  foldServer,
  groupKeyOf,
  isInScope,
  type Recorded,
} from '#contract';
import { type Fresh, kept, put, without } from './draft';
import { BOARD_WINDOW_MS, withMinute, withOwnMinute } from './minutes';
import {
  type BoardModel,
  inClusterOrder,
  inIdOrder,
  inServerOrder,
  inTeamOrder,
  type TeamModel,
  teamKeyOf,
} from './model';
import { counted, countsDifferently, noTotals, summed, type Totals } from './totals';

const KEPT_MS = 24 * 3_600_000;
/** More than other topics can be behind, in events. */
const LATE_EVENTS = 5_000;

interface Draft {
  now: { -readonly [K in keyof BoardModel]: BoardModel[K] };
  fresh: Fresh;
  /** Teams with new agents, to be put in order at the end; and whether the teams are to be. */
  unsorted: Set<string>;
  teamsUnsorted: boolean;
}

/** Folds a batch; cheap for few events on a large board, and for many that concern few teams. */
export function foldBoard(model: BoardModel, events: readonly Recorded[]): BoardModel {
  const draft: Draft = { now: { ...model }, fresh: new Set(), unsorted: new Set(), teamsUnsorted: false };
  for (const e of events) foldOne(draft, e);
  const { now } = draft;
  for (const key of draft.unsorted) {
    const team = now.teams.get(key);
    if (team !== undefined)
      now.teams = put(draft.fresh, now.teams, key, { ...team, agents: inIdOrder([...team.agents]) });
  }
  if (draft.teamsUnsorted) now.teams = inTeamOrder([...now.teams.values()]);
  return now;
}

function foldOne(draft: Draft, e: Recorded): void {
  const { now, fresh } = draft;
  switch (e.type) {
    case 'observer-started':
      now.outdated = true;
      return;
    case 'observer-gap':
    case 'observer-stalled':
      now.unobserved = [...now.unobserved, { from: e.fromMs, to: e.toMs }];
      return;
    case 'disconnect-changed':
      now.disconnects = put(fresh, now.disconnects, e.disconnect.id, e.disconnect);
      return;
    case 'group-changed':
      now.groups = put(fresh, now.groups, groupKeyOf(e.clusterKey, e.teamId, e.group.id), e.group);
      return;
    case 'teams-counted':
      now.minutes = withMinute(now.minutes, e);
      clearOld(now, e);
      return;
    default:
      foldDocument(draft, e);
  }
}

function foldDocument(draft: Draft, e: Recorded): void {
  const { now } = draft;
  const ref = documentOf(e);
  switch (ref?.kind) {
    case 'agent':
      if (isOfAgent(e)) foldAgentOf(draft, e);
      return;
    case 'server': {
      const before = now.servers.get(ref.key);
      const after = foldServer(before, e);
      if (after === undefined || after === before) return;
      const others = [...now.servers].flatMap(([key, s]) => (key === ref.key ? [] : [s]));
      now.servers = inServerOrder([...others, after]);
      if (e.type === 'server-minute-counted' && now.teamsAsked !== null) countOwnMinute(now, e);
      return;
    }
    case 'cluster': {
      const before = now.clusters.get(ref.key);
      const after = foldCluster(before, e);
      if (after === undefined || after === before) return;
      // Its agents come by topics that the page has not asked for yet.
      if (before === undefined) now.outdated = true;
      now.clusters = inClusterOrder([...[...now.clusters.values()].filter((c) => c.key !== ref.key), after]);
    }
  }
}

function countOwnMinute(now: Draft['now'], e: Recorded & { clusterKey: string }): void {
  const own = [...now.teams.values()].filter((t) => t.clusterKey === e.clusterKey);
  const totals = own.length === now.teams.size ? now.totals : summed(own.map((t) => t.totals));
  now.minutes = withOwnMinute(now.minutes, e.clusterKey, totals, e.at);
  clearOld(now, e);
}

type OfAgent = Extract<
  Event,
  { type: 'agent-listed' | 'agent-unlisted' | 'agent-health-changed' | 'agent-state-changed' }
>;

function isOfAgent(e: Recorded): e is Recorded<OfAgent> {
  return 'loginId' in e;
}

function foldAgentOf(draft: Draft, e: Recorded<OfAgent>): void {
  const { now, fresh } = draft;
  const key = agentKeyOf(e.clusterKey, e.loginId);
  if ((now.moved.get(key) ?? 0) > e.seq) return;
  const at = now.teamOf.get(key);
  const before = at === undefined ? undefined : now.teams.get(at)?.agents.get(e.loginId);
  const after = foldAgent(before, e);
  if (after === undefined || after === before) return;
  const inSight = !after.removed && isInScope(now.teamsAsked, after.clusterKey, after.teamId);
  const to = inSight ? teamKeyOf(after.clusterKey, after.teamId) : undefined;
  if (e.type === 'agent-listed' && e.leftTeamId !== null) now.moved = put(fresh, now.moved, key, e.seq);
  if (at !== undefined && at !== to) changeTeam(draft, at, before, undefined);
  if (to !== undefined) changeTeam(draft, to, at === to ? before : undefined, after);
  if (at === to) return;
  now.teamOf = to === undefined ? without(fresh, now.teamOf, key) : put(fresh, now.teamOf, key, to);
}

/** Puts `after` in the place of `before` in a team; undefined: not there. */
function changeTeam(draft: Draft, key: string, before: AgentView | undefined, after: AgentView | undefined): void {
  const { now, fresh } = draft;
  const known = now.teams.get(key);
  const team = known ?? emptyTeam(key, after);
  const loginId = (after ?? before)?.loginId;
  if (team === null || loginId === undefined) return;
  const agents = after === undefined ? without(fresh, team.agents, loginId) : put(fresh, team.agents, loginId, after);
  if (before === undefined) draft.unsorted.add(key);
  const again = countsDifferently(before, after)
    ? (totals: Totals) => counted(counted(totals, before, -1), after, 1)
    : (totals: Totals) => totals;
  const teamName = after?.teamName ?? team.teamName;
  draft.teamsUnsorted ||= known === undefined || teamName !== known.teamName;
  now.totals = again(now.totals);
  now.teams =
    agents.size === 0
      ? without(fresh, now.teams, key)
      : put(fresh, now.teams, key, { ...team, teamName, agents, totals: again(team.totals) });
}

function emptyTeam(key: string, agent: AgentView | undefined): TeamModel | null {
  if (agent === undefined) return null;
  const { clusterKey, teamId, teamName } = agent;
  return { key, clusterKey, teamId, teamName, agents: new Map(), totals: noTotals };
}

/** A page that stays open all day forgets what is older than what a new one would be given. Once a minute. */
function clearOld(now: Draft['now'], e: Recorded): void {
  const oldest = e.at - KEPT_MS;
  now.disconnects = kept(now.disconnects, (d) => d.closedAt === null || beganAt(d) > oldest);
  now.groups = kept(now.groups, (g) => g.to > oldest);
  now.moved = kept(now.moved, (seq) => seq > e.seq - LATE_EVENTS);
  const unobserved = now.unobserved.filter((s) => s.to > e.at - BOARD_WINDOW_MS);
  if (unobserved.length < now.unobserved.length) now.unobserved = unobserved;
}
