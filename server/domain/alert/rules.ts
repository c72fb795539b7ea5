/** The rules that come with Holdfast. */
import {
  type AlertRule,
  completeRule,
  type RuleCondition,
  type RuleInput,
  type RuleWhere,
  type Severity,
} from '#contract';

const S = 1_000;
const MIN = 60 * S;

export const everywhere: RuleWhere = { clusters: [], nodes: [], targets: [], transports: [], teams: [], sites: [] };

type Rest = Partial<Omit<RuleInput, 'key' | 'name' | 'condition' | 'severity'>>;

function rule(key: string, name: string, severity: Severity, condition: RuleCondition, rest: Rest): AlertRule {
  return completeRule(
    {
      ...{ key, name, severity, condition, where: everywhere, severityOutsideHours: null, audience: 'everybody' },
      ...{ forMs: 0, recoverMs: 30 * S, schedule: null, labels: {}, enabled: true },
      ...rest,
    },
    'default',
  );
}

export const defaultRules: readonly AlertRule[] = [
  rule(
    ...(['no-service', 'No server in service', 'page'] as const),
    { of: 'not-in-service', per: 'cluster', leastAgents: 10 },
    { forMs: 150 * S },
  ),
  rule(
    ...(['group-lost', 'Group disconnect', 'page'] as const),
    { of: 'group', atLeast: 10, share: 0.05, withinS: 60 },
    { forMs: 150 * S },
  ),
  rule(
    ...(['side-down', 'One side down', 'page'] as const),
    { of: 'not-in-service', per: 'server', leastAgents: 0 },
    { severityOutsideHours: 'ticket', forMs: 180 * S },
  ),
  rule('outage', 'Server outage', 'ticket', { of: 'outage' }, { forMs: 10 * S }),
  rule(
    ...(['event-delay-high', 'Events much delayed', 'high'] as const),
    { of: 'event-delay', overMs: 5_000, leastEvents: 30 },
    { forMs: 180 * S, recoverMs: 0 },
  ),
  rule(
    ...(['event-delay', 'Events delayed', 'ticket'] as const),
    { of: 'event-delay', overMs: 2_000, leastEvents: 1 },
    { forMs: 180 * S, recoverMs: 0 },
  ),
  rule(
    ...(['blind', 'Holdfast sees nothing', 'high'] as const),
    { of: 'observer', what: 'blind' },
    { audience: 'administrators', forMs: 300 * S },
  ),
  rule(
    ...(['unreached', 'Holdfast reaches nothing', 'ticket'] as const),
    { of: 'observer', what: 'unreached' },
    { audience: 'administrators', forMs: 30 * S },
  ),
  rule(
    ...(['not-recording', 'Holdfast cannot record', 'high'] as const),
    { of: 'observer', what: 'not-recording' },
    { audience: 'administrators', forMs: 60 * S },
  ),
  rule(
    ...(['certificate-day', 'Certificate ends', 'high'] as const),
    { of: 'certificate', withinDays: 1 },
    { recoverMs: 0 },
  ),
  rule(
    ...(['certificate-week', 'Certificate ends', 'ticket'] as const),
    { of: 'certificate', withinDays: 7 },
    { recoverMs: 0 },
  ),
  rule(
    ...(['certificate-month', 'Certificate ends', 'ticket'] as const),
    { of: 'certificate', withinDays: 30 },
    { recoverMs: 0 },
  ),
  rule(
    ...(['round-trip', 'Slow answers', 'ticket'] as const),
    { of: 'round-trip', quantile: 0.95, overMs: 400, windowMin: 10 },
    { recoverMs: MIN },
  ),
  rule('session-down', 'Session lost', 'ticket', { of: 'session-down' }, { forMs: 90 * S }),
  rule('account', 'Monitor account refused', 'ticket', { of: 'account' }, { recoverMs: 0 }),
  rule(
    ...(['crowded-side', 'Too many agents on a side', 'ticket'] as const),
    { of: 'crowded-side', over: 1_500 },
    { forMs: 10 * MIN },
  ),
  rule(
    ...(['queued-tasks', 'Tasks are queued', 'ticket'] as const),
    { of: 'queued-tasks', over: 10 },
    { forMs: 2 * MIN },
  ),
  rule(
    ...(['team-out', 'Team out', 'in-page'] as const),
    { of: 'agents', health: 'out', per: 'team', atLeast: 3, share: 0.2 },
    { audience: 'team', forMs: 45 * S },
  ),
  rule(
    ...(['unstable', 'Unstable connections', 'in-page'] as const),
    { of: 'agents', health: 'unstable', per: 'cluster', atLeast: 5, share: 0 },
    { forMs: MIN, recoverMs: 5 * MIN },
  ),
];
