/** What each rule looks for. */
import type { AlertRule, EpochMs } from '#contract';
import { groupsLost, teamsOut, unstableAgents } from './conditions-agents';
import {
  accounts,
  blind,
  crowdedSides,
  eventDelays,
  noService,
  outages,
  queuedTasks,
  sidesDown,
  unreached,
} from './conditions-servers';
import { certificates, roundTrips, sessionsDown } from './conditions-targets';
import type { AlertFacts } from './facts';
import type { Finding } from './finding';
import { limits } from './rules';

const DAY_MS = 86_400_000;

const conditions: Readonly<Record<string, (facts: AlertFacts, at: EpochMs) => Finding[]>> = {
  'no-service': noService,
  'group-lost': groupsLost,
  'side-down': sidesDown,
  outage: outages,
  'event-delay-high': (facts) => eventDelays(facts, limits.delayHighMs, limits.delayEvents),
  'event-delay': (facts) => eventDelays(facts, limits.delayMs, 1),
  blind,
  unreached,
  'certificate-day': (facts, at) => certificates(facts, at, DAY_MS),
  'certificate-week': (facts, at) => certificates(facts, at, 7 * DAY_MS),
  'certificate-month': (facts, at) => certificates(facts, at, 30 * DAY_MS),
  'round-trip': roundTrips,
  'session-down': sessionsDown,
  account: accounts,
  'crowded-side': crowdedSides,
  'queued-tasks': queuedTasks,
  'team-out': teamsOut,
  unstable: unstableAgents,
};

/** Where the rule's condition holds at `at`; a rule that is not known finds nothing. */
export function findingsOf(rule: Pick<AlertRule, 'key'>, facts: AlertFacts, at: EpochMs): Finding[] {
  return conditions[rule.key]?.(facts, at) ?? [];
}
