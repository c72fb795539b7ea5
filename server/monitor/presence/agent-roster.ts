/** Where everybody is connected, as a group disconnect is held against it. */
import type { FinesseSide } from '#contract';
import type { RosterEntry } from '../../domain/presence/groups';
import type { WatchedAgent } from './agent-state';

export function rosterOf(agents: Iterable<WatchedAgent>): RosterEntry[] {
  const roster: RosterEntry[] = [];
  for (const agent of agents) {
    const { loginId, profile } = agent;
    if (profile === null) continue;
    const { side, connected } = whereabouts(agent);
    // no feed tells the transport of a connection
    roster.push({ loginId, team: profile.teamName, site: profile.site, transport: null, side, connected });
  }
  return roster;
}

/** Whoever is at risk was connected until just now. */
function whereabouts({ published: { health } }: WatchedAgent): { side: FinesseSide | null; connected: boolean } {
  switch (health.kind) {
    case 'connected':
    case 'unstable':
    case 'at-risk':
      return { side: health.side, connected: true };
    case 'forced-out':
      return { side: health.connectedOn, connected: health.connectedOn !== null };
    case 'logged-out':
    case 'unknown':
      return { side: null, connected: false };
  }
}
