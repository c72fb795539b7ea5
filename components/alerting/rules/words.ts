/** Rules in words. Pure. */
import {
  type AlertRule,
  durationWords,
  type RuleCondition,
  type RuleInput,
  type RuleSchedule,
  type RuleWhere,
  type Severity,
  thresholdOf,
  weekdays,
} from '#contract';
import { transportName } from '../../format/names';
import { inWords } from '../../format/units';
import { namesOf, type RulePlaces } from './places';

export const conditionWords: Record<RuleCondition['of'], string> = {
  'session-down': 'A session is lost',
  'missed-pings': 'Pings are missed',
  'round-trip': 'Answers are slow',
  'no-data': 'Nothing is measured',
  agents: 'Agents are out or unstable',
  group: 'A group disconnects',
  'not-in-service': 'Servers are not in service',
  outage: 'The signature of an outage',
  'event-delay': 'Events come late',
  certificate: 'A certificate ends',
  account: 'A monitor account is refused',
  'crowded-side': 'Too many agents on a side',
  'queued-tasks': 'Tasks are queued',
  observer: 'Holdfast itself is in trouble',
};

export const originWords: Record<AlertRule['origin'], string> = {
  default: 'comes with Holdfast',
  file: 'of holdfast.yaml',
  own: 'made or changed here',
};

const urgency: Record<Severity, string> = {
  page: 'a page',
  high: 'high',
  ticket: 'a ticket',
  'in-page': 'a notice in the pages',
};

const dayWords = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as const;

/** `in Berlin`, `in Berlin, over TCP and BOSH`; nothing: everywhere. */
export function whereWords(where: RuleWhere, places: RulePlaces): string {
  const list = (what: string, values: readonly string[]) => (values.length === 0 ? [] : [`${what} ${inWords(values)}`]);
  return [
    ...list('in', namesOf(where.clusters, places.clusters)),
    ...list('on', namesOf(where.nodes, places.nodes)),
    ...list('over', where.transports.map(transportName)),
    ...list('of', namesOf(where.targets, places.targets)),
    ...list(where.teams.length === 1 ? 'of team' : 'of the teams', namesOf(where.teams, places.teams)),
    ...list(where.sites.length === 1 ? 'at site' : 'at the sites', where.sites),
  ].join(', ');
}

/** `Mon to Fri, 08:00 to 18:00 (Europe/Paris)` */
export function scheduleWords({ days, fromMin, toMin, zone }: RuleSchedule): string {
  const inOrder = weekdays.filter((d) => days.includes(d));
  const first = inOrder[0];
  const last = inOrder.at(-1);
  const isRun =
    first !== undefined &&
    last !== undefined &&
    inOrder.length > 2 &&
    weekdays.indexOf(last) - weekdays.indexOf(first) === inOrder.length - 1;
  const which =
    inOrder.length === 7
      ? 'every day'
      : isRun
        ? `${dayWords[first]} to ${dayWords[last]}`
        : inWords(inOrder.map((d) => dayWords[d]));
  return `${which}, ${clockText(fromMin)} to ${clockText(toMin)} (${zone})`;
}

export function clockText(min: number): string {
  return `${String(Math.floor(min / 60)).padStart(2, '0')}:${String(min % 60).padStart(2, '0')}`;
}

/** The whole rule, as it is typed. */
export function ruleSentence(rule: RuleInput, places: RulePlaces): string {
  const where = whereWords(rule.where, places);
  const outside = rule.severityOutsideHours;
  const what = `Is ${urgency[rule.severity]}${outside === null ? '' : `, outside of service hours ${urgency[outside]}`}, when: ${thresholdOf(rule.condition, rule.forMs)}`;
  const when = rule.schedule === null ? '' : ` Looks ${scheduleWords(rule.schedule)} only.`;
  const over =
    rule.recoverMs === 0
      ? 'Over as soon as that is gone.'
      : `Over when that is gone for ${durationWords(rule.recoverMs)}.`;
  return `${what}${where === '' ? '' : `, ${where}`}. ${over}${when}`;
}
