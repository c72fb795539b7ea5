/** Conditions on agents: groups, and how many of a team, site or cluster are out or unstable. A single agent never makes one. */
import { type EpochMs, GONE_HOME_MS, type RuleCondition, type RuleWhere } from '#contract';
import type { AgentFacts, AlertFacts } from './facts';
import { type Finding, finding } from './finding';
import { isAgentIn, narrowed } from './where';

type Of<K extends RuleCondition['of']> = Extract<RuleCondition, { of: K }>;
type Teams = Finding['affected']['teams'];

/** Many single ends, such as a shift's, are nobody's outage: only groups with a place, a side or a site, count. */
export function groupsLost(facts: AlertFacts, condition: Of<'group'>, where: RuleWhere): Finding[] {
  return [...facts.groups.values()].flatMap((g) => {
    const { group, connectedBefore } = g;
    const { clusterKey } = group;
    const members = [...g.members.values()].filter((m) => isAgentIn(where, { ...m, clusterKey }));
    const all = where.teams.length + where.sites.length + where.clusters.length === 0;
    const size = all ? group.size : members.length;
    const least = Math.max(condition.atLeast, connectedBefore * condition.share);
    if (group.scope === 'client-side' || densest(group.from, group.to, size, condition.withinS * 1_000) < least)
      return [];
    const missing = members.filter((m) => m.missing);
    if (missing.length < least) return [];
    const place = group.scope === 'site-or-path' ? `site ${group.where ?? 'unknown'}` : `side ${group.where ?? '?'}`;
    return [
      finding({
        subject: `group ${clusterKey} ${group.id}`,
        clusterKey,
        begunAt: group.from,
        title: `${size} agents lost their connection together (${place})`,
        sample: `${missing.length} of ${size} are not back`,
        cause: { outage: null, scope: group.scope, where: group.where, failure: null },
        affected: { servers: [], transports: [], teams: teamsOf(members), agents: missing.length },
      }),
    ];
  });
}

/** At least so many of it went within the span. */
function densest(from: EpochMs, to: EpochMs, size: number, spanMs: number): number {
  return Math.ceil(size / Math.max(1, Math.ceil((to - from) / spanMs)));
}

function teamsOf(members: Iterable<{ teamId: string; teamName: string }>): Teams {
  const teams = new Map<string, Teams[number]>();
  for (const { teamId, teamName } of members) {
    const known = teams.get(teamId);
    if (known === undefined) teams.set(teamId, { teamId, name: teamName, agents: 1 });
    else known.agents += 1;
  }
  return [...teams.values()].sort((a, b) => b.agents - a.agents || (a.teamId < b.teamId ? -1 : 1));
}

interface Tally {
  clusterKey: string;
  teamId: string | null;
  /** Of the team, site or cluster. */
  name: string;
  signedIn: number;
  found: AgentFacts[];
}

/** Out: at risk, or forced out and not back. Unstable: it goes and comes back again and again, one matter, however often. */
export function agentsFound(facts: AlertFacts, at: EpochMs, condition: Of<'agents'>, where: RuleWhere): Finding[] {
  const tallies = new Map<string, Tally>();
  for (const a of facts.agents.values()) {
    if (a.health === 'logged-out' || a.health === 'unknown' || !isAgentIn(where, a)) continue;
    if (a.health === 'forced-out' && at - a.since > GONE_HOME_MS) continue;
    const unit = unitOf(facts, a, condition.per);
    if (unit === null) continue;
    const tally = tallies.get(unit.key) ?? { ...unit, signedIn: 0, found: [] };
    tally.signedIn += 1;
    if (isFound(a, condition.health)) tally.found.push(a);
    tallies.set(unit.key, tally);
  }
  return [...tallies.values()].flatMap((tally) => {
    const least = Math.max(condition.atLeast, Math.ceil(tally.signedIn * condition.share));
    if (tally.found.length < least) return [];
    const times = tally.found.map((a) => a.since).sort((a, b) => a - b);
    return [agentFinding(tally, condition, where, times[least - 1] ?? at)];
  });
}

export function isFound(a: Pick<AgentFacts, 'health'>, health: Of<'agents'>['health']): boolean {
  return health === 'out' ? a.health === 'at-risk' || a.health === 'forced-out' : a.health === health;
}

function unitOf(facts: AlertFacts, a: AgentFacts, per: Of<'agents'>['per']) {
  const { clusterKey } = a;
  switch (per) {
    case 'team':
      return { key: `${clusterKey}/${a.teamId}`, clusterKey, teamId: a.teamId, name: a.teamName };
    case 'site':
      return a.site === null ? null : { key: `${clusterKey}/${a.site}`, clusterKey, teamId: null, name: a.site };
    case 'cluster': {
      const name = facts.clusters.get(clusterKey)?.name ?? clusterKey;
      return { key: clusterKey, clusterKey, teamId: null, name };
    }
  }
}

function agentFinding(tally: Tally, { health, per }: Of<'agents'>, where: RuleWhere, begunAt: EpochMs): Finding {
  const { clusterKey, teamId, name, signedIn, found } = tally;
  const n = found.length;
  const unstable = health === 'unstable';
  const place =
    per === 'cluster' ? clusterKey : per === 'team' ? `${clusterKey}/${teamId}` : `${clusterKey} site ${name}`;
  const only = per === 'team' ? '' : narrowed({ teams: where.teams, sites: per === 'site' ? [] : where.sites });
  const ofPlace = per === 'cluster' ? '' : ` of ${per === 'site' ? 'site ' : ''}${name}`;
  const title = unstable
    ? `${n} agents${ofPlace} lose and regain their connection again and again`
    : per === 'team'
      ? `${name}: ${n} of ${signedIn} agents are out`
      : `${n} agents of ${per === 'site' ? 'site ' : ''}${name} are out`;
  return finding({
    ...{ subject: `${unstable ? 'unstable' : per === 'team' ? 'team' : 'agents'} ${place}${only}`, clusterKey, teamId },
    ...{ begunAt, title, sample: unstable ? `${n} unstable` : `${n} of ${signedIn} out`, flapping: unstable },
    cause: { outage: null, scope: unstable ? 'client-side' : null, where: null, failure: null },
    affected: { servers: [], transports: [], teams: teamsOf(found), agents: n },
  });
}
