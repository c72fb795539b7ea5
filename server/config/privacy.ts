/** What of people is kept, from a checked file. */
import { defaultPrivacy, type PrivacySettings, type RunningPrivacy } from '#contract';
import type { HoldfastConfig } from './schema';
import type { PrivacyShape } from './shape-privacy';

export function privacyOf(shape: PrivacyShape | undefined): PrivacySettings {
  return {
    agentStates: shape?.agentStates ?? defaultPrivacy.agentStates,
    smallestTeam: shape?.smallestTeam ?? defaultPrivacy.smallestTeam,
  };
}

/** What the pages are told of a configuration that is in force. */
export function runningPrivacyOf({ privacy, history }: Pick<HoldfastConfig, 'privacy' | 'history'>): RunningPrivacy {
  const { nameDays, pseudonymDays, stateDays, countDays, tenMinuteDays, hourDays, dayDays, ...rest } = history;
  const { incidentDays, deliveryDays, auditDays } = rest;
  const kept = { nameDays, pseudonymDays, stateDays, countDays, tenMinuteDays, hourDays, dayDays };
  return { ...privacy, kept: { ...kept, incidentDays, deliveryDays, auditDays } };
}
