/** What the rules find now, as a list for people: which alerts fire, which are about to, and what mutes them. */
import type { AlertNow, AlertRule, AlertsNow, EpochMs } from '#contract';
import type { Alert, AlertBook } from './book';
import { timesOf } from './conditions';
import { alertDueAt } from './evaluate';
import { isInServiceHours } from './service-hours';

/** More than anybody reads. */
const LISTED_AT_MOST = 300;

export function alertsNowOf(
  book: Pick<AlertBook, 'alerts' | 'openOf'>,
  rules: readonly AlertRule[],
  at: EpochMs,
): AlertsNow {
  const alerts = [...book.alerts()].sort((a, b) => rank(a) - rank(b) || begunAt(a) - begunAt(b));
  const looking = ({ schedule }: AlertRule) => schedule === null || isInServiceHours(schedule, at);
  return {
    at,
    alerts: alerts.slice(0, LISTED_AT_MOST).map((alert) => alertNowOf(alert, book)),
    total: alerts.length,
    rules: rules.filter((r) => r.enabled).map((r) => ({ ruleKey: r.key, looking: looking(r) })),
  };
}

const rank = ({ state }: Alert): number => (state.status === 'firing' ? 0 : 1);
const begunAt = ({ state }: Alert): EpochMs => (state.status === 'inactive' ? 0 : state.begunAt);

function alertNowOf({ rule, subject, state, finding, samples }: Alert, book: Pick<AlertBook, 'openOf'>): AlertNow {
  const incident = state.status === 'firing' ? book.openOf(subject) : undefined;
  const told = incident?.explanations.find((x) => x.ruleKey === rule.key)?.severity;
  return {
    ...{ ruleKey: rule.key, subject, kind: rule.kind, severity: told ?? rule.severity, state },
    ...{ clusterKey: finding?.clusterKey ?? incident?.clusterKey ?? null },
    title: finding?.title ?? incident?.title ?? rule.name,
    sample: finding?.sample ?? samples.at(-1)?.text ?? null,
    dueAt: alertDueAt(state, timesOf(rule)),
    incidentId: incident?.id ?? null,
    mutedBy: incident?.mutedBy ?? null,
  };
}
