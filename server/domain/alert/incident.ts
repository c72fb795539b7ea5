/** How an incident's record begins and changes. */
import {
  type AlertRule,
  type EpochMs,
  type Explanation,
  type Incident,
  type Mute,
  type Severity,
  type TimelineEntry,
  urgencyOf,
} from '#contract';
import type { Finding } from './finding';

/** A firing alert, with what it is about now; `finding` null: since before our start, not seen again yet. */
export interface Firing {
  rule: AlertRule;
  severity: Severity;
  begunAt: EpochMs;
  firedAt: EpochMs;
  samples: readonly { time: EpochMs; text: string }[];
  finding: Finding | null;
}

export const TIMELINE_KEPT = 300;

/** Readable, and the same for the same facts. */
export function incidentIdOf(subject: string, openedAt: EpochMs): string {
  const words = subject.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 80);
  return `${words}-${openedAt.toString(36)}`.toLowerCase();
}

/** @param firing of one subject, the most urgent first */
export function openedIncident(firing: readonly [Firing, ...Firing[]], finding: Finding, at: EpochMs): Incident {
  const [first] = firing;
  const { subject, clusterKey, nodeKey, side, teamId, title, cause, flapping } = finding;
  const firstSignAt = Math.min(...firing.map((f) => f.begunAt));
  const timeline = [
    said(firstSignAt, 'first-sign', firing.at(-1)?.samples[0]?.text ?? finding.sample),
    said(at, 'fired', firedWords(first)),
  ];
  return {
    ...{ id: incidentIdOf(subject, at), revision: 1, kind: first.rule.kind, subject, severity: first.severity },
    ...{ audience: first.rule.audience, clusterKey, nodeKey, side, teamId, title, cause, status: 'open', firstSignAt },
    ...{ openedAt: at, acknowledged: null, assignedTo: null, resolved: null, reopened: 0, flapping, mutedBy: null },
    ...{ mergedInto: null, labels: first.rule.labels },
    affected: { ...finding.affected, agentsAtMost: finding.affected.agents },
    ...{ explanations: firing.map(explanationOf), told: [], timeline },
  };
}

/** What its alerts say now; the same object when nothing changed. */
export function updatedIncident(i: Incident, firing: readonly [Firing, ...Firing[]], at: EpochMs): Incident {
  const [first] = firing;
  const findings = firing.flatMap((f) => f.finding ?? []);
  // The alerts of a duplicate add to it; what it is called stays its own.
  const lead = findings.find((f) => f.subject === i.subject) ?? findings[0] ?? null;
  const added: TimelineEntry[] = [];
  const explanations = merged(i.explanations, firing.map(explanationOf), at);
  for (const f of firing)
    if (!i.explanations.some((x) => x.ruleKey === f.rule.key && x.firedAt === f.firedAt))
      added.push(said(at, 'fired', firedWords(f)));
  const affected = lead === null ? i.affected : affectedNow(i, findings);
  if (lead !== null && affected.agentsAtMost >= 2 * Math.max(1, i.affected.agentsAtMost))
    added.push(said(at, 'affected', `${affected.agents} agents`));
  const next: Incident = {
    ...i,
    // It grows, and only its end takes it back: what was told as urgent stays so.
    severity: mostUrgent(i.severity, first.severity),
    audience: first.rule.audience === 'everybody' ? 'everybody' : i.audience,
    title: lead?.subject === i.subject ? lead.title : i.title,
    cause: lead === null || (lead.cause.outage === null && i.cause.outage !== null) ? i.cause : lead.cause,
    flapping: i.flapping || (lead?.flapping ?? false),
    affected,
    explanations,
    timeline: [...i.timeline, ...added].slice(-TIMELINE_KEPT),
  };
  return same(i, next) ? i : next;
}

/** Of the alerts of one subject the most urgent says it; those of others add theirs. */
function affectedNow(i: Incident, findings: readonly Finding[]): Incident['affected'] {
  const bySubject = new Map<string, Finding>();
  for (const f of findings) if (!bySubject.has(f.subject)) bySubject.set(f.subject, f);
  const all = [...bySubject.values()].map(({ affected }) => ({ ...affected, agentsAtMost: affected.agents }));
  const now = all.reduce(affectedOfBoth);
  return { ...now, agentsAtMost: Math.max(now.agents, i.affected.agentsAtMost) };
}

