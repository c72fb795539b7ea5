/** Which incidents speak up on every page, and which of them make a sound. Pure. */
import { type Incident, isInScope, type Scope } from '#contract';

export interface Notice {
  /** The same trouble, as urgent as it was, has the same: told once, and hidden by hand until it gets worse or comes back. */
  key: string;
  incident: Incident;
  /** Makes a sound, where that is wished for. */
  loud: boolean;
}

interface View {
  /** Teams that the page is limited to. */
  scope: Scope;
  /** The page that is open shows it anyway. */
  path: string;
  hidden: ReadonlySet<string>;
}

/** Those that nobody has taken yet, the most urgent first: pages and high ones, and what concerns the teams in sight. */
export function noticesOf(incidents: readonly Incident[], { scope, path, hidden }: View): Notice[] {
  return incidents
    .filter((i) => i.status === 'open' && i.mutedBy === null && i.acknowledged === null)
    .filter((i) => isFor(i, scope) && !isPageOf(i, path))
    .map((i) => ({ key: noticeKey(i), incident: i, loud: isUrgent(i) || (isOfTeam(i) && scope !== null) }))
    .filter((n) => !hidden.has(n.key));
}

export function noticeKey(i: Pick<Incident, 'id' | 'severity' | 'reopened'>): string {
  return `${i.id} ${i.severity} ${i.reopened}`;
}

const isUrgent = (i: Incident): boolean => i.severity === 'page' || i.severity === 'high';
const isOfTeam = (i: Incident): boolean => i.audience === 'team';

function isFor(i: Incident, scope: Scope): boolean {
  if (!isUrgent(i) && !isOfTeam(i)) return false;
  // What concerns servers concerns everybody; a team's trouble those who look at that team, or at all of them.
  if (i.teamId === null || i.clusterKey === null) return true;
  return isInScope(scope, i.clusterKey, i.teamId);
}

function isPageOf(i: Incident, path: string): boolean {
  return path === `/incidents/${encodeURIComponent(i.id)}`;
}

/** What was not there before. @param known null: nothing is known yet, and nothing is new */
export function newOnes(known: ReadonlySet<string> | null, notices: readonly Notice[]): Notice[] {
  return known === null ? [] : notices.filter((n) => !known.has(n.key));
}
