/**
 * What each rule looks for. The subject of a finding says what the trouble is about, whichever rule found it: alerts of one subject make
 * one incident. So two limits on the RTT of one target share an incident, as do the signature and the length of a server's outage; sums
 * over a part of a cluster (some teams, sites or nodes) are troubles of their own.
 */
import type { AlertRule, EpochMs, RuleCondition, RuleWhere } from '#contract';
import { agentsFound, groupsLost } from './conditions-agents';
import { crowdedSides, eventDelays, queuedTasks } from './conditions-minutes';
import { accounts, noService, ofObserver, outages, sidesDown } from './conditions-servers';
import { certificates, pingFindings, sessionsDown } from './conditions-targets';
import type { AlertFacts } from './facts';
import type { Finding } from './finding';
import { MINUTE_MS } from './ping-minutes';
import { isInServiceHours } from './service-hours';

/** Where the rule's condition holds at `at`; nothing while it is off or out of its schedule. */
export function findingsOf(
  rule: Pick<AlertRule, 'condition' | 'where' | 'schedule' | 'enabled'>,
  facts: AlertFacts,
  at: EpochMs,
): Finding[] {
  if (!rule.enabled || (rule.schedule !== null && !isInServiceHours(rule.schedule, at))) return [];
  return found(rule.condition, rule.where, facts, at);
}

function found(condition: RuleCondition, where: RuleWhere, facts: AlertFacts, at: EpochMs): Finding[] {
  switch (condition.of) {
    case 'session-down':
      return sessionsDown(facts, where);
    case 'missed-pings':
    case 'round-trip':
    case 'no-data':
      return pingFindings(facts, at, condition, where);
    case 'agents':
      return agentsFound(facts, at, condition, where);
    case 'group':
      return groupsLost(facts, condition, where);
    case 'not-in-service':
      return condition.per === 'cluster'
        ? noService(facts, at, condition.leastAgents, where)
        : sidesDown(facts, at, condition.leastAgents, where);
    case 'outage':
      return outages(facts, where);
    case 'event-delay':
      return eventDelays(facts, condition, where);
    case 'certificate':
      return certificates(facts, at, condition.withinDays, where);
    case 'account':
      return accounts(facts, at, where);
    case 'crowded-side':
      return crowdedSides(facts, condition, where);
    case 'queued-tasks':
      return queuedTasks(facts, condition, where);
    case 'observer':
      return ofObserver(facts, condition.what, where);
  }
}

/** How far the condition looks back: the evidence begins so long before it can hold at all. */
export function lookBackMs(condition: RuleCondition): number {
  return 'windowMin' in condition ? condition.windowMin * MINUTE_MS : 0;
}

/** The times of an alert, with `forMs` counted from the first evidence. */
export function timesOf({ condition, forMs, recoverMs }: Pick<AlertRule, 'condition' | 'forMs' | 'recoverMs'>) {
  return { forMs: forMs + lookBackMs(condition), recoverMs };
}
