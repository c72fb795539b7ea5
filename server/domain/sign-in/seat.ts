/** Who somebody is here, once the provider has said who they are there: known, to be linked, new, or to stay outside. Pure. */
import type { Role, Scope } from '#contract';
import type { Claimed, SeatRefusal } from './claims';

export interface Seated {
  id: string;
  name: string;
  role: Role;
  teams: Scope;
  disabled: boolean;
}

export interface Known {
  /** Whom this provider's subject belongs to. */
  bySubject: Seated | null;
  /** Who has the address that the provider tells. */
  byEmail: Seated | null;
  /** Enabled ones. */
  administrators: number;
}

export interface Rights {
  name: string;
  role: Role;
  teams: Scope;
}

export type Seat =
  | { kind: 'known' | 'linked'; person: Seated; rights: Rights }
  | { kind: 'new'; email: string; rights: Rights }
  | { kind: 'refused'; reason: SeatRefusal; person: Seated | null };

/** By issuer and subject; by address only the first time, and only by one that is verified. */
export function seatFor(claimed: Claimed, known: Known): Seat {
  if (known.bySubject !== null) return seated('known', known.bySubject, claimed, known);
  if (claimed.email === null) return { kind: 'refused', reason: 'no-email', person: null };
  if (!claimed.emailVerified) return { kind: 'refused', reason: 'unverified-email', person: null };
  if (known.byEmail !== null) return seated('linked', known.byEmail, claimed, known);
  const { name, role } = claimed;
  return { kind: 'new', email: claimed.email, rights: { name, role, teams: claimed.teams ?? [] } };
}

function seated(kind: 'known' | 'linked', person: Seated, claimed: Claimed, { administrators }: Known): Seat {
  if (person.disabled) return { kind: 'refused', reason: 'disabled', person };
  const { name, role } = claimed;
  // Otherwise a claim could leave Holdfast without anybody who may change it.
  if (person.role === 'administrator' && role !== 'administrator' && administrators <= 1)
    return { kind: 'refused', reason: 'only-administrator', person };
  // Whoever was over all teams because of a role that is gone has none until somebody gives them some.
  const kept = person.role === role ? person.teams : (person.teams ?? []);
  return { kind, person, rights: { name, role, teams: claimed.teams === undefined ? kept : claimed.teams } };
}

export function sameRights(a: Rights, b: Rights): boolean {
  return a.role === b.role && teamNames(a.teams) === teamNames(b.teams);
}

function teamNames(teams: Scope): string {
  return teams === null ? '*' : JSON.stringify(teams.map((t) => `${t.clusterKey}/${t.teamId}`).sort());
}
