/** What a condition needs to be replayed, and what the answer cannot tell. */
import type { EventType, RuleCondition } from '#contract';

/** Facts about servers, agents and groups of a cluster. */
export function clusterTypesOf(condition: RuleCondition): EventType[] {
  switch (condition.of) {
    case 'agents':
      return ['agent-health-changed'];
    case 'group':
      return ['group-changed', 'disconnect-changed'];
    case 'not-in-service':
    case 'outage':
      return ['outage-changed', 'readiness-changed'];
    case 'event-delay':
    case 'crowded-side':
    case 'queued-tasks':
      return ['server-minute-counted'];
    case 'certificate':
      return ['server-certificate-changed'];
    case 'account':
      return ['account-changed'];
    case 'observer':
      return condition.what === 'blind' ? ['feed-changed'] : condition.what === 'unreached' ? ['outage-changed'] : [];
    case 'session-down':
    case 'missed-pings':
    case 'round-trip':
    case 'no-data':
      return [];
  }
}

/** Facts about targets. */
export function targetTypesOf(condition: RuleCondition): EventType[] {
  switch (condition.of) {
    case 'session-down':
      return ['session-phase-changed', 'session-lost'];
    case 'no-data':
      return ['session-phase-changed'];
    case 'certificate':
      return ['certificate-changed'];
    default:
      return [];
  }
}

/** How long before the range facts are read, to know what was so at its beginning. */
export function warmUpMs(condition: RuleCondition): number {
  switch (condition.of) {
    case 'agents':
    case 'session-down':
      return 86_400_000;
    case 'group':
      return 2 * 3_600_000;
    case 'event-delay':
    case 'crowded-side':
    case 'queued-tasks':
      return 1_200_000;
    default:
      return 0;
  }
}

/** The kind of history whose age limits the replay. */
export function historyOf(condition: RuleCondition): '10m' | 'server-minutes' | 'events' {
  if ('windowMin' in condition) return '10m';
  const minutes = condition.of === 'event-delay' || condition.of === 'crowded-side' || condition.of === 'queued-tasks';
  return minutes ? 'server-minutes' : 'events';
}

export const NOT_RECORDED =
  'While the database took nothing, nothing was stored: when this rule would have fired cannot be told.';
export const AS_TODAY = 'Targets, servers and teams are taken as they are configured today.';
export const BY_COUNTS = 'How many agents were connected is taken from the counts by the minute.';
export const SITES_TODAY = 'Agents are taken at the site where they are today.';

export const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);
export const begins = (at: number): string =>
  `What this rule looks at is kept since ${dayText(at)}: the replay begins there.`;
export const coarse = (at: number): string =>
  `Before ${dayText(at)} pings are kept by ten minutes: windows there are whole tens of minutes.`;
export const pseudonyms = (at: number): string =>
  `Before ${dayText(at)} agents stand under pseudonyms, without their site: those of then and of now are not connected.`;
