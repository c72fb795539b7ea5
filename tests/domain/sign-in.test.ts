/** What claims make of somebody, who they are here, and where they go on to. */
import { describe, expect, test } from 'vitest';
import { type ClaimRules, type Claims, readClaims } from '../../server/domain/sign-in/claims';
import { ownPath } from '../../server/domain/sign-in/own-path';
import { type Known, seatFor } from '../../server/domain/sign-in/seat';

const team = (teamId: string) => ({ clusterKey: 'cc', teamId });
const rules: ClaimRules = {
  ...{ roleClaim: 'realm_access.roles', roles: { lead: 'supervisor', ops: 'operator', boss: 'administrator' } },
  ...{ defaultRole: null, teamsClaim: 'teams', teams: { Sales: [team('1'), team('2')], Claims: [team('2')] } },
  ...{ allowedDomains: null, emailsAreVerified: false },
};
const sam = { name: 'Sam', email: 'Sam@Example.org', email_verified: true };
const inGroups = (roles: unknown, more: Claims = {}): Claims => ({ ...sam, realm_access: { roles }, ...more });
const read = (claims: Claims, more: Partial<ClaimRules> = {}) => {
  const told = readClaims(claims, { ...rules, ...more });
  return told.ok ? told.claimed : told.reason;
};

describe('claims', () => {
  test('of several roles the one counts that may most; supervisors have the teams that are mapped, the others all', () => {
    const teams = { teams: ['Sales', 'Claims', 'Unheard of'] };
    expect(read(inGroups(['x', 'lead'], teams))).toMatchObject({ role: 'supervisor', teams: [team('1'), team('2')] });
    expect(read(inGroups(['lead', 'boss', 'ops'], teams))).toMatchObject({ role: 'administrator', teams: null });
    expect(read(inGroups('lead', { teams: ['cc/9', 'cc/9', 'nonsense'] }), { teams: null })).toMatchObject({
      teams: [team('9')],
    });
    expect(read(inGroups('lead'), { teamsClaim: null })).toMatchObject({ teams: undefined });
  });

  test('whoever has no role, or leads no team, is told so', () => {
    expect(read(inGroups(['x']))).toBe('no-role');
    expect(read({ ...sam })).toBe('no-role');
    expect(read(inGroups([], {}), { defaultRole: 'viewer' })).toMatchObject({ role: 'viewer', teams: null });
    expect(read(inGroups(['lead'], { teams: ['Unheard of'] }))).toBe('no-teams');
    // What an object inherits is no mapping.
    expect(read(inGroups(['constructor', '__proto__', 'toString']))).toBe('no-role');
    expect(read({ ...sam, 'realm_access.roles': 'ops' })).toMatchObject({ role: 'operator' });
  });

  test('a domain counts only where the address is verified', () => {
    const only = { allowedDomains: ['example.org'] };
    expect(read(inGroups('ops'), only)).toMatchObject({ email: 'sam@example.org' });
    expect(read(inGroups('ops', { email: 'sam@evil.example' }), only)).toBe('other-domain');
    expect(read(inGroups('ops', { email: 'sam@example.org@evil.example' }), only)).toBe('other-domain');
    for (const email_verified of [false, undefined, 'true', 1])
      expect(read(inGroups('ops', { email_verified }), only)).toBe('unverified-email');
    expect(read(inGroups('ops', { email_verified: undefined }), { ...only, emailsAreVerified: true })).toMatchObject({
      emailVerified: true,
    });
    expect(read(inGroups('ops', { email_verified: false }), { ...only, emailsAreVerified: true })).toBe(
      'unverified-email',
    );
  });
});

describe('a seat', () => {
  const ada = { id: 'a', role: 'administrator' as const, teams: null, disabled: false };
  const kim = { id: 'k', role: 'operator' as const, teams: null, disabled: false };
  const none: Known = { everybody: [ada, kim], bySubject: null, byEmail: null };
  const claimed = { name: 'Sam', email: 'sam@example.org', emailVerified: true, role: 'supervisor' as const };

  test('goes by the subject, whatever the address; by the address only once and verified', () => {
    const unverified = { ...claimed, emailVerified: false, teams: [team('1')] };
    expect(seatFor(unverified, { ...none, bySubject: kim, byEmail: ada })).toMatchObject({
      kind: 'known',
      person: kim,
    });
    expect(seatFor(unverified, { ...none, byEmail: kim })).toEqual({ kind: 'refused', reason: 'unverified-email' });
    expect(seatFor({ ...unverified, emailVerified: true }, { ...none, byEmail: kim })).toMatchObject({
      kind: 'linked',
    });
    expect(seatFor({ ...claimed, email: null, teams: null }, none)).toEqual({ kind: 'refused', reason: 'no-email' });
  });

  test('keeps teams that the provider has no say in, and gives nobody every team by mistake', () => {
    const own = { ...kim, role: 'supervisor' as const, teams: [team('7')] };
    const untold = { ...claimed, teams: undefined };
    expect(seatFor(untold, { ...none, bySubject: own })).toMatchObject({ rights: { teams: [team('7')] } });
    expect(seatFor(untold, { ...none, bySubject: kim })).toMatchObject({ rights: { role: 'supervisor', teams: [] } });
    expect(seatFor(untold, none)).toMatchObject({ kind: 'new', rights: { teams: [] } });
    expect(seatFor({ ...claimed, role: 'operator', teams: null }, none)).toMatchObject({ rights: { teams: null } });
  });

  test('is not for who was disabled, and never takes the last administrator away', () => {
    expect(seatFor({ ...claimed, teams: null }, { ...none, bySubject: { ...kim, disabled: true } })).toMatchObject({
      reason: 'disabled',
    });
    expect(seatFor({ ...claimed, teams: null }, { ...none, bySubject: ada })).toMatchObject({
      reason: 'only-administrator',
    });
    const two = { everybody: [ada, { ...ada, id: 'b' }], byEmail: null };
    expect(seatFor({ ...claimed, teams: null }, { ...two, bySubject: ada })).toMatchObject({ kind: 'known' });
  });
});

test.each([
  ['/incidents?back=7d', '/incidents?back=7d'],
  ['/a/../b', '/b'],
  [null, '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/a/..//evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/\r\nset-cookie: a=b', '/'],
  [`/${'a'.repeat(600)}`, '/'],
])('%j leads to %s', (asked, to) => {
  expect(ownPath(asked)).toBe(to);
});
