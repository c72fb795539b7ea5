/** What is kept of the people who are watched, as the worker runs it: the settings that pages, the sheet and every door go by. */
import { z } from 'zod';

/** Whose states are stored. `around-disconnects`: from 5 min before to 15 min after a lost connection. `all`: whenever they change. */
export const agentStatesKept = z.enum(['around-disconnects', 'all']);
export type AgentStatesKept = z.infer<typeof agentStatesKept>;

export const privacySettings = z.object({
  agentStates: agentStatesKept,
  /** Teams with fewer agents are told as one, wherever names are no longer. */
  smallestTeam: z.number().int().positive(),
});
export type PrivacySettings = z.infer<typeof privacySettings>;

export const defaultPrivacy: PrivacySettings = { agentStates: 'around-disconnects', smallestTeam: 5 };

const days = z.number().int().positive();

/** In force since the worker's last start or reload. */
export const runningPrivacy = privacySettings.extend({
  /** How long what is kept, days: those of `history` that are about people. */
  kept: z.object({
    nameDays: days,
    pseudonymDays: days,
    stateDays: days,
    countDays: days,
    tenMinuteDays: days,
    hourDays: days,
    dayDays: days,
    incidentDays: days,
    deliveryDays: days,
    auditDays: days,
  }),
});
export type RunningPrivacy = z.infer<typeof runningPrivacy>;

/** A paragraph, a list or a table of the sheet for a works council. */
export type SheetPart =
  | { is: 'text'; text: string }
  | { is: 'list'; items: readonly string[] }
  | { is: 'table'; name: string; head: readonly string[]; rows: readonly (readonly string[])[] };

/** What is processed of people, why, how long, and who sees it: from the settings that are in force. */
export interface PrivacySheet {
  title: string;
  /** Of what and when. */
  about: string;
  sections: readonly { heading: string; parts: readonly SheetPart[] }[];
}