/** Nobody knows whether they are the same agents: as many as the larger has, and of each team likewise. */
export function affectedOfBoth(a: Incident['affected'], b: Incident['affected']): Incident['affected'] {
  const teams = new Map(a.teams.map((t) => [t.teamId, t]));
  for (const t of b.teams) if (t.agents > (teams.get(t.teamId)?.agents ?? -1)) teams.set(t.teamId, t);
  return {
    servers: [...new Set([...a.servers, ...b.servers])],
    transports: [...new Set([...a.transports, ...b.transports])],
    teams: [...teams.values()],
    agents: Math.max(a.agents, b.agents),
    agentsAtMost: Math.max(a.agentsAtMost, b.agentsAtMost),
  };
}

export function reopenedIncident(i: Incident, firing: readonly [Firing, ...Firing[]], at: EpochMs): Incident {
  const reopened = i.reopened + 1;
  const [first] = firing;
  const timeline = [...i.timeline, said(at, 'reopened', firedWords(first))];
  const flapping = i.flapping || reopened >= FLAPS;
  if (flapping && !i.flapping) timeline.push(said(at, 'flapping', `it came back ${reopened} times`));
  const { severity } = first;
  const again = { ...i, status: 'open' as const, severity, resolved: null, acknowledged: null, reopened, flapping };
  return updatedIncident({ ...again, timeline }, firing, at);
}

/** So often it comes back before it is called flapping, and held open until it is quiet. */
export const FLAPS = 2;

export function resolvedIncident(i: Incident, at: EpochMs, who: string | null): Incident {
  const text = who === null ? 'it is over' : 'resolved by hand';
  return {
    ...i,
    status: 'resolved',
    resolved: { time: at, who },
    mutedBy: null,
    affected: { ...i.affected, agents: 0 },
    explanations: i.explanations.map((x) => ({ ...x, endedAt: x.endedAt ?? at })),
    timeline: [...i.timeline, { ...said(at, 'resolved', text), by: who }],
  };
}

export function mutedIncident(i: Incident, by: Mute | null, at: EpochMs): Incident {
  if (i.mutedBy?.by === by?.by && i.mutedBy?.ref === by?.ref) return i;
  const entry = by === null ? said(at, 'unmuted', 'it is told again') : said(at, 'muted', by.text);
  return { ...i, mutedBy: by, timeline: [...i.timeline, entry] };
}

export function said(
  time: EpochMs,
  kind: TimelineEntry['kind'],
  text: string,
  by: string | null = null,
): TimelineEntry {
  return { time, kind, text: text.slice(0, 2_000), by };
}

export const mostUrgent = (a: Severity, b: Severity): Severity => (urgencyOf(a) <= urgencyOf(b) ? a : b);

function firedWords({ rule, severity, begunAt, firedAt }: Firing): string {
  return `${rule.name} (${severity}): ${rule.threshold}; it held for ${Math.round((firedAt - begunAt) / 1_000)} s`;
}

function explanationOf({ rule, severity, begunAt, firedAt, samples }: Firing): Explanation {
  return {
    ...{ ruleKey: rule.key, ruleName: rule.name, severity, threshold: rule.threshold, begunAt, firedAt },
    ...{ pendingForMs: Math.max(0, firedAt - begunAt), endedAt: null, samples: [...samples] },
  };
}

/** One per rule, the latest; those that fire no more have ended. */
function merged(known: readonly Explanation[], now: readonly Explanation[], at: EpochMs): Explanation[] {
  const kept = known
    .filter((x) => !now.some((n) => n.ruleKey === x.ruleKey))
    .map((x) => ({ ...x, endedAt: x.endedAt ?? at }));
  const first = (n: Explanation) => known.find((x) => x.ruleKey === n.ruleKey && x.firedAt === n.firedAt);
  // Since before our start the samples of then are all there are.
  return [...kept, ...now.map((n) => (n.samples.length > 0 ? n : { ...n, samples: first(n)?.samples ?? [] }))];
}

function same(a: Incident, b: Incident): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
