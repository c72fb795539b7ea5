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
  const named = (cover: TeamView['cover']) => teams.filter((team) => team.cover === cover).map(({ name }) => name);
  const [bare, asked] = [named('none'), named('rest-only')];
  const every = Math.round(periodMs / 1_000);
  return [
    ...(bare.length === 0
      ? []
      : [
          `No feed of ${teamsOf(bare)} is granted: agents' states cannot be seen. A monitor account that leads ${it(bare)} would see them.`,
        ]),
    ...(asked.length === 0
      ? []
      : [
          `No feed of ${teamsOf(asked)} is granted: agents' states are asked for every ${every} s, and news come that late.`,
        ]),
  ];
}

const NAMED = 3;
const it = ({ length }: readonly string[]): string => (length === 1 ? 'it' : 'them');

function teamsOf(names: readonly string[]): string {
  const more = names.length - NAMED;
  const shown = names.slice(0, NAMED).join(', ');
  return `${names.length === 1 ? 'team' : 'teams'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}
