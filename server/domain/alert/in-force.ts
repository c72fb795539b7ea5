/** Which rules and windows are in force, out of those that come with Holdfast, those of the file, and those made in the pages. */
import { type AlertRule, type AlertSetup, alertSetup, type EpochMs, type PlannedWindow } from '#contract';

/** Of one key the file's rule stands before one made in the pages, and that before the one that came with Holdfast. */
export function rulesInForce(
  defaults: readonly AlertRule[],
  file: readonly AlertRule[],
  own: readonly AlertRule[],
): AlertRule[] {
  const byKey = new Map<string, AlertRule>();
  for (const rule of [...defaults, ...own, ...file]) byKey.set(rule.key, rule);
  return [...byKey.values()];
}

/** Those that are over for good are no longer listed. */
export function windowsInForce(windows: readonly PlannedWindow[], at: EpochMs): PlannedWindow[] {
  return windows.filter((w) => w.when.kind === 'recurring' || w.when.to > at);
}

/** Whether both say the same, whatever order their keys are in. */
export function sameSetup(a: AlertSetup, b: AlertSetup): boolean {
  return JSON.stringify(alertSetup.parse(a)) === JSON.stringify(alertSetup.parse(b));
}
