/** The facts of a large made-up contact centre: what it is at the start, what goes on every second, and a thousand losses at once. */
import type { AgentProfile, AgentView, BoardSnapshot, Disconnect, Fact } from '#contract';
import { boardFixture, CLUSTER } from '../support/board-fixture';

export interface BoardLoad {
  /** Everything that the board shows at the start. */
  seed(at: number): Fact[];
  /** One fact of an ordinary second: mostly states, now and then a connection. */
  next(at: number): Fact;
  /** So many agents of side A lose their connections as one group. */
  drop(count: number, at: number): Fact[];
}

export function createBoardLoad(agents: number, teams: number): BoardLoad {
  const board = boardFixture({ agents, teams });
  const states = ['READY', 'TALKING', 'WORK', 'NOT_READY'];
  let turn = 0;

  function pick(): AgentView {
    turn += 1;
    const agent = board.agents[(turn * 7919) % board.agents.length];
    if (agent === undefined) throw new Error('a board without agents');
    return agent;
  }

  return {
    seed: (at) => seedOf(board, at),
    next(at) {
      const agent = pick();
      if (turn % 10 !== 0) return stateOf(agent, states[turn % states.length] ?? 'READY', at);
      const unstable = turn % 20 === 0;
      const { side } = sideOf(agent);
      return healthOf(
        agent,
        unstable
          ? { kind: 'unstable', side, reconnects: 2, missed: 0, since: at }
          : { kind: 'connected', side, sure: 'seen', since: at },
        at,
        null,
      );
    },
    drop(count, at) {
      const hit = board.agents.filter((agent) => sideOf(agent).side === 'A').slice(0, count);
      const groupId = `${at}-A`;
      const facts = hit.flatMap((agent): Fact[] => {
        const disconnect = lostNow(agent, at, groupId);
        return [
          healthOf(agent, atRisk(disconnect, at), at, disconnect),
          { ...idsOf(agent, at), type: 'disconnect-changed', disconnect },
        ];
      });
      return [...facts, groupOf(hit.length, at, groupId)];
    },
  };
}

const sideOf = (agent: AgentView) => ({
  side: agent.jid?.includes('@fina') === true ? ('A' as const) : ('B' as const),
});
const idsOf = ({ clusterKey, loginId, teamId }: AgentView, at: number) => ({ at, clusterKey, loginId, teamId });

function profileOf(agent: AgentView): AgentProfile {
  const { firstName, lastName, teamId, teamName, site, extension, userType } = agent;
  return { firstName, lastName, teamId, teamName, site, extension, userType };
}

function stateOf(agent: AgentView, state: string, at: number): Fact {
  const onCall = state === 'TALKING';
  return { ...idsOf(agent, at), type: 'agent-state-changed', state, since: at, pendingState: null, onCall };
}

function healthOf(agent: AgentView, health: AgentView['health'], since: number, disconnect: Disconnect | null): Fact {
  return {
    ...{ ...idsOf(agent, since), type: 'agent-health-changed', health, since, jid: agent.jid, onCall: agent.onCall },
    ...{ disconnectId: disconnect?.id ?? null, groupId: disconnect?.groupId ?? null, source: null },
  };
}

function atRisk(d: Disconnect, at: number): AgentView['health'] {
  return {
    ...{ kind: 'at-risk', side: 'A', sure: 'seen', will: 'not-ready', connectedOn: null, lost: { from: at, to: at } },
    deadline: d.deadline ?? { earliest: at, latest: at },
  };
}

function lostNow(agent: AgentView, at: number, groupId: string): Disconnect {
  return {
    ...{ id: `d-${agent.loginId}-${at}`, clusterKey: CLUSTER, loginId: agent.loginId, ...profileOf(agent), groupId },
    ...{ jid: agent.jid, side: 'A', connectedHost: null, sure: 'seen', warnedAt: at, will: 'not-ready' },
    signs: [{ feed: 'presence', first: at - 3_600_000, last: at }],
    ...{ lost: { from: at, to: at }, deadline: { earliest: at + 59_000, latest: at + 61_000 } },
    profile: { graceMs: 60_000, deployment: 'UCCE', load: 0, release: '12.6' },
    before: { state: agent.state, pendingState: null, onCall: agent.onCall },
    ...{ end: null, returned: null, readyAgainAt: null, unseenFrom: null, closedAt: null, source: null },
  };
}

function groupOf(size: number, at: number, id: string): Fact {
  const evidence = [{ of: 'side' as const, name: 'A', lost: size, connected: size + 40 }];
  const group = { clusterKey: CLUSTER, teamId: null, id, from: at, to: at, size, evidence, back: 0, forcedOut: 0 };
  return {
    ...{ type: 'group-changed', at, clusterKey: CLUSTER, teamId: null },
    group: { ...group, scope: 'server-side', where: 'A' },
  };
}

function seedOf({ clusters, servers, agents, disconnects }: BoardSnapshot, at: number): Fact[] {
  const ofClusters = clusters.flatMap((c): Fact[] => {
    const { key: clusterKey, release, deployment, authMode, promise, teams, directory } = c;
    const { name, kind, demo, load } = c;
    return [
      { type: 'cluster-described', at, clusterKey, name, kind, demo, load },
      ...(promise === null
        ? []
        : [{ type: 'cluster-learned' as const, at, clusterKey, release, deployment, authMode, promise }]),
      {
        ...{ type: 'directory-read', at, clusterKey, teams, agents: agents.length, complete: true },
        missing: directory?.missing ?? [],
      },
    ];
  });
  const ofServers = servers.flatMap((s): Fact[] => {
    const ids = { at, clusterKey: s.clusterKey, nodeKey: s.nodeKey, side: s.side };
    const { nodeName, host, standbyExpected, budget, rungs, facts } = s;
    const untimed = { serverAt: null, offsetMs: null, offsetErrorMs: null };
    return [
      { ...ids, type: 'server-described', nodeName, host, standbyExpected, budget },
      { ...ids, type: 'readiness-changed', rungs },
      ...(facts === null
        ? []
        : [{ ...ids, type: 'server-facts-changed' as const, facts, changed: [], via: 'rest' as const, ...untimed }]),
      ...s.feeds.map((state) => ({ ...ids, type: 'feed-changed' as const, state })),
    ];
  });
  const ofAgents = agents.flatMap((agent): Fact[] => [
    { ...idsOf(agent, at), type: 'agent-listed', profile: profileOf(agent), leftTeamId: null },
    stateOf(agent, agent.state ?? 'READY', at),
    healthOf(agent, agent.health, at, null),
  ]);
  const ofDisconnects = disconnects.map(
    (disconnect): Fact => ({
      ...{ type: 'disconnect-changed', at, clusterKey: CLUSTER, loginId: disconnect.loginId },
      ...{ teamId: disconnect.teamId, disconnect },
    }),
  );
  return [...ofClusters, ...ofServers, ...ofAgents, ...ofDisconnects];
}
