/** People as the list shows them: who is who in a sentence, and the teams to choose from. Pure. */
import { type PersonView, type Role, roles, type Scope, type TeamRef } from '#contract';
import { inWords, plural } from '../../format/units';
import { roleNames } from '../role-words';

/** The teams of a cluster that Holdfast knows. */
export interface KnownTeams {
  key: string;
  name: string;
  teams: readonly { id: string; name: string }[];
}

/** `5 people may sign in: 2 administrators and 3 supervisors. One is disabled.` */
export function peopleSentence(people: readonly PersonView[]): string {
  const able = people.filter((p) => !p.disabled);
  const counts = roles.flatMap((role) => {
    const n = able.filter((p) => p.role === role).length;
    return n === 0 ? [] : [plural(n, roleNames[role].toLowerCase())];
  });
  const out = people.length - able.length;
  const disabled = out === 0 ? '' : out === 1 ? ' One is disabled.' : ` ${out} are disabled.`;
  const who = able.length === 1 ? 'One person' : `${able.length} people`;
  return `${who} may sign in: ${inWords(counts)}.${disabled}`;
}

export const teamValue = (t: TeamRef): string => `${t.clusterKey}/${t.teamId}`;

export interface TeamGroup {
  group: string;
  items: { value: string; label: string }[];
}

/** Also those of somebody that nobody reports any more, so that they can be taken away. */
export function teamGroups(known: readonly KnownTeams[], theirs: Scope): TeamGroup[] {
  const groups = known.map((c) => ({
    group: c.name,
    items: c.teams.map((t) => ({ value: teamValue({ clusterKey: c.key, teamId: t.id }), label: t.name })),
  }));
  const values = new Set(groups.flatMap((g) => g.items.map((i) => i.value)));
  const gone = (theirs ?? []).map(teamValue).filter((value) => !values.has(value));
  const lost = { group: 'Not reported any more', items: gone.map((value) => ({ value, label: value })) };
  return [...groups.filter((g) => g.items.length > 0), ...(gone.length === 0 ? [] : [lost])];
}

/** `Billing, Sales`; a team that nobody knows by name as `CLUSTER/ID`. */
export function teamNames(known: readonly KnownTeams[], theirs: Scope): string {
  if (theirs === null) return 'Every team';
  if (theirs.length === 0) return 'No team yet: sees nobody';
  const names = new Map(teamGroups(known, theirs).flatMap((g) => g.items.map((i) => [i.value, i.label])));
  return theirs.map((t) => names.get(teamValue(t)) ?? teamValue(t)).join(', ');
}

export interface Standing {
  role: Role;
  teams: TeamRef[] | null;
}

/** Supervisors have teams of their own, the others every team. */
export function standingOf(role: Role, values: readonly string[]): Standing {
  if (role !== 'supervisor') return { role, teams: null };
  const teams = values.map((value) => {
    const cut = value.indexOf('/');
    return { clusterKey: value.slice(0, cut), teamId: value.slice(cut + 1) };
  });
  return { role, teams };
}
