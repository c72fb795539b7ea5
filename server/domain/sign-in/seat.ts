/** Who somebody is here, once the provider has said who they are there: known, to be linked, new, or to stay outside. Pure. */
import type { Role, Scope } from '#contract';
import { refusalOfChange, type Standing } from '../people/change';
import type { Claimed, SeatRefusal } from './claims';

export interface Known {
  everybody: readonly Standing[];
  /** Whom this provider's subject belongs to. */
  bySubject: Standing | null;
  /** Who has the address that the provider tells. */
  byEmail: Standing | null;
}

export interface Rights {
  role: Role;
  teams: Scope;
}

export type Seat =
  | { kind: 'known' | 'linked'; person: Standing; rights: Rights }
  | { kind: 'new'; email: string; rights: Rights }
  | { kind: 'refused'; reason: SeatRefusal };

/** By issuer and subject; by address only the first time, and only by one that is verified. */
export function seatFor(claimed: Claimed, { everybody, bySubject, byEmail }: Known): Seat {
  if (bySubject !== null) return seated('known', bySubject, claimed, everybody);
  if (claimed.email === null) return { kind: 'refused', reason: 'no-email' };
  if (!claimed.emailVerified) return { kind: 'refused', reason: 'unverified-email' };
  if (byEmail !== null) return seated('linked', byEmail, claimed, everybody);
  const { role, teams } = claimed;
  return { kind: 'new', email: claimed.email, rights: { role, teams: teams === undefined ? [] : teams } };
}

function seated(
  kind: 'known' | 'linked',
  person: Standing,
  { role, teams }: Claimed,
  everybody: readonly Standing[],
): Seat {
  if (person.disabled) return { kind: 'refused', reason: 'disabled' };
  // Otherwise a claim could leave Holdfast without anybody who may change it.
  if (refusalOfChange(everybody, person.id, { role }) !== null)
    return { kind: 'refused', reason: 'only-administrator' };
  // Whoever was over all teams because of a role that is gone has none until somebody gives them some.
  const kept = person.role === role ? person.teams : (person.teams ?? []);
  return { kind, person, rights: { role, teams: teams === undefined ? kept : teams } };
}
