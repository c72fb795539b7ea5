/** What the form of a rule holds, the rule that it means, and what is wrong with it, field by field. Pure. */
import {
  type AlertRule,
  faultsOfRule,
  type RuleCondition,
  type RuleInput,
  type RuleWhere,
  ruleInput,
  type Severity,
  weekdays,
} from '#contract';
import { clockText } from './words';

export type NumberName = keyof typeof numbers;
export interface NumberField {
  label: string;
  min: number;
  max: number;
  whole: boolean;
}
const whole = (label: string, min: number, max: number): NumberField => ({ label, min, max, whole: true });
export const numbers = {
  misses: whole('Missed pings, at least', 1, 100_000),
  windowMin: whole('In so many minutes', 1, 60),
  overMs: whole('Over so many ms', 1, 3_600_000),
  atLeast: whole('Agents, at least', 2, 100_000),
  sharePercent: { label: 'And % of them, at least', min: 0, max: 100, whole: false },
  withinS: whole('Within so many seconds', 1, 3_600),
  leastAgents: whole('With agents connected lately, at least', 0, 100_000),
  leastEvents: whole('With events, at least', 1, 100_000),
  withinDays: whole('Days that are left', 1, 365),
  over: whole('Over so many', 1, 100_000),
  forS: whole('Fires after so many seconds', 0, 86_400),
  recoverS: whole('Over after so many seconds', 0, 86_400),
} satisfies Record<string, NumberField>;

export const numbersOf: Record<RuleCondition['of'], readonly NumberName[]> = {
  'session-down': [],
  'missed-pings': ['misses', 'windowMin'],
  'round-trip': ['overMs', 'windowMin'],
  'no-data': ['windowMin'],
  agents: ['atLeast', 'sharePercent'],
  group: ['atLeast', 'sharePercent', 'withinS'],
  'not-in-service': ['leastAgents'],
  outage: [],
  'event-delay': ['overMs', 'leastEvents'],
  certificate: ['withinDays'],
  account: [],
  'crowded-side': ['over'],
  'queued-tasks': ['over'],
  observer: [],
};

export interface Draft {
  /** null: a new one. */
  key: string | null;
  name: string;
  of: RuleCondition['of'];
  numbers: Record<NumberName, string>;
  quantile: '0.5' | '0.95' | '0.99';
  health: 'at-risk' | 'forced-out' | 'out' | 'unstable';
  per: 'cluster' | 'site' | 'team';
  serverPer: 'server' | 'cluster';
  observer: 'blind' | 'unreached' | 'not-recording';
  severity: Severity;
  /** '': the same. */
  outside: Severity | '';
  audience: AlertRule['audience'];
  where: RuleWhere;
  scheduled: boolean;
  days: readonly (typeof weekdays)[number][];
  fromTime: string;
  toTime: string;
  zone: string;
  /** `team=voice, region=eu` */
  labels: string;
  enabled: boolean;
}

export function emptyDraft(zone: string): Draft {
  return {
    ...{ key: null, name: '', of: 'round-trip', quantile: '0.95', health: 'out', per: 'team', serverPer: 'server' },
    numbers: {
      ...{ misses: '3', windowMin: '10', overMs: '400', atLeast: '5', sharePercent: '5', withinS: '60' },
      ...{ leastAgents: '0', leastEvents: '30', withinDays: '14', over: '10', forS: '0', recoverS: '30' },
    },
    ...{ observer: 'blind', severity: 'ticket', outside: '', audience: 'everybody', scheduled: false },
    where: { clusters: [], nodes: [], targets: [], transports: [], teams: [], sites: [] },
    ...{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], fromTime: '08:00', toTime: '18:00', zone, labels: '' },
    enabled: true,
  };
}

