/** The facts that tell of an incident: the whole one, and each team's share of it where that changed. */
import { countsAgents, type EpochMs, type Fact, type Incident, incidentFor } from '#contract';

/** @returns called with each new record of an incident, in order */
export function createIncidentFacts(): (i: Incident, at: EpochMs) => Fact[] {
  const sharesTold = new Map<string, string>();
  return (i, at) => {
    const whole: Fact = { type: 'incident-changed', at, forTeam: null, incident: i };
    const { clusterKey } = i;
    if (clusterKey === null || !countsAgents(i)) return [whole];
    // Of a server: told to everybody who sees the service, without whose agents it cost their connection.
    const ofService = incidentFor(i, []);
    const service: Fact[] =
      ofService === null ? [] : [{ type: 'incident-changed', at, forTeam: null, incident: ofService }];
    const shares = i.affected.teams.flatMap(({ teamId }): Fact[] => {
      const share = incidentFor(i, [{ clusterKey, teamId }]);
      if (share === null) return [];
      const text = JSON.stringify({ ...share, revision: 0 });
      const key = `${i.id} ${teamId}`;
      if (sharesTold.get(key) === text) return [];
      if (share.status === 'resolved') sharesTold.delete(key);
      else sharesTold.set(key, text);
      return [{ type: 'incident-changed', at, forTeam: { clusterKey, teamId }, incident: share }];
    });
    return [whole, ...service, ...shares];
  };
}
