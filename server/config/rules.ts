/** Rules of holdfast.yaml: new ones, and those that come with Holdfast with what the file changes of them. */
import { type AlertRule, completeRule, faultsOfRule, type RuleCondition, type RuleInput, ruleWhere } from '#contract';
import { defaultRules, everywhere } from '../domain/alert/rules';
import type { Finding, WhereOf } from './problem';
import type { ConditionShape, RuleShape } from './shape-rules';
import { slugOf } from './slug-of';
import { nearest } from './suggest';
import type { Path } from './yaml-source';

export interface RulesBuilt {
  rules: AlertRule[];
  findings: Finding[];
}

const usual: Omit<RuleInput, 'key' | 'name' | 'condition'> = {
  ...{ where: everywhere, severity: 'ticket', severityOutsideHours: null, audience: 'everybody', schedule: null },
  ...{ forMs: 0, recoverMs: 30_000, labels: {}, enabled: true },
};

/** @param whereOf for what is said of another rule */
export function rulesOf(shapes: readonly RuleShape[], whereOf: WhereOf): RulesBuilt {
  const rules: AlertRule[] = [];
  const findings: Finding[] = [];
  const lines = new Map<string, string>();
  for (const [i, shape] of shapes.entries()) {
    const path: Path = ['rules', i];
    const key = shape.key ?? slugOf(shape.name ?? '');
    const taken = lines.get(key);
    if (taken !== undefined)
      findings.push({
        path,
        at: 'value',
        message: `stands for the key ${key}, which another has already (${taken})`,
      });
    lines.set(key, whereOf(path));
    const rule = ruleOf(shape, key);
    if (typeof rule === 'string') findings.push({ path, at: 'value', message: rule });
    else {
      rules.push(completeRule(rule, 'file'));
      for (const { at, message } of faultsOfRule(rule))
        findings.push({ path: pathOf(path, at, shape), at: 'value', message: lowered(message) });
    }
  }
  return { rules, findings };
}

/** @returns a sentence where something is missing */
function ruleOf(shape: RuleShape, key: string): RuleInput | string {
  const base = defaultRules.find((r) => r.key === key);
  const { name, when } = shape;
  if (key === '') return 'needs a name, or the key of a rule that comes with Holdfast';
  const condition = when === undefined ? base?.condition : conditionOf(when);
  if (condition === undefined) return `needs when: there is no rule ${key} that comes with Holdfast${hint(key)}`;
  if (name === undefined && base === undefined) return 'needs a name';
  const { forS, recoverS, schedule, outsideHours, severity } = shape;
  const changed = {
    ...(severity === undefined ? {} : { severity }),
    ...(outsideHours === undefined ? {} : { severityOutsideHours: outsideHours }),
    ...(shape.audience === undefined ? {} : { audience: shape.audience }),
    ...(shape.enabled === undefined ? {} : { enabled: shape.enabled }),
    ...(shape.labels === undefined ? {} : { labels: shape.labels }),
    ...(forS === undefined ? {} : { forMs: forS * 1_000 }),
    ...(recoverS === undefined ? {} : { recoverMs: recoverS * 1_000 }),
    ...(shape.where === undefined ? {} : { where: ruleWhere.parse(shape.where) }),
    ...(schedule === undefined ? {} : { schedule: scheduleOf(schedule) }),
  };
  return { ...usual, ...base, ...changed, key, name: name ?? base?.name ?? key, condition };
}

function hint(key: string): string {
  const near = nearest(
    key,
    defaultRules.map((r) => r.key),
  );
  return near === null ? '' : `; did you mean ${near}?`;
}

function conditionOf(when: ConditionShape): RuleCondition {
  switch (when.of) {
    case 'agents':
    case 'group': {
      const { sharePercent, ...rest } = when;
      return { ...rest, share: (sharePercent ?? 0) / 100 };
    }
    case 'not-in-service':
      return { ...when, leastAgents: when.leastAgents ?? 0 };
    case 'event-delay':
      return { ...when, leastEvents: when.leastEvents ?? 1 };
    default:
      return when;
  }
}

function scheduleOf({ days, from, to, zone }: NonNullable<RuleShape['schedule']>): AlertRule['schedule'] {
  const minutes = (clock: string) => {
    const [h = 0, m = 0] = clock.split(':').map(Number);
    return h * 60 + m;
  };
  return { days, fromMin: minutes(from), toMin: minutes(to), zone };
}

/** Where the file says it; what it does not say stands at the rule. */
function pathOf(path: Path, at: 'condition' | 'where' | 'schedule' | 'audience' | 'labels', shape: RuleShape): Path {
  const key = at === 'condition' ? 'when' : at;
  return shape[key] === undefined ? path : [...path, key];
}

const lowered = (sentence: string): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
