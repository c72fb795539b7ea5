/** The facts that lead to a made-up board: what a worker would have published, oldest first. */
import type { AgentView, BoardSnapshot, Fact, ServerView } from '#contract';

export function factsOf(board: BoardSnapshot): Fact[] {
  const { at } = board;
  const facts = [
    ...board.clusters.flatMap((c) => clusterFacts(c, at, board.agents.length)),
    ...board.servers.flatMap((s) => serverFacts(s, at)),
    ...board.agents.flatMap((a) => agentFacts(a, at)),
    ...board.disconnects.map((disconnect): Fact => {
      const { clusterKey, loginId, teamId } = disconnect;
      return { type: 'disconnect-changed', at, clusterKey, loginId, teamId, disconnect };
    }),
    ...board.groups.map(
      (group): Fact => ({ type: 'group-changed', at, clusterKey: group.clusterKey, teamId: group.teamId, group }),
    ),
    ...board.unobserved.map(
      (span): Fact => ({ type: 'observer-gap', at, fromMs: span.from, toMs: span.to, reason: 'stopped' }),
    ),
    ...board.counts.flatMap(({ clusterKey, minutes }) =>
      minutes.map(
        ({ at: minute, ...count }): Fact => ({
          ...{ type: 'teams-counted', at: minute, clusterKey },
          teams: [{ ...count, teamId: board.agents[0]?.teamId ?? '1' }],
        }),
      ),
    ),
  ];
  return facts.sort((a, b) => a.at - b.at);
}

function clusterFacts(c: BoardSnapshot['clusters'][number], at: number, agents: number): Fact[] {
  const { key: clusterKey, name, kind, demo, load, release, deployment, authMode, promise, record, teams } = c;
  const ids = { at, clusterKey };
  const missing = c.directory?.missing ?? [];
  return [
    { ...ids, type: 'cluster-described', name, kind, demo, load },
    ...(promise === null ? [] : [{ ...ids, type: 'cluster-learned' as const, release, deployment, authMode, promise }]),
    { ...ids, type: 'directory-read', teams, agents, missing, complete: true },
    ...(record === null ? [] : [{ ...ids, type: 'warning-record-changed' as const, record }]),
  ];
}

function serverFacts(s: ServerView, at: number): Fact[] {
  const ids = { at, clusterKey: s.clusterKey, nodeKey: s.nodeKey, side: s.side };
  const { nodeName, host, standbyExpected, budget, rungs, facts, outage, grants, minute } = s;
  const untimed = { serverAt: null, offsetMs: null, offsetErrorMs: null };
  return [
    { ...ids, type: 'server-described', nodeName, host, standbyExpected, budget },
    { ...ids, type: 'readiness-changed', rungs },
    ...(facts === null
      ? []
      : [{ ...ids, type: 'server-facts-changed' as const, facts, changed: [], via: 'rest' as const, ...untimed }]),
    ...(outage === null ? [] : [{ ...ids, type: 'outage-changed' as const, outage }]),
    ...s.feeds.map((state) => ({ ...ids, type: 'feed-changed' as const, state })),
    ...(grants === null ? [] : [{ ...ids, type: 'feeds-subscribed' as const, grants }]),
    ...s.accounts.map((account) => ({ ...ids, type: 'account-changed' as const, account })),
    ...(minute === null ? [] : [{ ...ids, type: 'server-minute-counted' as const, minute }]),
  ];
}

function agentFacts(a: AgentView, at: number): Fact[] {
  const ids = { at, clusterKey: a.clusterKey, loginId: a.loginId, teamId: a.teamId };
  const { firstName, lastName, teamId, teamName, site, extension, userType, health, jid, onCall } = a;
  const { disconnectId, groupId, state, stateSince, pendingState } = a;
  return [
    {
      ...{ ...ids, type: 'agent-listed', leftTeamId: null },
      profile: { firstName, lastName, teamId, teamName, site, extension, userType },
    },
    {
      ...{ ...ids, type: 'agent-health-changed', health, since: a.healthSince, jid, onCall, disconnectId, groupId },
      source: null,
    },
    ...(state === null
      ? []
      : [{ ...ids, type: 'agent-state-changed' as const, state, since: stateSince, pendingState, onCall }]),
  ];
}
