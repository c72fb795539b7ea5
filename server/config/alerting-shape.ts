/** Rules and maintenance windows that were made in the pages, in the words of holdfast.yaml. */
import type { AlertRule, PlannedWindow, RuleCondition, RuleSchedule } from '#contract';
import { defaultRules } from '../domain/alert/rules';

/** What `rulesOf` would read as this rule. */
export function ruleShapeOf(rule: AlertRule): Record<string, unknown> {
  const base = defaultRules.find(({ key }) => key === rule.key);
  // The file cannot say «as in service hours» of a rule that comes with another word.
  const asAlways = base?.severityOutsideHours == null ? undefined : rule.severity;
  return without({
    ...{ key: rule.key, name: rule.name, when: conditionShape(rule.condition), where: filled(rule.where) },
    ...{ severity: rule.severity, outsideHours: rule.severityOutsideHours ?? asAlways, audience: rule.audience },
    ...{ forS: Math.round(rule.forMs / 1_000), recoverS: Math.round(rule.recoverMs / 1_000) },
    schedule: rule.schedule === null ? undefined : scheduleShape(rule.schedule),
    ...{ labels: rule.labels, enabled: rule.enabled },
  });
}

function conditionShape(condition: RuleCondition): object {
  if (condition.of !== 'agents' && condition.of !== 'group') return condition;
  const { share, ...rest } = condition;
  return { ...rest, sharePercent: Math.round(share * 100) };
}

function filled(where: AlertRule['where']): object {
  return Object.fromEntries(Object.entries(where).filter(([, values]) => values.length > 0));
}

function scheduleShape({ days, fromMin, toMin, zone }: RuleSchedule): object {
  return { days, from: clockOf(fromMin), to: clockOf(toMin), zone };
}

export function clockOf(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** What `notifyOf` would read as this window. */
export function windowShapeOf({ name, clusterKey, nodeKey, when }: PlannedWindow): Record<string, unknown> {
  const moment = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  return without({
    ...{ name, cluster: clusterKey ?? undefined, node: nodeKey ?? undefined },
    once: when.kind === 'once' ? { from: moment(when.from), to: moment(when.to) } : undefined,
    recurring:
      when.kind === 'recurring'
        ? { cron: when.cron, zone: when.zone, lastsMin: Math.ceil(when.lastsMs / 60_000) }
        : undefined,
  });
}

function without(shape: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined));
}
