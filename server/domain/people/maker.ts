/** What somebody makes for others (a key, a link, an invitation) does no more than they may now. Pure. */
import { type EpochMs, type Role, roles, type Scope, withinTeams } from '#contract';

export interface Maker {
  role: Role;
  teams: Scope;
  disabled: boolean;
  createdAt: EpochMs;
}

export interface MadeRights {
  role: Role;
  teams: Scope;
}

/**
 * @param maker as they are now; null: gone
 * @param madeAt whoever came later under the same address did not make it
 * @returns what it may now; null: nothing
 */
export function rightsNow(maker: Maker | null, given: MadeRights, madeAt: EpochMs): MadeRights | null {
  if (maker === null || maker.disabled || maker.createdAt > madeAt) return null;
  // From the most to the least.
  if (roles.indexOf(maker.role) > roles.indexOf(given.role)) return null;
  return { role: given.role, teams: withinTeams(maker.teams, given.teams) };
}
