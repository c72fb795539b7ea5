/** The teams that servers report, with their sites and their supervisors. Pure. */
import type { Scope } from '#contract';

export interface TeamFacts {
  clusterKey: string;
  clusterName: string;
  clusterRemoved: boolean;
  teamId: string;
  teamName: string;
}

export interface TeamRow extends TeamFacts {
  agents: number;
  /** Where its agents sit, most of them first; `null`: no rule of sites fits them. */
  sites: { site: string | null; agents: number }[];
  supervisors: string[];
}

interface AgentOf {
  clusterKey: string;
  teamId: string | null;
  site: string | null;
}

interface PersonOf {
  name: string;
  role: string;
  teams: Scope;
  disabled: boolean;
}

/** In the order of clusters and names; those whom no team has are not told. */
export function teamRows(
  teams: readonly TeamFacts[],
  agents: readonly AgentOf[],
  persons: readonly PersonOf[],
): TeamRow[] {
  const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return teams
    .map((team) => {
      const own = agents.filter((a) => a.clusterKey === team.clusterKey && a.teamId === team.teamId);
      return { ...team, agents: own.length, sites: sitesOf(own), supervisors: supervisorsOf(team, persons) };
    })
    .sort((a, b) => names.compare(a.clusterName, b.clusterName) || names.compare(a.teamName, b.teamName));
}

function sitesOf(agents: readonly AgentOf[]): TeamRow['sites'] {
  const counts = new Map<string | null, number>();
  for (const { site } of agents) counts.set(site, (counts.get(site) ?? 0) + 1);
  return [...counts].map(([site, n]) => ({ site, agents: n })).sort((a, b) => b.agents - a.agents);
}

function supervisorsOf({ clusterKey, teamId }: TeamFacts, persons: readonly PersonOf[]): string[] {
  return persons
    .filter((p) => p.role === 'supervisor' && !p.disabled)
    .filter((p) => p.teams?.some((t) => t.clusterKey === clusterKey && t.teamId === teamId) ?? false)
    .map((p) => p.name);
}

/** `Lyon 12, Paris 3, 2 without a site` */
export function siteWords(sites: TeamRow['sites']): string {
  return sites.map(({ site, agents }) => (site === null ? `${agents} without a site` : `${site} ${agents}`)).join(', ');
}
