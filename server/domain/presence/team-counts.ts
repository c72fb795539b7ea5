/** How many agents of each team are in which health. */
import type { HealthKind, TeamCount } from '#contract';

const counted: Record<HealthKind, Exclude<keyof TeamCount, 'teamId'>> = {
  ...{ connected: 'connected', unstable: 'unstable', unknown: 'unknown' },
  ...{ 'at-risk': 'atRisk', 'forced-out': 'forcedOut', 'logged-out': 'loggedOut' },
};

export function teamCountsOf(agents: Iterable<{ teamId: string; health: HealthKind }>): TeamCount[] {
  const counts = new Map<string, TeamCount>();
  for (const { teamId, health } of agents) {
    const count = counts.get(teamId) ?? {
      ...{ teamId, connected: 0, unstable: 0, atRisk: 0, forcedOut: 0, loggedOut: 0, unknown: 0 },
    };
    count[counted[health]] += 1;
    counts.set(teamId, count);
  }
  return [...counts.values()].sort((a, b) => (a.teamId < b.teamId ? -1 : 1));
}
