/** Replays a rule over what is stored, part by part: progress first, the result last. Memory is bounded by a day of one part. */
import type { AlertRule, EpochMs, ReplayFiring, ReplayLine, RuleSchedule, Severity, TargetState } from '#contract';
import type { Finding } from '../../domain/alert/finding';
import {
  AS_TODAY,
  BY_COUNTS,
  begins,
  coarse,
  historyOf,
  NOT_RECORDED,
  pseudonyms,
  SITES_TODAY,
} from '../../domain/alert/replay/needs';
import { createTrack } from '../../domain/alert/replay/track';
import { isInServiceHours } from '../../domain/alert/service-hours';
import { isTargetIn } from '../../domain/alert/where';
import { loadConnected } from './replay-connected';
import type { ReplayContext } from './replay-context';
import { replayClusters, replaySessions } from './replay-facts';
import { replayTargets } from './replay-pings';
import type { ReplayReads } from './replay-reads';

export interface ReplayOptions {
  rule: AlertRule;
  range: { from: EpochMs; to: EpochMs };
  now: EpochMs;
  /** null: while agents are connected. */
  serviceHours: RuleSchedule | null;
}

/** Listed at most. */
const FIRINGS = 500;

/** Parts that are done, of all; ends by itself, or when its consumer stops asking. Throws `StoreError`. */
export async function* replayRule(reads: ReplayReads, options: ReplayOptions): AsyncGenerator<ReplayLine> {
  const marks = await reads.replayMarks();
  const { rule } = options;
  const keptFrom = marks.get(historyOf(rule.condition)) ?? 0;
  const range = {
    from: Math.max(options.range.from, keptFrom),
    to: Math.min(options.range.to, options.now),
  };
  const unobserved = await reads.replayUnobserved(range, options.now);
  const found = createCollection();
  const places = await reads.replayPlaces();
  const clusters = places.clusters.map((c) => c.key).filter((key) => isOneOf(rule.where.clusters, key));
  const counts = needsCounts(rule, options.serviceHours);
  const connected = counts ? await loadConnected(reads, clusters, range) : () => 0;
  const severityOf = severityBy(rule, options.serviceHours, connected);
  const context: ReplayContext = {
    ...{ reads, rule, range, marks, unobserved, places, connected },
    track: (of, endsAt) =>
      createTrack(of, severityOf, (f) => found.add({ ...f, endedAt: f.endedAt ?? endsAt ?? null })),
  };
  if (range.from < range.to && rule.enabled) yield* partsOf(context);
  const notes = notesOf(context, options.range.from, counts);
  yield { line: 'result', result: { ...range, ...found.all(), notes, unobserved: [...unobserved] } };
}

async function* partsOf(context: ReplayContext): AsyncGenerator<ReplayLine> {
  const { condition, where } = context.rule;
  const targets = context.places.targets.filter((t: TargetState) => isTargetIn(where, t));
  if ('windowMin' in condition) yield* replayTargets(context, condition, targets);
  else if (condition.of === 'session-down') yield* replaySessions(context, targets);
  else if (condition.of !== 'observer' || condition.what !== 'not-recording') yield* replayClusters(context);
}

const isOneOf = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

function needsCounts({ condition, severityOutsideHours }: AlertRule, hours: RuleSchedule | null): boolean {
  const counted = condition.of === 'group' || (condition.of === 'not-in-service' && condition.per === 'cluster');
  const least = condition.of === 'not-in-service' && condition.leastAgents > 0;
  return counted || least || (severityOutsideHours !== null && hours === null);
}

function severityBy(rule: AlertRule, hours: RuleSchedule | null, connected: ReplayContext['connected']) {
  return (finding: Finding, at: EpochMs): Severity => {
    if (rule.severityOutsideHours === null) return rule.severity;
    const { clusterKey } = finding;
    const busy = hours === null ? clusterKey !== null && connected(clusterKey, at) > 0 : isInServiceHours(hours, at);
    return busy && !finding.covered ? rule.severity : rule.severityOutsideHours;
  };
}

/** The newest firings, and how many there were. */
function createCollection() {
  let kept: ReplayFiring[] = [];
  let total = 0;
  const subjects = new Set<string>();
  const newest = () => kept.sort((a, b) => b.firedAt - a.firedAt).slice(0, FIRINGS);
  return {
    add(firing: ReplayFiring): void {
      total += 1;
      subjects.add(firing.subject);
      kept.push(firing);
      if (kept.length >= 2 * FIRINGS) kept = newest();
    },
    all: () => ({ firings: newest().reverse(), total, subjects: subjects.size }),
  };
}

function notesOf({ rule, range, marks }: ReplayContext, askedFrom: EpochMs, counts: boolean): string[] {
  const { condition } = rule;
  if (condition.of === 'observer' && condition.what === 'not-recording') return [NOT_RECORDED];
  const minutes = marks.get('1m') ?? 0;
  const names = marks.get('names') ?? 0;
  return [
    ...(range.from > askedFrom ? [begins(range.from)] : []),
    ...('windowMin' in condition && minutes > range.from ? [coarse(minutes)] : []),
    ...(counts ? [BY_COUNTS] : []),
    ...(condition.of === 'agents' && names > range.from ? [pseudonyms(names)] : []),
    ...(condition.of === 'agents' && (condition.per === 'site' || rule.where.sites.length > 0) ? [SITES_TODAY] : []),
    AS_TODAY,
  ];
}
