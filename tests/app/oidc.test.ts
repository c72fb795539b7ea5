/** Single sign-on, route by route, against a provider that also lies: who comes in, with which rights, and what is not believed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { migrate } from '../../server/store/migrate';
import { type CraftyProvider, craftyProvider } from '../support/crafty-provider';

let provider: CraftyProvider;
const closed: string[] = [];
vi.mock('../../app/lib/worker', () => ({ revokeLive: async (id: string) => void closed.push(id) }));

let folder = '';
let n = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-oidc-'));
  const url = `file:${join(folder, 'holdfast.db')}`;
  await migrate(url);
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 20, 9), toFake: ['Date'] });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  provider = await craftyProvider(() => Date.now());
  const file = join(folder, 'holdfast.yaml');
  writeFileSync(file, yamlOf(provider.issuer));
  for (const [name, value] of Object.entries({ DATA_DIR: folder, DATABASE_URL: url, HOLDFAST_CONFIG: file }))
    vi.stubEnv(name, value);
});
/** Somebody else in each test. */
beforeEach(() => {
  n += 1;
  vi.setSystemTime(Date.now() + 1_000);
  const email = `Sam${n}@example.org`;
  const says = { email, email_verified: true, name: 'Sam', groups: ['hf-lead'], teams: ['cc/7'] };
  Object.assign(provider, { subject: `u-${n}`, says, tellsLater: {}, forges: false });
  closed.length = 0;
});
afterAll(async () => {
  provider.close();
  await (await globalThis.holdfastPeople)?.people.close();
  globalThis.holdfastPeople = undefined;
  await (await globalThis.holdfastSettings)?.close();
  globalThis.holdfastSettings = undefined;
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function yamlOf(issuer: string): string {
  return `
clusters:
  - name: Lab
    kind: xmpp
    nodes:
      - { name: a, domain: a.example, account: { username: h, password: p }, transports: { tcp: { host: a.example } } }
signIn:
  oidc:
    name: Contoso
    issuer: ${issuer}
    clientId: holdfast
    clientSecret: s3cret
    roleClaim: groups
    roles: { hf-lead: supervisor, hf-boss: administrator }
    teamsClaim: teams
`;
}

const at = (path: string, cookie = '') =>
  new Request(`http://holdfast.internal${path}`, { headers: { cookie, host: 'holdfast.example' } });
const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
const goesTo = (answer: Response) => answer.headers.get('location') ?? '';

async function begin(next = '') {
  const { GET } = await import('../../app/api/v1/session/oidc/route');
  const answer = await GET(at(`/api/v1/session/oidc${next}`));
  return { answer, trip: cookiesOf(answer)[0] ?? '', there: goesTo(answer) };
}

async function comeBack(address: string, trip: string): Promise<Response> {
  const { GET } = await import('../../app/api/v1/session/oidc/callback/route');
  const { pathname, search } = new URL(address);
  return GET(at(`${pathname}${search}`, trip));
}

/** The whole way. */
async function signIn(): Promise<Response> {
  const { there, trip } = await begin();
  return comeBack(provider.visit(there), trip);
}

async function whoIs(answer: Response) {
  const { viewerOf } = await import('../../app/lib/viewer');
  const cookie = cookiesOf(answer).find((c) => c.startsWith('holdfast.session_token=')) ?? '';
  return viewerOf(new Headers({ cookie }));
}

async function log() {
  const { people } = (await globalThis.holdfastPeople) ?? {};
  const entries = (await people?.auditLog({ before: Number.MAX_SAFE_INTEGER, limit: 20, actor: null })) ?? [];
  return entries.map((e) => `${e.action} ${JSON.stringify(e.detail)}`);
}

test('whoever the provider vouches for comes in with the rights that it tells', async () => {
  const { answer, there, trip } = await begin('?next=%2Fincidents%3Fback%3D7d');
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /Path=\/api\/v1\/session\/oidc; Max-Age=600; HttpOnly; SameSite=Lax$/,
  );
  const asked = new URL(there);
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    ...{ client_id: 'holdfast', response_type: 'code', scope: 'openid profile email', code_challenge_method: 'S256' },
    redirect_uri: 'http://holdfast.example/api/v1/session/oidc/callback',
  });
  const back = await comeBack(provider.visit(there), trip);
  expect([back.status, goesTo(back)]).toEqual([303, '/incidents?back=7d']);
  expect(await whoIs(back)).toMatchObject({
    ...{ actor: `sam${n}@example.org`, name: 'Sam', role: 'supervisor', via: 'sign-in' },
    teams: [{ clusterKey: 'cc', teamId: '7' }],
  });
});

test('claims that only the second door tells count as well', async () => {
  provider.says = {};
  provider.tellsLater = { email: 'late@example.org', email_verified: true, groups: 'hf-lead', teams: ['cc/9'] };
  expect(await whoIs(await signIn())).toMatchObject({ teams: [{ clusterKey: 'cc', teamId: '9' }] });
});

