/** One look at ConnectedUsersInfo, made into evidence about everybody of the directory: a side's own users, here or not. */
import type { EpochMs, FinesseSide } from '#contract';
import type { ListedEvidence } from '../../domain/presence/evidence';
import type { ConnectedUser } from '../../finesse/parse/connected-users';

/** FINESSE §1.6: a side may list both sides' users; the JID's domain tells, or else the host. */
export function usersOfSide(
  users: readonly ConnectedUser[],
  own: { domain: string; host: string },
): Map<string, ConnectedUser> {
  return new Map(users.filter((user) => isHere(user, own)).map((user) => [user.loginId.toLowerCase(), user]));
}

function isHere({ jid, connectedHost }: ConnectedUser, { domain, host }: { domain: string; host: string }): boolean {
  if (jid !== null) return jid.toLowerCase().split('/')[0]?.endsWith(`@${domain.toLowerCase()}`) ?? false;
  return connectedHost === null || connectedHost.toLowerCase() === host.toLowerCase();
}

/** @param user null: not on the list */
export function listedEvidence(
  user: ConnectedUser | null,
  side: FinesseSide,
  at: EpochMs,
  ageMs: { least: number; most: number },
): ListedEvidence {
  const told = { jid: user?.jid ?? null, durationS: user?.connectedDurationS ?? null };
  return { kind: 'listed', feed: 'connected-users', side, at, ageMs, available: user !== null, ...told };
}

/** Places where details may have a URI of their own; nobody has documented it (FINESSE §12.4). */
export const DETAIL_PLACES: readonly string[] = ['userDetails', '?userDetails=true', '?details=true'];
