/** The accounts that a pair has for monitors, besides those that a scenario brings: one for each server, and an administrator. */
import { type WorldSettingsInput, worldSettings } from '../world/settings';

/** Throw-away passwords of servers that live on loopback. */
export const monitorOn = {
  A: { username: 'holdfast-a', password: 'holdfast-a-demo' },
  B: { username: 'holdfast-b', password: 'holdfast-b-demo' },
} as const;
export const administrator = { username: 'administrator', password: 'administrator-demo' } as const;

/** Monitors supervise every team, so that team feeds are granted to them under any profile. */
export function accountsFor(given: WorldSettingsInput): WorldSettingsInput {
  const { agents, teamSize, accounts } = worldSettings.parse(given);
  const teams = Array.from({ length: Math.ceil(agents / teamSize) }, (_, i) => String(i + 1));
  const ours = [
    { ...monitorOn.A, role: 'supervisor', teams } as const,
    { ...monitorOn.B, role: 'supervisor', teams } as const,
    { ...administrator, role: 'administrator' } as const,
  ].filter(({ username }) => !accounts.some((account) => account.username === username));
  return { ...given, accounts: [...accounts, ...ours] };
}