test('rights are given anew at each sign-in, and what was open with the old ones is closed', async () => {
  const before = await whoIs(await signIn());
  expect(closed).toEqual([]);
  provider.says = { ...provider.says, groups: ['hf-lead'], teams: ['cc/8', 'no team'] };
  const after = await whoIs(await signIn());
  expect(after).toMatchObject({ id: before?.id, teams: [{ clusterKey: 'cc', teamId: '8' }] });
  expect(closed).toEqual([before?.id]);
  expect(await log()).toContain(
    'person-changed {"by":"Contoso","was":{"role":"supervisor","teams":"cc/7"},"is":{"role":"supervisor","teams":"cc/8"}}',
  );
  // The group is taken away: not even the sign-in that is still open.
  provider.says = { ...provider.says, groups: ['other'] };
  const first = await signIn();
  expect(goesTo(first)).toBe('/sign-in?trouble=no-role');
  expect(await (await globalThis.holdfastPeople)?.people.signIns(before?.id ?? '')).toEqual([]);
});

test.each<[string, (p: CraftyProvider) => void]>([
  ['another nonce', (p) => Object.assign(p.says, { nonce: 'another' })],
  ['a token that is over', (p) => Object.assign(p.says, { exp: Math.floor(Date.now() / 1_000) - 3_600 })],
  ['a token for somebody else', (p) => Object.assign(p.says, { aud: 'another-client' })],
  ['a token of another issuer', (p) => Object.assign(p.says, { iss: 'https://elsewhere.example' })],
  ['a token signed by anybody', (p) => Object.assign(p, { forges: true })],
  ['a second door that tells of somebody else', (p) => Object.assign(p.tellsLater, { sub: 'somebody' })],
])('%s proves nothing', async (_, lie) => {
  lie(provider);
  const answer = await signIn();
  expect([goesTo(answer), await whoIs(answer)]).toEqual(['/sign-in?trouble=not-proved', null]);
  expect((await log())[0]).toMatch(/^sign-in-refused /);
});

test('a forged state, a trip that took too long, and one that is over lead back to the beginning', async () => {
  const { there, trip } = await begin();
  const back = provider.visit(there);
  const forged = new URL(back);
  forged.searchParams.set('state', 'forged');
  const again = '/sign-in?trouble=begin-again';
  expect(goesTo(await comeBack(forged.href, trip))).toBe(again);
  expect(goesTo(await comeBack(back, ''))).toBe(again);
  expect(goesTo(await comeBack(back, `${trip.slice(0, -2)}00`))).toBe(again);
  expect(goesTo(await comeBack(back, trip))).toBe('/');
  expect(goesTo(await comeBack(back, trip))).toBe(again);

  const slow = await begin();
  vi.setSystemTime(Date.now() + 11 * 60_000);
  expect(goesTo(await comeBack(provider.visit(slow.there), slow.trip))).toBe(again);
});

test('a code that was used before proves nothing in another browser either', async () => {
  const [one, other] = [await begin(), await begin()];
  const code = new URL(provider.visit(one.there)).searchParams.get('code') ?? '';
  const stolen = new URL(provider.visit(other.there));
  stolen.searchParams.set('code', code);
  expect(goesTo(await comeBack(stolen.href, other.trip))).toBe('/sign-in?trouble=not-proved');
});

test('an address that nobody verified opens nobody’s place, and makes none', async () => {
  const { createPerson } = await import('../../app/lib/persons');
  const { people } = await import('../../app/lib/people');
  const boss = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery', teams: null };
  await createPerson(await people(), { ...boss, role: 'administrator' });
  provider.says = { ...provider.says, email: 'ada@example.org', groups: ['hf-boss'] };
  for (const email_verified of [false, 'true', undefined]) {
    Object.assign(provider.says, { email_verified });
    expect(goesTo(await signIn())).toBe('/sign-in?trouble=unverified-email');
  }
  Object.assign(provider.says, { email_verified: true });
  expect(await whoIs(await signIn())).toMatchObject({ actor: 'ada@example.org', role: 'administrator' });
  // From now on it is the subject that counts, whatever becomes of the address.
  Object.assign(provider.says, { email: 'ada@elsewhere.example', email_verified: false });
  expect(await whoIs(await signIn())).toMatchObject({ actor: 'ada@example.org' });
  // The only administrator does not lose the role by a claim.
  Object.assign(provider.says, { groups: ['hf-lead'] });
  expect(goesTo(await signIn())).toBe('/sign-in?trouble=only-administrator');
});

test('somebody who was disabled stays out', async () => {
  const who = await whoIs(await signIn());
  const { people } = (await globalThis.holdfastPeople) ?? {};
  await people?.changePerson(who?.id ?? '', { disabled: true });
  expect(goesTo(await signIn())).toBe('/sign-in?trouble=disabled');
});

test('a provider that declines, or is not there, is told in words without its own', async () => {
  const { there, trip } = await begin();
  const back = new URL(provider.visit(there));
  back.searchParams.set('error', 'access_denied');
  back.searchParams.set('error_description', '<b>you</b>');
  expect(goesTo(await comeBack(back.href, trip))).toBe('/sign-in?trouble=declined');

  // What was read of it is kept for some minutes.
  vi.setSystemTime(Date.now() + 6 * 60_000);
  provider.close();
  expect(goesTo((await begin()).answer)).toBe('/sign-in?trouble=provider-away');
});
