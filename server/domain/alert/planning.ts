/** Whether somebody's wish about rules and windows can be granted; each answer is null or a sentence that says why not. */
import { type AlertRule, type EpochMs, type PlannedWindow, type RuleInput, refusalOfRule } from '#contract';
import { isZone } from '../history/calendar';
import { isCron, nextWindow } from './maintenance';

/** @param rules those in force */
export function refusalOfSaving(rule: RuleInput, rules: readonly AlertRule[]): string | null {
  const known = rules.find((r) => r.key === rule.key);
  if (known?.origin === 'file') return `${known.name} is a rule of holdfast.yaml, which alone can change it.`;
  return refusalOfRule(rule);
}

export function refusalOfRemoving(ruleKey: string, rules: readonly AlertRule[]): string | null {
  const known = rules.find((r) => r.key === ruleKey);
  if (known === undefined) return 'There is no such rule.';
  switch (known.origin) {
    case 'file':
      return `${known.name} is a rule of holdfast.yaml, which alone can take it out.`;
    case 'default':
      return `${known.name} is as it came with Holdfast: it can be switched off, not removed.`;
    case 'own':
      return null;
  }
}

/** @param isPlace whether such a cluster, or such a node of it, is configured */
export function refusalOfPlanning(
  window: Pick<PlannedWindow, 'clusterKey' | 'nodeKey' | 'when'>,
  at: EpochMs,
  isPlace: (clusterKey: string, nodeKey: string | null) => boolean,
): string | null {
  const { clusterKey, nodeKey, when } = window;
  if (clusterKey === null && nodeKey !== null) return 'A server is named without its cluster.';
  if (clusterKey !== null && !isPlace(clusterKey, nodeKey))
    return `There is no ${nodeKey === null ? clusterKey : `${clusterKey}/${nodeKey}`}.`;
  switch (when.kind) {
    case 'once':
      if (when.to <= when.from) return 'It ends before it begins.';
      return when.to <= at ? 'It would be over already.' : null;
    case 'recurring':
      if (!isZone(when.zone)) return `${when.zone} is not a time zone such as Europe/Paris.`;
      if (!isCron(when.cron, when.zone)) return 'The pattern cannot be read; it looks like 0 22 * * sun.';
      return nextWindow(when, at) === null ? 'The pattern never comes again.' : null;
  }
}

export function refusalOfCancelling(windowId: string, windows: readonly PlannedWindow[], at: EpochMs): string | null {
  const known = windows.find((w) => w.id === windowId);
  if (known === undefined) return 'There is no such window.';
  if (known.origin === 'file') return `${known.name} is a window of holdfast.yaml, which alone can change it.`;
  return known.when.kind === 'once' && known.when.to <= at ? 'It is over already.' : null;
}
