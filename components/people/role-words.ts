/** Roles in the words of the pages. Pure. */
import type { Role, Scope } from '#contract';
import { plural } from '../format/units';

export const roleNames: Readonly<Record<Role, string>> = {
  administrator: 'Administrator',
  operator: 'Operator',
  supervisor: 'Supervisor',
  viewer: 'Viewer',
};

/** What each may do, in a sentence. */
export const roleSentences: Readonly<Record<Role, string>> = {
  administrator: 'Sees everything, sets up Holdfast, and says who may come in.',
  operator: 'Sees everything; acknowledges, silences and notes incidents.',
  supervisor: 'Sees the service, and the agents and incidents of their own teams.',
  viewer: 'Sees figures only, never a name.',
};

/** `Supervisor, 2 teams` */
export function roleWords(role: Role, teams: Scope): string {
  return teams === null ? `${roleNames[role]}, every team` : `${roleNames[role]}, ${plural(teams.length, 'team')}`;
}
