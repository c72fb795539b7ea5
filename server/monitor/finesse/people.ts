/** Users as Finesse lists them, made into agents: who counts, in which team and at which site. */
import { type AgentProfile, teamIdOf } from '#contract';
import type { SiteRule } from '../../config/schema';
import type { FinesseUser } from '../../finesse/parse/users';
import type { DirectoryEntry } from '../presence/port';
import { siteOf } from './site-of';

/** A user with the team that he was found in. */
export interface Person {
  user: FinesseUser;
  /** As Finesse has it. */
  teamId: string;
  teamName: string;
}

export interface Team {
  /** As Finesse has it: feeds are named by it. */
  rawId: string;
  /** As it stands in topics. */
  id: string;
  name: string;
  /** Login ids. */
  members: string[];
}

export interface Census {
  entries: DirectoryEntry[];
  teams: Team[];
}

/** A full user says its team; null: in none. */
export function personOf(user: FinesseUser): Person | null {
  return user.teamId === null ? null : { user, teamId: user.teamId, teamName: user.teamName ?? user.teamId };
}

/** Of a team's list the summaries do not say it. */
export function memberOf(user: FinesseUser, team: { id: string; name: string | null }): Person {
  return { user, teamId: team.id, teamName: team.name ?? team.id };
}

/**
 * @param monitors our own accounts, in lower case: neither they nor a team of theirs alone are anybody's business
 */
export function censusOf(people: readonly Person[], sites: readonly SiteRule[], monitors: ReadonlySet<string>): Census {
  const agents = people.filter(({ user }) => !monitors.has(user.loginId.toLowerCase()));
  const teams = new Map<string, Team>();
  for (const { user, teamId, teamName } of agents) {
    const team = teams.get(teamId) ?? { rawId: teamId, id: teamIdOf(teamId), name: teamName, members: [] };
    team.members.push(user.loginId);
    teams.set(teamId, team);
  }
  return {
    entries: agents.map((person) => ({ loginId: person.user.loginId, profile: profileOf(person, sites) })),
    teams: [...teams.values()],
  };
}

export function profileOf({ user, teamId, teamName }: Person, sites: readonly SiteRule[]): AgentProfile {
  const extension = user.extension === '' ? null : user.extension;
  return {
    ...{ firstName: user.firstName, lastName: user.lastName, teamId: teamIdOf(teamId), teamName, extension },
    site: siteOf(sites, { loginId: user.loginId, teamId, teamName, extension }),
    userType: null,
  };
}

/** What an event says more of a known agent: what it leaves out stands, and an extension outlives the sign-off. */
export function mergedProfile(known: AgentProfile, told: AgentProfile): AgentProfile {
  return {
    ...told,
    firstName: told.firstName ?? known.firstName,
    lastName: told.lastName ?? known.lastName,
    extension: told.extension ?? known.extension,
    site: told.site ?? (told.teamId === known.teamId ? known.site : null),
    userType: told.userType ?? known.userType,
  };
}
