/** Whether something lies where a rule looks. What has no such place (an agent has no transport) is not filtered by it. */
import { type RuleWhere, type ServerView, serverKeyOf, type TargetState } from '#contract';
import type { AgentFacts, AlertFacts } from './facts';

function isOne(list: readonly string[], value: string | null): boolean {
  return list.length === 0 || (value !== null && list.includes(value));
}

export function isTargetIn(where: RuleWhere, t: Pick<TargetState, 'key' | 'clusterKey' | 'nodeKey' | 'transport'>) {
  return (
    isOne(where.clusters, t.clusterKey) &&
    isOne(where.nodes, t.nodeKey) &&
    isOne(where.transports, t.transport) &&
    isOne(where.targets, t.key)
  );
}

export function isServerIn(where: RuleWhere, s: Pick<ServerView, 'clusterKey' | 'nodeKey'>): boolean {
  const prefix = `${serverKeyOf(s.clusterKey, s.nodeKey)}/`;
  return (
    isOne(where.clusters, s.clusterKey) &&
    isOne(where.nodes, s.nodeKey) &&
    (where.targets.length === 0 || where.targets.some((key) => key.startsWith(prefix)))
  );
}

export function isAgentIn(where: RuleWhere, a: Pick<AgentFacts, 'clusterKey' | 'teamId' | 'site'>): boolean {
  return isOne(where.clusters, a.clusterKey) && isOne(where.teams, a.teamId) && isOne(where.sites, a.site);
}

export const targetsIn = (facts: AlertFacts, where: RuleWhere): TargetState[] =>
  [...facts.targets.values()].filter((t) => isTargetIn(where, t));

export const serversIn = (facts: AlertFacts, where: RuleWhere): ServerView[] =>
  [...facts.servers.values()].filter((s) => isServerIn(where, s));

/** Part of the subject where the rule counts only some of a cluster: another sum is another trouble. */
export function narrowed(lists: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(lists)
    .flatMap(([what, list]) => (list.length === 0 ? [] : [` ${what} ${[...list].sort().join(',')}`]))
    .join('');
}
