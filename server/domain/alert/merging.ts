/** Duplicates: two incidents that are one trouble become one, in which the alerts of both go on. */
import type { EpochMs, Incident } from '#contract';
import { affectedOfBoth, mostUrgent, resolvedIncident, said, TIMELINE_KEPT } from './incident';

/** null: they can be merged. */
export function refusalOfMerging(duplicate: Incident, into: Incident): string | null {
  if (duplicate.id === into.id) return 'An incident is no duplicate of itself.';
  if (duplicate.mergedInto !== null) return 'It is merged into another one already.';
  if (into.mergedInto !== null) return `${into.title} is itself a duplicate: merge into the one that goes on.`;
  if (duplicate.status === 'open' && into.status === 'resolved') return `${into.title} is over, and this one is not.`;
  if (duplicate.clusterKey !== into.clusterKey) return 'They are about different clusters.';
  const ofTeams = duplicate.audience === 'team' || into.audience === 'team';
  return ofTeams && duplicate.teamId !== into.teamId ? 'They are told to different teams.' : null;
}

/**
 * The duplicate is over; the other has its facts, teams and explanations. A channel that knows both is told nothing but that they are
 * merged; one that knew the duplicate alone is told of the other as of any.
 *
 * @param who merged them
 */
export function mergedIncidents(
  duplicate: Incident,
  into: Incident,
  at: EpochMs,
  who: string,
): { duplicate: Incident; into: Incident } {
  const over = duplicate.status === 'open' ? resolvedIncident(duplicate, at, who) : duplicate;
  const goesOn: Incident = {
    ...into,
    severity: mostUrgent(into.severity, duplicate.severity),
    cause: says(into.cause) || !says(duplicate.cause) ? into.cause : duplicate.cause,
    firstSignAt: Math.min(into.firstSignAt, duplicate.firstSignAt),
    acknowledged: into.acknowledged ?? duplicate.acknowledged,
    assignedTo: into.assignedTo ?? duplicate.assignedTo,
    labels: { ...duplicate.labels, ...into.labels },
    flapping: into.flapping || duplicate.flapping,
    affected: affectedOfBoth(into.affected, duplicate.affected),
    explanations: [...into.explanations, ...duplicate.explanations],
    told: into.told.map((mark) => {
      const other = duplicate.told.find((t) => t.channel === mark.channel);
      return other === undefined ? mark : { ...mark, severity: mostUrgent(mark.severity, other.severity) };
    }),
    timeline: [...into.timeline, ...factsOf(duplicate)]
      .sort((a, b) => a.time - b.time)
      .concat(said(at, 'merged', `with its duplicate: ${duplicate.title}`, who))
      .slice(-TIMELINE_KEPT),
  };
  const merged = said(at, 'merged', `into: ${into.title}`, who);
  return { duplicate: { ...over, mergedInto: into.id, timeline: [...over.timeline, merged] }, into: goesOn };
}

const says = (cause: Incident['cause']): boolean =>
  cause.outage !== null || cause.scope !== null || cause.failure !== null;

const FACTS = new Set<Incident['timeline'][number]['kind']>(['first-sign', 'fired', 'affected', 'note', 'flapping']);
const factsOf = ({ timeline }: Incident) => timeline.filter(({ kind }) => FACTS.has(kind));

/**
 * What the alerts of a subject go on in: the subject itself, or that of the incident which its latest one was merged into.
 *
 * @param goesOn whether an incident still takes alerts: it is open, or not long over
 */
export function carrierOf(
  subject: string,
  incidents: ReadonlyMap<string, Incident>,
  goesOn: (i: Incident) => boolean,
): string {
  let carrier = subject;
  // Each step leads to an incident that was merged later, so this ends.
  for (let steps = 0; steps <= incidents.size; steps += 1) {
    const latest = latestOf(carrier, incidents);
    const next = latest?.mergedInto == null ? undefined : incidents.get(latest.mergedInto);
    if (next === undefined || next.subject === carrier || !(goesOn(next) || next.mergedInto !== null)) return carrier;
    carrier = next.subject;
  }
  return subject;
}

function latestOf(subject: string, incidents: ReadonlyMap<string, Incident>): Incident | undefined {
  let latest: Incident | undefined;
  for (const i of incidents.values())
    if (i.subject === subject && (latest === undefined || i.openedAt > latest.openedAt)) latest = i;
  return latest;
}
