/** What a provider says of somebody, and what that makes of them here. Pure. */
import { roles as allRoles, type Role, type Scope, type TeamRef, teamRef } from '#contract';

export interface ClaimRules {
  /** Where the values are that say the role: a claim, or the way to one below others, with dots. null: nowhere. */
  roleClaim: string | null;
  /** By value of that claim. */
  roles: Readonly<Record<string, Role>>;
  /** Of whoever has no value that is mapped; null: they stay outside. */
  defaultRole: Role | null;
  /** null: teams are given in Holdfast. */
  teamsClaim: string | null;
  /** By value of that claim; null: the values are `CLUSTER/TEAM` themselves. */
  teams: Readonly<Record<string, readonly TeamRef[]>> | null;
  /** In lower case; null: any. */
  allowedDomains: readonly string[] | null;
  /** For a provider that never says whether an address is verified, and lets nobody choose their own. */
  emailsAreVerified: boolean;
}

export type Claims = Readonly<Record<string, unknown>>;

/** Why somebody who proved who they are stays outside; each has its sentence on the sign-in page. */
export type SeatRefusal =
  | 'no-role'
  | 'no-teams'
  | 'no-email'
  | 'unverified-email'
  | 'other-domain'
  | 'disabled'
  | 'only-administrator';

export interface Claimed {
  name: string;
  /** In lower case; null: none was told. */
  email: string | null;
  emailVerified: boolean;
  role: Role;
  /** undefined: the provider has no say in it. */
  teams: Scope | undefined;
}

export type ClaimsRead = { ok: true; claimed: Claimed } | { ok: false; reason: SeatRefusal };

export function readClaims(claims: Claims, rules: ClaimRules): ClaimsRead {
  const email = textOf(claims.email)?.toLowerCase() ?? null;
  // OpenID Connect Core §5.1: only `true` says that the provider made sure of it.
  const emailVerified =
    claims.email_verified === true || (claims.email_verified === undefined && rules.emailsAreVerified);
  if (rules.allowedDomains !== null) {
    if (email === null) return refused('no-email');
    if (!emailVerified) return refused('unverified-email');
    if (!rules.allowedDomains.includes(email.slice(email.lastIndexOf('@') + 1))) return refused('other-domain');
  }
  const role = roleOf(claims, rules);
  if (role === null) return refused('no-role');
  const teams = teamsOf(claims, rules, role);
  if (teams !== undefined && teams !== null && teams.length === 0) return refused('no-teams');
  const name = textOf(claims.name) ?? textOf(claims.preferred_username) ?? email ?? 'Unnamed';
  return { ok: true, claimed: { name: name.slice(0, 100), email, emailVerified, role, teams } };
}

function refused(reason: SeatRefusal): ClaimsRead {
  return { ok: false, reason };
}

/** Of several the one that may most. */
function roleOf(claims: Claims, { roleClaim, roles, defaultRole }: ClaimRules): Role | null {
  const values = roleClaim === null ? [] : valuesAt(claims, roleClaim);
  const theirs = values.flatMap((value) => (Object.hasOwn(roles, value) ? [roles[value]] : []));
  return allRoles.find((role) => theirs.includes(role)) ?? defaultRole;
}

/** Supervisors have teams of their own, the others every team. */
function teamsOf(claims: Claims, { teamsClaim, teams }: ClaimRules, role: Role): Scope | undefined {
  if (role !== 'supervisor') return null;
  if (teamsClaim === null) return undefined;
  const found = valuesAt(claims, teamsClaim).flatMap((value) =>
    teams === null ? teamNamed(value) : Object.hasOwn(teams, value) ? (teams[value] ?? []) : [],
  );
  const byName = new Map(found.map((team) => [`${team.clusterKey}/${team.teamId}`, team]));
  return [...byName.values()];
}

/** `CLUSTER/TEAM`; anything else is no team. */
export function teamNamed(text: string): TeamRef[] {
  const [clusterKey, teamId, ...more] = text.split('/');
  const read = teamRef.safeParse({ clusterKey, teamId });
  return read.success && more.length === 0 ? [read.data] : [];
}

/** A claim of that very name goes before one that lies below others: names may hold dots, as addresses do. */
function valuesAt(claims: Claims, name: string): string[] {
  const direct = Object.hasOwn(claims, name) ? claims[name] : name.split('.').reduce<unknown>(below, claims);
  const values: unknown[] = Array.isArray(direct) ? direct : [direct];
  return values.flatMap((value) => textOf(value) ?? []);
}

function below(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}
