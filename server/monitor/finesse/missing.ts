/** What only an account or a right would bring, in sentences. */
import type { TeamView } from '#contract';
import type { FinesseServerConfig } from '../../config/schema';
import type { AccountBook } from './account-book';
import { SSO_MODES } from './port';

export function missingOf(server: FinesseServerConfig, authMode: string | null, accounts: AccountBook): string[] {
  const { host, account, administrator } = server;
  const missing: string[] = [];
  if (accounts.isRefused('monitor')) {
    missing.push(
      SSO_MODES.includes(authMode ?? '')
        ? `${host} signs people in by ${authMode}, and refuses ${account.username}: feeds and presence need an account without single sign-on.`
        : `${host} refuses ${account.username}: nothing is tried with it until its password is right and somebody says so.`,
    );
  }
  if (administrator !== null && accounts.isRefused('administrator'))
    missing.push(`${host} refuses the administrator account ${administrator.username}.`);
  return missing;
}

/** @param periodMs from one look by REST to the next, where one is granted */
export function uncoveredOf(teams: readonly TeamView[], periodMs: number): string[] {
  return teams.flatMap(({ name, cover }) => {
    if (cover === 'none')
      return [
        `No feed of team ${name} is granted: its agents' states cannot be seen. A monitor account that leads it would.`,
      ];
    if (cover !== 'rest-only') return [];
    const every = Math.round(periodMs / 1_000);
    return [
      `No feed of team ${name} is granted: its agents' states are asked for every ${every} s, and news come that late.`,
    ];
  });
}
