/** Conditions on agents: groups, teams and unstable connections. A single agent never makes one. */
import type { EpochMs } from '#contract';
import type { AgentFacts, AlertFacts, GroupFacts } from './facts';
import { type Finding, finding } from './finding';
import { limits } from './rules';

/** Many single ends, such as a shift's, are nobody's outage: only groups with a place, a side or a site, count. */
export function groupsLost(facts: AlertFacts): Finding[] {
  return [...facts.groups.values()].flatMap((g) => {
    const { group, connectedBefore } = g;
    const least = Math.max(limits.groupAgents, connectedBefore * limits.groupShare);
    if (group.scope === 'client-side' || densest(group.from, group.to, group.size) < least) return [];
    const missing = [...g.members.values()].filter((m) => m.missing);
    if (missing.length < least) return [];
    const where = group.scope === 'site-or-path' ? `site ${group.where ?? 'unknown'}` : `side ${group.where ?? '?'}`;
    return [
      finding({
        subject: `group ${group.clusterKey} ${group.id}`,
        clusterKey: group.clusterKey,
        begunAt: group.from,
        title: `${group.size} agents lost their connection together (${where})`,
        sample: `${missing.length} of ${group.size} are not back`,
        cause: { outage: null, scope: group.scope, where: group.where, failure: null },
        affected: { servers: [], transports: [], teams: teamsOf(g), agents: missing.length },
      }),
    ];
  });
}

/** At least so many of it went within 60 s. */
function densest(from: EpochMs, to: EpochMs, size: number): number {
  return Math.ceil(size / Math.max(1, Math.ceil((to - from) / limits.groupSpanMs)));
}

function teamsOf(g: GroupFacts): Finding['affected']['teams'] {
  const teams = new Map<string, { teamId: string; name: string; agents: number }>();
  for (const { teamId, teamName } of g.members.values()) {
    const known = teams.get(teamId);
    if (known === undefined) teams.set(teamId, { teamId, name: teamName, agents: 1 });
    else known.agents += 1;
  }
  return [...teams.values()].sort((a, b) => b.agents - a.agents || (a.teamId < b.teamId ? -1 : 1));
}

interface TeamTally {
  clusterKey: string;
  teamId: string;
  name: string;
  signedIn: number;
  out: AgentFacts[];
}

/** Out: at risk, or forced out and not back. */
export function teamsOut(facts: AlertFacts, at: EpochMs): Finding[] {
  const teams = new Map<string, TeamTally>();
  for (const a of facts.agents.values()) {
    if (a.health === 'logged-out' || a.health === 'unknown') continue;
    const out = a.health === 'at-risk' || a.health === 'forced-out';
    // Somebody who never came back today went home.
    if (a.health === 'forced-out' && at - a.since > 600_000) continue;
    const key = `${a.clusterKey}/${a.teamId}`;
    const tally = teams.get(key) ?? {
      clusterKey: a.clusterKey,
      teamId: a.teamId,
      name: a.teamName,
      signedIn: 0,
      out: [],
    };
    tally.signedIn += 1;
    if (out) tally.out.push(a);
    teams.set(key, tally);
  }
  return [...teams.values()].flatMap(({ clusterKey, teamId, name, signedIn, out }) => {
    const least = Math.max(limits.teamAgents, Math.ceil(signedIn * limits.teamShare));
    if (out.length < least) return [];
    const times = out.map((a) => a.since).sort((a, b) => a - b);
    return [
      finding({
        ...{ subject: `team ${clusterKey}/${teamId}`, clusterKey, teamId, begunAt: times[least - 1] ?? at },
        title: `${name}: ${out.length} of ${signedIn} agents are out`,
        sample: `${out.length} of ${signedIn} out`,
        affected: { servers: [], transports: [], teams: [{ teamId, name, agents: out.length }], agents: out.length },
      }),
    ];
  });
}

/** Connections that go and come back again and again: one matter, however many agents and times. */
export function unstableAgents(facts: AlertFacts, at: EpochMs): Finding[] {
  const byCluster = new Map<string, AgentFacts[]>();
  for (const a of facts.agents.values()) {
    if (a.health !== 'unstable') continue;
    const list = byCluster.get(a.clusterKey);
    if (list === undefined) byCluster.set(a.clusterKey, [a]);
    else list.push(a);
  }
  return [...byCluster].flatMap(([clusterKey, agents]) => {
    if (agents.length < limits.unstableAgents) return [];
    const times = agents.map((a) => a.since).sort((a, b) => a - b);
    const teams = new Map<string, { teamId: string; name: string; agents: number }>();
    for (const { teamId, teamName } of agents) {
      const known = teams.get(teamId);
      if (known === undefined) teams.set(teamId, { teamId, name: teamName, agents: 1 });
      else known.agents += 1;
    }
    return [
      finding({
        ...{ subject: `unstable ${clusterKey}`, clusterKey, begunAt: times[limits.unstableAgents - 1] ?? at },
        title: `${agents.length} agents lose and regain their connection again and again`,
        sample: `${agents.length} unstable`,
        cause: { outage: null, scope: 'client-side', where: null, failure: null },
        affected: { servers: [], transports: [], teams: [...teams.values()], agents: agents.length },
        flapping: true,
      }),
    ];
  });
}