export function draftOf(rule: AlertRule, zone: string): Draft {
  const empty = emptyDraft(zone);
  const c = rule.condition;
  const known: Record<string, string> = { forS: text(rule.forMs / 1_000), recoverS: text(rule.recoverMs / 1_000) };
  for (const [name, value] of Object.entries(c)) if (typeof value === 'number') known[name] = text(value);
  if ('share' in c) known.sharePercent = text(Math.round(c.share * 10_000) / 100);
  return {
    ...empty,
    ...{ key: rule.key, name: rule.name, of: c.of, numbers: { ...empty.numbers, ...known } },
    ...(c.of === 'round-trip' ? { quantile: quantileText(c.quantile) } : {}),
    ...(c.of === 'agents' ? { health: c.health, per: c.per } : {}),
    ...(c.of === 'not-in-service' ? { serverPer: c.per } : {}),
    ...(c.of === 'observer' ? { observer: c.what } : {}),
    ...{
      severity: rule.severity,
      outside: rule.severityOutsideHours ?? '',
      audience: rule.audience,
      where: rule.where,
    },
    ...(rule.schedule === null
      ? {}
      : {
          ...{ scheduled: true, days: rule.schedule.days, zone: rule.schedule.zone },
          ...{ fromTime: clockText(rule.schedule.fromMin), toTime: clockText(rule.schedule.toMin) },
        }),
    labels: Object.entries(rule.labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
    enabled: rule.enabled,
  };
}

const text = (n: number): string => String(n);
const quantileText = (q: 0.5 | 0.95 | 0.99): Draft['quantile'] => (q === 0.5 ? '0.5' : q === 0.95 ? '0.95' : '0.99');
const quantileOf = (q: Draft['quantile']): 0.5 | 0.95 | 0.99 => (q === '0.5' ? 0.5 : q === '0.95' ? 0.95 : 0.99);

export type Faults = Partial<
  Record<NumberName | 'name' | 'where' | 'schedule' | 'audience' | 'labels' | 'condition', string>
>;
export interface Meant {
  /** null: something is missing or wrong. */
  rule: RuleInput | null;
  faults: Faults;
}

/** @param taken keys that others have */
export function meantBy(d: Draft, taken: readonly string[]): Meant {
  const faults: Faults = {};
  for (const name of [...numbersOf[d.of], 'forS', 'recoverS'] as const) {
    const fault = numberFault(numbers[name], d.numbers[name]);
    if (fault !== null) faults[name] = fault;
  }
  if (d.name.trim() === '') faults.name = 'Give it a name.';
  else if (d.key === null && keyOf(d.name) === '') faults.name = 'Needs a letter or a digit.';
  const labels = labelsOf(d.labels);
  if (labels === null) faults.labels = 'Write name=value, with commas between: lower-case letters, digits and _.';
  const schedule = scheduleOf(d);
  if (schedule === 'faulty') faults.schedule = 'Choose days, and two times such as 08:00.';
  const n = (name: NumberName) => Number(d.numbers[name]);
  const parsed = ruleInput.safeParse({
    ...{ key: d.key ?? freeKey(keyOf(d.name), taken), name: d.name, condition: conditionOf(d), where: d.where },
    ...{ severity: d.severity, severityOutsideHours: d.outside === '' ? null : d.outside, audience: d.audience },
    ...{ forMs: n('forS') * 1_000, recoverMs: n('recoverS') * 1_000, schedule, labels, enabled: d.enabled },
  });
  if (!parsed.success || Object.keys(faults).length > 0) return { rule: null, faults };
  for (const { at, message } of faultsOfRule(parsed.data)) faults[at] ??= message;
  return { rule: Object.keys(faults).length > 0 ? null : parsed.data, faults };
}

function conditionOf(d: Draft): unknown {
  const n = Object.fromEntries(numbersOf[d.of].map((name) => [name, Number(d.numbers[name])]));
  const { sharePercent, ...rest } = n;
  const share = sharePercent === undefined ? {} : { share: sharePercent / 100 };
  const base = { of: d.of, ...rest, ...share };
  switch (d.of) {
    case 'round-trip':
      return { ...base, quantile: quantileOf(d.quantile) };
    case 'agents':
      return { ...base, health: d.health, per: d.per };
    case 'not-in-service':
      return { ...base, per: d.serverPer };
    case 'observer':
      return { ...base, what: d.observer };
    default:
      return base;
  }
}

function numberFault({ min, max, whole: isWhole }: NumberField, value: string): string | null {
  const n = Number(value);
  const isFine = value.trim() !== '' && n >= min && n <= max && (!isWhole || Number.isInteger(n));
  return isFine ? null : `${isWhole ? 'A whole number' : 'A number'} from ${min} to ${max.toLocaleString('en')}.`;
}

function scheduleOf(d: Draft): AlertRule['schedule'] | 'faulty' {
  if (!d.scheduled) return null;
  const [fromMin, toMin] = [minutesOf(d.fromTime), minutesOf(d.toTime)];
  if (fromMin === null || toMin === null || d.days.length === 0) return 'faulty';
  return { days: weekdays.filter((day) => d.days.includes(day)), fromMin, toMin, zone: d.zone.trim() };
}

function minutesOf(clock: string): number | null {
  const found = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(clock);
  if (found === null) return null;
  const min = Number(found[1]) * 60 + Number(found[2]);
  return min <= 1_440 ? min : null;
}

function labelsOf(written: string): Record<string, string> | null {
  const labels: Record<string, string> = {};
  for (const part of written.split(',')) {
    if (part.trim() === '') continue;
    const found = /^\s*([a-z][a-z0-9_]{0,30})\s*=\s*(.{1,100}?)\s*$/.exec(part);
    if (found?.[1] === undefined || found[2] === undefined) return null;
    labels[found[1]] = found[2];
  }
  return labels;
}

export function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

function freeKey(key: string, taken: readonly string[]): string {
  if (!taken.includes(key)) return key;
  let n = 2;
  while (taken.includes(`${key}-${n}`)) n += 1;
  return `${key}-${n}`;
}
