/** What a page is limited to: all teams, or some of them, as `?teams=CLUSTER/TEAM,…` says; and the topics that such a page hears. */
import { z } from 'zod';
import { teamId } from './agents';
import { slug, type Topic, topicOf } from './identity';

export const teamRef = z.object({ clusterKey: slug, teamId });
export type TeamRef = z.infer<typeof teamRef>;
/** null: every team. An empty list: none. */
export type Scope = readonly TeamRef[] | null;

/** Reads `CLUSTER/TEAM,…`; what is no team is left out, and never widens the scope. Absent or empty: every team. */
export function scopeOf(text: string | null | undefined): Scope {
  if (text == null || text === '') return null;
  return text.split(',').flatMap((part) => {
    const [clusterKey, id, ...more] = part.trim().split('/');
    const ref = teamRef.safeParse({ clusterKey, teamId: id });
    return ref.success && more.length === 0 ? [ref.data] : [];
  });
}

/** As it stands in the address; '' for every team. */
export function scopeText(scope: Scope): string {
  return scope === null ? '' : scope.map((t) => `${t.clusterKey}/${t.teamId}`).join(',');
}

export function isInScope(scope: Scope, clusterKey: string, team: string): boolean {
  return scope === null || scope.some((t) => t.clusterKey === clusterKey && t.teamId === team);
}

/** Servers and clusters, the agents in scope, and the observer. */
export function topicsOfScope(clusterKeys: readonly string[], scope: Scope): Topic[] {
  const agents =
    scope === null
      ? clusterKeys.map((key) => topicOf.agents(key))
      : scope.filter((t) => clusterKeys.includes(t.clusterKey)).map((t) => topicOf.team(t.clusterKey, t.teamId));
  return [...new Set([...clusterKeys.map((key) => topicOf.cluster(key)), ...agents, topicOf.observer])];
}
