/** What of a snapshot may stand on a wall: counts, states and kinds. Nothing here is about one person. Pure. */
import {
  type AgentView,
  type BoardSnapshot,
  type EpochMs,
  type Incident,
  isClosedWithoutSigningOut,
  type OverviewTarget,
  placedGroups,
  urgencyOf,
  type WallCounts,
  type WallFigures,
  type WallIncident,
  type WallServer,
  type WallTeam,
} from '#contract';
import { causeInBrief, statusOfServer } from '../../components/board/service';
import { groupBy } from '../../components/format/group';

export interface WallSources {
  board: BoardSnapshot;
  targets: readonly OverviewTarget[];
  incidents: readonly Incident[];
}

export interface WallLimits {
  /** null: every cluster. */
  clusters: readonly string[] | null;
  /** Of fewer agents than that no count is told. */
  smallestTeam: number;
}

export function wallFiguresOf({ board, targets, incidents }: WallSources, limits: WallLimits): WallFigures {
  const isShown = (key: string) => limits.clusters === null || limits.clusters.includes(key);
  const kindOf = kindsOf(board);
  const agents = groupBy(
    board.agents.filter((a) => !a.removed),
    (a) => a.clusterKey,
  );
  const shown = board.clusters
    .filter((c) => !c.removed && isShown(c.key))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const clusters = shown.map((cluster) => {
    const members = agents.get(cluster.key) ?? [];
    return {
      ...{ key: cluster.key, name: cluster.name, counts: countsOf(members, kindOf) },
      servers: serversOf(board, cluster.key),
      sessions: sessionsOf(targets, cluster.key),
      teams: teamsOf(members, kindOf, limits.smallestTeam),
      warns: cluster.promise === null || cluster.promise.warning !== 'none',
    };
  });
  const names = new Map(shown.map((c) => [c.key, c.name]));
  const open = incidents.filter((i) => i.clusterKey === null || isShown(i.clusterKey));
  return { at: board.at, measuredAt: board.observer?.aliveAt ?? null, clusters, incidents: incidentsOf(open, names) };
}

type Counted = keyof WallCounts | null;

/** As the overview counts them: who closed without signing out is not waited for. */
function kindsOf({ disconnects, groups, at }: BoardSnapshot): (agent: AgentView) => Counted {
  const byId = new Map(disconnects.map((d) => [d.id, d]));
  const placed = placedGroups(groups);
  return ({ health, disconnectId }) => {
    switch (health.kind) {
      case 'connected':
        return 'connected';
      case 'unstable':
        return 'unstable';
      case 'at-risk':
        return 'atRisk';
      case 'unknown':
        return 'unknown';
      case 'logged-out':
        return null;
      case 'forced-out': {
        const d = disconnectId === null ? undefined : byId.get(disconnectId);
        const isOut = health.connectedOn === null && !(d !== undefined && isClosedWithoutSigningOut(d, placed, at));
        return isOut ? 'out' : null;
      }
    }
  };
}

function countsOf(agents: readonly AgentView[], kindOf: (agent: AgentView) => Counted): WallCounts {
  const counts: WallCounts = { connected: 0, unstable: 0, atRisk: 0, out: 0, unknown: 0 };
  for (const agent of agents) {
    const kind = kindOf(agent);
    if (kind !== null) counts[kind] += 1;
    if (kind === 'unstable') counts.connected += 1;
  }
  return counts;
}

/** Small ones are counted in their cluster alone. */
function teamsOf(agents: readonly AgentView[], kindOf: (agent: AgentView) => Counted, smallest: number): WallTeam[] {
  const teams = [...groupBy(agents, (a) => a.teamId).values()].filter((members) => members.length >= smallest);
  return teams
    .map((members) => ({ name: members[0]?.teamName ?? '', counts: countsOf(members, kindOf) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function serversOf({ servers }: BoardSnapshot, clusterKey: string): WallServer[] {
  return servers
    .filter((s) => !s.removed && s.clusterKey === clusterKey)
    .sort((a, b) => (a.side < b.side ? -1 : 1))
    .map((server) => {
      const why = server.outage === null ? null : causeInBrief(server.outage.cause);
      return { name: server.nodeName, side: server.side, status: statusOfServer(server), why };
    });
}

/** What is paused, or closed by design, is not waited for. */
function sessionsOf(targets: readonly OverviewTarget[], clusterKey: string): { online: number; all: number } {
  const expected = targets
    .map((t) => t.state)
    .filter((s) => s.clusterKey === clusterKey && !s.archived && s.expect !== 'closed')
    .filter((s) => s.session.phase !== 'stopped');
  return { online: expected.filter((s) => s.session.phase === 'online').length, all: expected.length };
}

function incidentsOf(open: readonly Incident[], names: ReadonlyMap<string, string>): WallIncident[] {
  const told = open.filter((i) => i.status === 'open' && i.mutedBy === null && i.mergedInto === null);
  const alike = groupBy(told, (i) => `${i.severity} ${i.kind} ${i.clusterKey ?? ''}`);
  return [...alike.values()]
    .flatMap(([first, ...more]) => {
      if (first === undefined) return [];
      const all = [first, ...more];
      const since: EpochMs = Math.min(...all.map((i) => i.openedAt));
      const acknowledged = all.every((i) => i.acknowledged !== null);
      const cluster = first.clusterKey === null ? null : (names.get(first.clusterKey) ?? null);
      return [{ severity: first.severity, kind: first.kind, cluster, since, count: all.length, acknowledged }];
    })
    .sort((a, b) => urgencyOf(a.severity) - urgencyOf(b.severity) || a.since - b.since);
}
