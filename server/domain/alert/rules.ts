/** The rules that come with Holdfast. Their thresholds are numbers here, and words for people in the rule. */
import type { AlertRule } from '#contract';

const S = 1_000;
const MIN = 60 * S;

export const limits = {
  serviceAgents: 10,
  groupAgents: 10,
  groupShare: 0.05,
  groupSpanMs: MIN,
  teamAgents: 3,
  teamShare: 0.2,
  unstableAgents: 5,
  delayHighMs: 5_000,
  delayEvents: 30,
  delayMs: 2_000,
  roundTripMs: 400,
  sideAgents: 1_500,
  queuedTasks: 10,
} as const;

const everywhere = { clusters: [], nodes: [], targets: [], transports: [], teams: [], sites: [] };
const usual = {
  ...{ where: everywhere, severityOutsideHours: null, audience: 'everybody' as const, recoverMs: 30 * S },
  ...{ schedule: null, labels: {}, enabled: true, origin: 'default' as const },
};

export const defaultRules: readonly AlertRule[] = [
  {
    condition: { of: 'not-in-service', per: 'cluster', leastAgents: limits.serviceAgents },
    ...{ ...usual, key: 'no-service', name: 'No server in service', kind: 'service-down', severity: 'page' },
    ...{ forMs: 150 * S, threshold: 'no expected server in service for 150 s, 10 agents connected in the last 30 min' },
  },
  {
    condition: { of: 'group', atLeast: limits.groupAgents, share: limits.groupShare, withinS: 60 },
    ...{ ...usual, key: 'group-lost', name: 'Group disconnect', kind: 'group-disconnect', severity: 'page' },
    ...{ forMs: 150 * S, threshold: '10 agents and 5 % within 60 s, not back after 150 s' },
  },
  {
    condition: { of: 'not-in-service', per: 'server', leastAgents: 0 },
    ...{ ...usual, key: 'side-down', name: 'One side down', kind: 'server-outage', severity: 'page' },
    ...{
      severityOutsideHours: 'ticket',
      forMs: 180 * S,
      threshold: 'a side that is expected in service is not for 180 s',
    },
  },
  {
    condition: { of: 'outage' },
    ...{ ...usual, key: 'outage', name: 'Server outage', kind: 'server-outage', severity: 'ticket' },
    ...{ forMs: 10 * S, threshold: 'the signature of an outage for 10 s' },
  },
  {
    condition: { of: 'event-delay', overMs: limits.delayHighMs, leastEvents: limits.delayEvents },
    ...{ ...usual, key: 'event-delay-high', name: 'Events much delayed', kind: 'event-delay', severity: 'high' },
    ...{ forMs: 180 * S, recoverMs: 0, threshold: 'p95 over 5 s for 3 min, with 30 events' },
  },
  {
    condition: { of: 'event-delay', overMs: limits.delayMs, leastEvents: 1 },
    ...{ ...usual, key: 'event-delay', name: 'Events delayed', kind: 'event-delay', severity: 'ticket' },
    ...{ forMs: 180 * S, recoverMs: 0, threshold: 'p95 over 2 s for 3 min' },
  },
  {
    condition: { of: 'observer', what: 'blind' },
    ...{ ...usual, key: 'blind', name: 'Holdfast sees nothing', kind: 'observer', severity: 'high' },
    ...{ audience: 'administrators', forMs: 300 * S, threshold: 'no feed of a cluster is fresh for 5 min' },
  },
  {
    condition: { of: 'observer', what: 'unreached' },
    ...{ ...usual, key: 'unreached', name: 'Holdfast reaches nothing', kind: 'observer', severity: 'ticket' },
    ...{ audience: 'administrators', forMs: 30 * S, threshold: 'no server of a cluster answers anything for 30 s' },
  },
  {
    condition: { of: 'certificate', withinDays: 1 },
    ...{ ...usual, key: 'certificate-day', name: 'Certificate ends', kind: 'certificate', severity: 'high' },
    ...{ forMs: 0, recoverMs: 0, threshold: 'less than 24 h valid' },
  },
  {
    condition: { of: 'certificate', withinDays: 7 },
    ...{ ...usual, key: 'certificate-week', name: 'Certificate ends', kind: 'certificate', severity: 'ticket' },
    ...{ forMs: 0, recoverMs: 0, threshold: 'less than 7 days valid' },
  },
  {
    condition: { of: 'certificate', withinDays: 30 },
    ...{ ...usual, key: 'certificate-month', name: 'Certificate ends', kind: 'certificate', severity: 'ticket' },
    ...{ forMs: 0, recoverMs: 0, threshold: 'less than 30 days valid' },
  },
  {
    condition: { of: 'round-trip', quantile: 0.95, overMs: limits.roundTripMs, windowMin: 10 },
    ...{ ...usual, key: 'round-trip', name: 'Slow answers', kind: 'round-trip', severity: 'ticket' },
    ...{ forMs: 0, recoverMs: 60 * S, threshold: 'RTT p95 over 400 ms for 10 min' },
  },
  {
    condition: { of: 'session-down' },
    ...{ ...usual, key: 'session-down', name: 'Session lost', kind: 'session-down', severity: 'ticket' },
    ...{ forMs: 90 * S, threshold: 'a session that is expected is not online for 90 s' },
  },
  {
    condition: { of: 'account' },
    ...{ ...usual, key: 'account', name: 'Monitor account refused', kind: 'account', severity: 'ticket' },
    ...{ forMs: 0, recoverMs: 0, threshold: 'refused or locked' },
  },
  {
    condition: { of: 'crowded-side', over: limits.sideAgents },
    ...{ ...usual, key: 'crowded-side', name: 'Too many agents on a side', kind: 'crowded-side', severity: 'ticket' },
    ...{ forMs: 600 * S, threshold: 'over 1,500 agents on a side for 10 min' },
  },
  {
    condition: { of: 'queued-tasks', over: limits.queuedTasks },
    ...{ ...usual, key: 'queued-tasks', name: 'Tasks are queued', kind: 'queued-tasks', severity: 'ticket' },
    ...{ forMs: 120 * S, threshold: 'over 10 queued tasks for 2 min' },
  },
  {
    condition: { of: 'agents', health: 'out', per: 'team', atLeast: limits.teamAgents, share: limits.teamShare },
    ...{ ...usual, key: 'team-out', name: 'Team out', kind: 'team-out', severity: 'in-page', audience: 'team' },
    ...{ forMs: 45 * S, threshold: '3 agents and 20 % of a team out for 45 s' },
  },
  {
    condition: { of: 'agents', health: 'unstable', per: 'cluster', atLeast: limits.unstableAgents, share: 0 },
    ...{ ...usual, key: 'unstable', name: 'Unstable connections', kind: 'unstable-agents', severity: 'in-page' },
    ...{ forMs: 60 * S, recoverMs: 5 * MIN, threshold: '5 agents lose and regain their connection for 60 s' },
  },
];
