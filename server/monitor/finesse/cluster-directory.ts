/** Who is there, over both sides of a cluster: read from whoever may read most, and kept up to date by what events say. */
import type { AgentProfile, TeamView } from '#contract';
import { teamIdOf } from '#contract';
import type { SiteRule } from '../../config/schema';
import type { FeedReport } from '../../finesse/feeds/subscriber';
import type { FinesseUser } from '../../finesse/parse/users';
import type { Time } from '../../time/time';
import type { AgentWatch, DirectoryEntry } from '../presence/port';
import { censusOf, mergedProfile, type Person, profileOf, type Team } from './people';
import { createSpread } from './spread';

/** Listed in one go. */
const AT_ONCE = 250;

export interface ClusterDirectory {
  /** @param complete whoever is missing has left */
  replace(people: readonly Person[], complete: boolean): void;
  /** What an event says of somebody. @returns the login id to tell of; null: one of ours, or nobody's team is known */
  heard(user: FinesseUser, rawTeamId: string | null): string | null;
  /** Taken out of that team, or altogether. */
  removed(loginId: string, rawTeamId: string | null): void;
  /** What the lists of connected users say of how people are connected; by lower-case login id. */
  typed(types: ReadonlyMap<string, string | null>): void;
  /** By the user part of a JID, lower case. */
  loginIdOf(user: string): string | null;
  loginIds(): readonly string[];
  teams(): readonly Team[];
  stop(): void;
}

export function createClusterDirectory(
  sites: readonly SiteRule[],
  monitors: ReadonlySet<string>,
  watch: Pick<AgentWatch, 'listed' | 'unlisted'>,
  changed: () => void,
  time: Time,
): ClusterDirectory {
  const spread = createSpread<string>(time, AT_ONCE);
  const profiles = new Map<string, AgentProfile>();
  const byUser = new Map<string, string>();
  const rawTeams = new Map<string, string>();
  let teams: readonly Team[] = [];
  let everComplete = false;

  function set(loginId: string, profile: AgentProfile, rawTeam: string): void {
    profiles.set(loginId, profile);
    byUser.set(loginId.toLowerCase(), loginId);
    rawTeams.set(loginId, rawTeam);
  }

  function forget(loginId: string): void {
    profiles.delete(loginId);
    byUser.delete(loginId.toLowerCase());
    rawTeams.delete(loginId);
    teams = teams.map((team) => ({ ...team, members: team.members.filter((member) => member !== loginId) }));
  }

  function moved(loginId: string, person: Person): void {
    const others = teams.map((team) => ({ ...team, members: team.members.filter((member) => member !== loginId) }));
    const known = others.find((team) => team.rawId === person.teamId);
    const joined = known ?? { rawId: person.teamId, id: teamIdOf(person.teamId), name: person.teamName, members: [] };
    joined.members.push(loginId);
    teams = known === undefined ? [...others, joined] : others;
    changed();
  }

  /** As known by now: events may have told more since it was read. */
  function asKnown(loginIds: readonly string[]): DirectoryEntry[] {
    return loginIds.flatMap((loginId) => {
      const profile = profiles.get(loginId);
      return profile === undefined ? [] : [{ loginId, profile }];
    });
  }

  return {
    replace(people, complete) {
      const census = censusOf(people, sites, monitors);
      if (complete) {
        const there = new Set(census.entries.map((entry) => entry.loginId));
        for (const loginId of [...profiles.keys()]) if (!there.has(loginId)) forget(loginId);
      }
      for (const { loginId, profile } of census.entries) {
        const raw = census.teams.find((team) => team.id === profile.teamId)?.rawId ?? profile.teamId;
        const known = profiles.get(loginId);
        set(loginId, known === undefined ? profile : mergedProfile(known, profile), raw);
      }
      teams = complete ? census.teams : mergedTeams(teams, census.teams);
      everComplete ||= complete;
      // all that are known, for this may come before an earlier one was through
      spread.over(
        [...profiles.keys()],
        (piece) => watch.listed(asKnown(piece), false),
        // whoever is not among them has left
        () => everComplete && watch.listed(asKnown([...profiles.keys()]), true),
      );
      changed();
    },
    heard(user, rawTeamId) {
      if (monitors.has(user.loginId.toLowerCase())) return null;
      const known = profiles.get(user.loginId);
      const team = rawTeamId ?? user.teamId ?? rawTeams.get(user.loginId) ?? null;
      if (team === null) return null;
      const name = user.teamName ?? teams.find((one) => one.rawId === team)?.name ?? team;
      const person = { user, teamId: team, teamName: name };
      const told = profileOf(person, sites);
      const profile = known === undefined ? told : mergedProfile(known, told);
      if (known !== undefined && JSON.stringify(known) === JSON.stringify(profile)) return user.loginId;
      set(user.loginId, profile, team);
      watch.listed([{ loginId: user.loginId, profile }], false);
      if (known?.teamId !== profile.teamId) moved(user.loginId, person);
      return user.loginId;
    },
    removed(loginId, rawTeamId) {
      if (!profiles.has(loginId) || (rawTeamId !== null && rawTeams.get(loginId) !== rawTeamId)) return;
      forget(loginId);
      watch.unlisted(loginId);
      changed();
    },
    typed(types) {
      const changed = [...types].flatMap(([user, userType]) => {
        const loginId = byUser.get(user);
        const known = loginId === undefined ? undefined : profiles.get(loginId);
        if (loginId === undefined || known === undefined || userType === null || known.userType === userType) return [];
        const profile = { ...known, userType };
        profiles.set(loginId, profile);
        return [{ loginId, profile }];
      });
      if (changed.length > 0) watch.listed(changed, false);
    },
    loginIdOf: (user) => byUser.get(user) ?? null,
    loginIds: () => [...profiles.keys()],
    teams: () => teams,
    stop: () => spread.stop(),
  };
}

function mergedTeams(known: readonly Team[], read: readonly Team[]): Team[] {
  const fresh = new Map(read.map((team) => [team.rawId, team]));
  return [...known.filter((team) => !fresh.has(team.rawId)), ...read];
}

const COVERS = ['none', 'rest-only', 'some-user-feeds', 'user-feeds', 'team-feed'] as const;

/** What covers each team, by the better of the sides' reports. @param isAskedFor by REST, in rounds; the id as Finesse has it */
export function teamViews(
  teams: readonly Team[],
  reports: readonly (FeedReport | null)[],
  isAskedFor: (rawTeamId: string) => boolean,
): TeamView[] {
  return teams.map(({ rawId, id, name }) => {
    const best = Math.max(0, ...reports.map((report) => COVERS.indexOf(report?.teams.get(rawId) ?? 'none')));
    return { id, name, cover: COVERS[best === 0 && isAskedFor(rawId) ? 1 : best] ?? 'none' };
  });
}

/** Teams of which no side's feeds tell anything, as Finesse has their ids. */
export function bareTeams(teams: readonly Team[], reports: readonly (FeedReport | null)[]): string[] {
  const isBare = (rawId: string) => reports.every((report) => (report?.teams.get(rawId) ?? 'none') === 'none');
  return teams.map(({ rawId }) => rawId).filter(isBare);
}
