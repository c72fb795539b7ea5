/** What follows from a rule's condition: its words, the kind of its incidents, and why it cannot be. Pure, for worker, file and form alike. */
import type { AlertRule, IncidentKind } from './alerts';
import type { RuleCondition, RuleSchedule, RuleWhere } from './rules';

/** What it is held against, for people: one phrase without a full stop. */
export function thresholdOf(condition: RuleCondition, forMs: number): string {
  const held = forMs > 0 ? ` for ${durationWords(forMs)}` : '';
  switch (condition.of) {
    case 'session-down':
      return `a session that is expected is not online${held}`;
    case 'missed-pings':
      return `${plural(condition.misses, 'missed ping')} in ${condition.windowMin} min${held}`;
    case 'round-trip': {
      const over = `RTT p${Math.round(condition.quantile * 100)} over ${numberWords(condition.overMs)} ms`;
      return `${over} in ${condition.windowMin} min${held}`;
    }
    case 'no-data':
      return `nothing measured in ${condition.windowMin} min though Holdfast was there${held}`;
    case 'agents': {
      const share = condition.share > 0 ? ` and ${percent(condition.share)}` : '';
      const agents = plural(condition.atLeast, 'agent');
      return `${agents}${share} of a ${condition.per} ${healthWords[condition.health]}${held}`;
    }
    case 'group': {
      const share = condition.share > 0 ? ` and ${percent(condition.share)}` : '';
      const back = forMs > 0 ? `, not back after ${durationWords(forMs)}` : '';
      return `${plural(condition.atLeast, 'agent')}${share} within ${condition.withinS} s${back}`;
    }
    case 'not-in-service': {
      if (condition.per === 'server') return `a side that is expected in service is not${held}${lately(condition)}`;
      return `no expected server in service${held}${lately(condition)}`;
    }
    case 'outage':
      return `the signature of an outage${held}`;
    case 'event-delay': {
      const least = condition.leastEvents > 1 ? `, with ${condition.leastEvents} events` : '';
      return `event delay p95 over ${numberWords(condition.overMs)} ms${held}${least}`;
    }
    case 'certificate':
      return condition.withinDays === 1 ? 'less than 24 h valid' : `less than ${condition.withinDays} days valid`;
    case 'account':
      return `a monitor account refused or locked${held}`;
    case 'crowded-side':
      return `over ${numberWords(condition.over)} agents on a side${held}`;
    case 'queued-tasks':
      return `over ${plural(condition.over, 'queued task')}${held}`;
    case 'observer':
      return `${observerWords[condition.what]}${held}`;
  }
}

const healthWords = {
  ...{ 'at-risk': 'at risk', 'forced-out': 'forced out and not back', out: 'out', unstable: 'unstable' },
} as const;
const observerWords = {
  blind: 'no feed of a cluster is fresh',
  unreached: 'no server of a cluster answers anything',
  'not-recording': 'the database takes nothing',
} as const;

function lately({ leastAgents }: { leastAgents: number }): string {
  return leastAgents > 0 ? `, ${plural(leastAgents, 'agent')} connected in the last 30 min` : '';
}

/** e.g. `45 s`, `150 s`, `10 min`, `2 h`. */
export function durationWords(ms: number): string {
  const s = Math.round(ms / 1_000);
  if (s >= 7_200 && s % 3_600 === 0) return `${s / 3_600} h`;
  return s >= 180 && s % 60 === 0 ? `${s / 60} min` : `${s} s`;
}

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;
const numberWords = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const plural = (n: number, what: string): string => `${numberWords(n)} ${what}${n === 1 ? '' : 's'}`;

/** The kind of the incidents that a condition makes. */
export function kindOf(condition: RuleCondition): IncidentKind {
  switch (condition.of) {
    case 'session-down':
    case 'no-data':
      return 'session-down';
    case 'missed-pings':
    case 'round-trip':
      return 'round-trip';
    case 'agents':
      return condition.health === 'unstable' ? 'unstable-agents' : 'team-out';
    case 'group':
      return 'group-disconnect';
    case 'not-in-service':
      return condition.per === 'server' ? 'server-outage' : 'service-down';
    case 'outage':
      return 'server-outage';
    case 'event-delay':
    case 'certificate':
    case 'account':
    case 'crowded-side':
    case 'queued-tasks':
    case 'observer':
      return condition.of;
  }
}

/** With what follows from its condition; whatever was given for that is replaced. */
export function completeRule(
  rule: Omit<AlertRule, 'kind' | 'threshold' | 'origin'>,
  origin: AlertRule['origin'],
): AlertRule {
  return { ...rule, kind: kindOf(rule.condition), threshold: thresholdOf(rule.condition, rule.forMs), origin };
}

export type RuleInput = Omit<AlertRule, 'kind' | 'threshold' | 'origin'>;
export interface RuleFault {
  /** The part of the rule that it is about. */
  at: 'condition' | 'where' | 'schedule' | 'audience' | 'labels';
  message: string;
}

/** What is wrong with a rule whose shape is right. Places that are not known (yet) are fine, those that exclude each other are not. */
export function faultsOfRule(rule: Pick<RuleInput, 'condition' | 'where' | 'schedule' | 'audience'>): RuleFault[] {
  const { condition, schedule } = rule;
  const faults: RuleFault[] = [];
  if ((condition.of === 'agents' || condition.of === 'group') && condition.atLeast < 2)
    faults.push({ at: 'condition', message: 'A single agent never notifies anyone: ask for 2 at least.' });
  if (rule.audience === 'team' && !(condition.of === 'agents' && condition.per === 'team'))
    faults.push({ at: 'audience', message: 'Only a rule about the agents of a team can be told to that team alone.' });
  const where = whereFault(rule.where);
  if (where !== null) faults.push({ at: 'where', message: where });
  const when = schedule === null ? null : scheduleFault(schedule);
  if (when !== null) faults.push({ at: 'schedule', message: when });
  return faults;
}

/** The first fault as a sentence; null: the rule can be. */
export function refusalOfRule(rule: Pick<RuleInput, 'condition' | 'where' | 'schedule' | 'audience'>): string | null {
  return faultsOfRule(rule)[0]?.message ?? null;
}

function whereFault(where: RuleWhere): string | null {
  for (const key of where.targets) {
    const [cluster = '', node = '', transport = ''] = key.split('/');
    const outside =
      (where.clusters.length > 0 && !where.clusters.includes(cluster)) ||
      (where.nodes.length > 0 && !where.nodes.includes(node)) ||
      (where.transports.length > 0 && !where.transports.some((t) => t === transport));
    if (outside) return `${key} is not in the clusters, nodes and transports that the rule is limited to.`;
  }
  return null;
}

function scheduleFault({ fromMin, toMin, zone }: RuleSchedule): string | null {
  if (!isZoneName(zone)) return `${zone} is not a time zone such as Europe/Paris.`;
  return fromMin === toMin ? 'It ends when it begins; the whole day is from 00:00 to 24:00.' : null;
}

function isZoneName(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
