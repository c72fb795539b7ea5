/** An outage in review, from what was read of it: pure. */
import type { OutageReview } from '#contract';
import { affectedAgentsOf, agentLanes } from './agents';
import { causeOf, firstSignOf } from './cause';
import { changesBefore } from './changes';
import { collectOf } from './collect';
import { goneOf, marksOf, toldOf } from './moments';
import { affectedBy, type OutageReads } from './reads';
import { blindSpans, failoverOf, readinessOf, sessionLanes } from './servers';

export function outageReview(reads: OutageReads): OutageReview {
  const { incident, window, at, names } = reads;
  const concerned = affectedBy(incident, reads.disconnects, window);
  const affected = concerned ?? [];
  const readiness = readinessOf(reads);
  const lanes = agentLanes(affected, reads);
  return {
    ...{ incident, clusterName: reads.clusterName, at, ...window, names },
    firstSign: firstSignOf(reads, affected),
    cause: causeOf(reads),
    agents: concerned === null ? null : affectedAgentsOf(concerned, at),
    failover: failoverOf(reads, readiness, affected),
    changes: changesBefore(reads),
    blind: blindSpans(reads),
    told: toldOf(reads),
    deliveries: reads.deliveries.map(
      ({ id, channel, transition, status, createdAt, deliveredAt, tries, condition, attempts }) => ({
        ...{ id, channel, transition, status, createdAt, deliveredAt, tries, condition, attempts },
      }),
    ),
    collect: collectOf(reads),
    gone: goneOf(reads),
    readiness,
    sessions: sessionLanes(reads),
    sessionsLeftOut: reads.sessionsLeftOut,
    lanes,
    lanesLeftOut: affected.length - lanes.length,
    rtt: [...reads.rtt],
    marks: marksOf(reads),
  };
}
