/** Where the agents behind a figure, a tile or a mark are listed; the teams that a page is limited to go along. Pure. */
import { type HealthKind, type Scope, scopeText } from '#contract';

export interface AgentsWanted {
  health?: HealthKind;
  /** `CLUSTER/TEAM` */
  team?: string;
  /** `CLUSTER/LOGIN` of the one to open. */
  agent?: string;
  q?: string;
}

export function agentsHref(scope: Scope, wanted: AgentsWanted = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) query.set(name, value);
  if (scope !== null) query.set('teams', scopeText(scope));
  const text = readable(query);
  return text === '' ? '/agents' : `/agents?${text}`;
}

/** Keys of teams and agents as people read them: RFC 3986 §3.4 lets `/` and `,` stand in a query. */
export function readable(query: URLSearchParams): string {
  return query.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
}
