/** Open incidents as bare as they can be. */
import { type Incident, incident as incidentShape, type Severity } from '#contract';

export function incidentOf(
  id: string,
  at: number,
  severity: Severity = 'page',
  more: Partial<Incident> = {},
): Incident {
  const explanation = {
    ...{ ruleKey: 'rule', ruleName: 'Rule', severity, threshold: '', begunAt: at, firedAt: at, pendingForMs: 0 },
    ...{ endedAt: null, samples: [] },
  };
  return incidentShape.parse({
    ...{ id, revision: 1, kind: 'session-down', subject: id, severity, audience: 'everybody', clusterKey: 'lab' },
    ...{
      nodeKey: 'a',
      side: null,
      teamId: null,
      title: `trouble ${id}`,
      status: 'open',
      firstSignAt: at,
      openedAt: at,
    },
    ...{ cause: { outage: null, scope: null, where: null, failure: null }, acknowledged: null, assignedTo: null },
    ...{ resolved: null, reopened: 0, flapping: false, mutedBy: null, explanations: [explanation], told: [] },
    ...{ affected: { servers: [], transports: [], teams: [], agents: 0, agentsAtMost: 0 }, timeline: [] },
    ...more,
  });
}
