/** The settings in force, in words. */
import type { RunningPrivacy } from '#contract';

export interface InForce {
  what: string;
  is: string;
}

export function inForce({ agentStates, smallestTeam, kept }: RunningPrivacy): InForce[] {
  return [
    {
      what: 'States of agents',
      is:
        agentStates === 'all'
          ? 'Every state of every agent is stored.'
          : 'Stored from 5 minutes before to 15 minutes after a lost connection, never else.',
    },
    {
      what: 'Names',
      is: `${kept.nameDays} days, then a pseudonym up to ${kept.pseudonymDays} days, then the team alone.`,
    },
    { what: 'Small teams', is: `Under ${smallestTeam} agents they are told together where names are no longer.` },
    { what: 'Who looked', is: `Kept for ${kept.auditDays} days, with who, when and from where.` },
    { what: 'Never stored', is: 'Reasons of Not Ready that agents choose, calls, dialogs.' },
  ];
}
