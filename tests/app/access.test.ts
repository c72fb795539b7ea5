/** Keys and links on a real database: made by people, told once, held to what they may, and closed when they are over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { may, topicPatternsOf, type Viewer } from '#contract';
import { migrate } from '../../server/store/migrate';

const DAY_MS = 86_400_000;
const closed: string[] = [];
vi.mock('../../app/lib/worker', async (original) => ({
  ...(await original<typeof import('../../app/lib/worker')>()),
  revokeLive: async (id: string) => void closed.push(id),
}));

let folder = '';
let adaId = '';
let administrator = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-access-'));
  const url = `file:${join(folder, 'holdfast.db')}`;
  await migrate(url);
  vi.stubEnv('DATA_DIR', folder);
  vi.stubEnv('DATABASE_URL', url);
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 20, 9), toFake: ['Date'] });
  const { people } = await import('../../app/lib/people');
  const { createPerson } = await import('../../app/lib/persons');
  const who = { name: 'Ada', email: 'ada@example.org', password: null };
  adaId = (await createPerson(await people(), { ...who, role: 'administrator', teams: null })) ?? '';
});
/** Anew, because months go by between the tests. */
beforeEach(async () => {
  closed.length = 0;
  const { openSignIn } = await import('../../app/lib/signing-in');
  const answer = await openSignIn(new Request('http://holdfast/'), { id: adaId, email: 'ada@example.org' }, 'test');
  administrator = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
afterAll(async () => {
  await (await globalThis.holdfastPeople)?.people.close();
  globalThis.holdfastPeople = undefined;
  vi.useRealTimers();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const asked = (method: string, body?: unknown, headers: Record<string, string> = { cookie: administrator }) =>
  new Request('http://holdfast/', {
    ...{
      method,
      headers: { 'content-type': 'application/json', origin: 'http://holdfast', host: 'holdfast', ...headers },
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function doors() {
  const keys = await import('../../app/api/v1/keys/route');
  const key = await import('../../app/api/v1/keys/[id]/route');
  const links = await import('../../app/api/v1/links/route');
  const link = await import('../../app/api/v1/links/[id]/route');
  const { viewerOf } = await import('../../app/lib/viewer');
  const whoIs = (headers: Record<string, string>): Promise<Viewer | null> => viewerOf(new Headers(headers));
  return { keys, key, links, link, whoIs };
}

const team = { clusterKey: 'cc', teamId: '7' };
const reading = { name: 'Report', role: 'supervisor', teams: [team], scopes: ['see-figures', 'see-agents'], days: 30 };

test('a key may what it was given, of what its role may, until it is over', async () => {
  const { keys, whoIs } = await doors();
  const made = await keys.POST(asked('POST', reading));
  expect(made.status).toBe(201);
  const { token } = await made.json();
  expect(token).toMatch(/^hfk_[\w-]{43}$/);
  const who = await whoIs(bearer(token));
  expect(who).toMatchObject({ actor: 'key Report', role: 'supervisor', teams: [team], via: 'key' });
  const granted = (['see-figures', 'see-agents', 'see-service', 'see-incidents', 'configure'] as const).map(
    (one) => who !== null && may(who, one),
  );
  expect(granted).toEqual([true, true, false, false, false]);
  expect(who !== null && topicPatternsOf(who)).toEqual([]);
  expect(await whoIs(bearer(`${token.slice(0, -1)}_`))).toBeNull();

  const told = await (await keys.GET(asked('GET'))).text();
  expect(JSON.parse(told).keys).toMatchObject([
    { name: 'Report', createdBy: 'ada@example.org', lastUsedAt: Date.now() },
  ]);
  expect(told).not.toContain(token.slice(4));

  vi.setSystemTime(Date.now() + 30 * DAY_MS - 1);
  expect(await whoIs(bearer(token))).not.toBeNull();
  vi.setSystemTime(Date.now() + 1);
  expect(await whoIs(bearer(token))).toBeNull();
});

test.each([
  ['more than its role', { ...reading, scopes: ['see-agents', 'configure'] }],
  ['everybody’s teams as a supervisor', { ...reading, teams: null }],
  ['no end', { ...reading, days: 366 }],
  ['nothing at all', { ...reading, scopes: [] }],
  ['a name of two lines', { ...reading, name: 'a\nb' }],
])('a key with %s is refused', async (_, body) => {
  const { keys } = await doors();
  expect((await keys.POST(asked('POST', body))).status).toBe(400);
});

test('a key makes no keys and no links, whatever it may', async () => {
  const { keys, links } = await doors();
  const all = { ...reading, role: 'administrator', teams: null, scopes: ['administer'] };
  const { token } = await (await keys.POST(asked('POST', all))).json();
  expect((await keys.GET(asked('GET', undefined, bearer(token)))).status).toBe(200);
  expect((await keys.POST(asked('POST', reading, bearer(token)))).status).toBe(403);
  expect((await links.POST(asked('POST', { name: 'x', clusters: null, days: 1 }, bearer(token)))).status).toBe(403);
});

test('a key that is taken back opens nothing any more, and what it had opened is closed', async () => {
  const { keys, key, whoIs } = await doors();
  const { id, token } = await (await keys.POST(asked('POST', { ...reading, name: 'Gone' }))).json();
  const gone = () => key.DELETE(asked('DELETE'), { params: Promise.resolve({ id }) });
  expect((await gone()).status).toBe(200);
  expect([await whoIs(bearer(token)), closed]).toEqual([null, [id]]);
  expect((await gone()).status).toBe(404);
  const log = await (await globalThis.holdfastPeople)?.people.auditLog({ before: 9e15, limit: 50, actor: null });
  const about = log?.filter((e) => e.subject === 'Gone').map((e) => `${e.actor} ${e.action}`);
  expect(about?.sort()).toEqual(['ada@example.org key-made', 'ada@example.org key-revoked']);
  expect(JSON.stringify(log)).not.toContain(token.slice(4));
});

test('a link shows the figures of its clusters until it is over or taken back, and nothing else', async () => {
  const { links, link, whoIs } = await doors();
  const { id, path } = await (await links.POST(asked('POST', { name: 'Hall', clusters: ['cc'], days: 1 }))).json();
  const cookie = `holdfast.link=${new URL(path, 'http://holdfast').searchParams.get('link')}`;
  const who = await whoIs({ cookie });
  expect(who).toMatchObject({ actor: 'link Hall', role: 'viewer', via: 'link', clusters: ['cc'] });
  expect(who !== null && [may(who, 'see-figures'), may(who, 'see-service'), topicPatternsOf(who)]).toEqual([
    true,
    false,
    [],
  ]);
  // It is no key, and whoever signs in is themselves.
  expect(await whoIs(bearer(cookie.replace('holdfast.link=hfl_', 'hfk_')))).toBeNull();
  expect(await whoIs({ cookie: `${cookie}; ${administrator}` })).toMatchObject({ role: 'administrator' });
  await link.DELETE(asked('DELETE'), { params: Promise.resolve({ id }) });
  expect(await whoIs({ cookie })).toBeNull();
});

test('what somebody made may no more than they may now, and nothing once they are gone', async () => {
  const { keys, links, whoIs } = await doors();
  const { people } = (await globalThis.holdfastPeople) ?? {};
  const everything = { name: 'Sync', role: 'administrator', teams: null, scopes: ['see-figures'], days: 30 };
  const high = bearer((await (await keys.POST(asked('POST', everything))).json()).token);
  const low = bearer((await (await keys.POST(asked('POST', { ...reading, name: 'Low' }))).json()).token);
  const { path } = await (await links.POST(asked('POST', { name: 'Wall', clusters: null, days: 30 }))).json();
  const wall = { cookie: `holdfast.link=${path.split('link=')[1]}` };
  const letIn = async () =>
    Promise.all([high, low, wall].map(async (headers) => (await whoIs(headers))?.role ?? 'nobody'));
  expect(await letIn()).toEqual(['administrator', 'supervisor', 'viewer']);
  await people?.changePerson(adaId, { role: 'operator' });
  expect(await letIn()).toEqual(['nobody', 'supervisor', 'viewer']);
  await people?.changePerson(adaId, { role: 'supervisor', teams: 'cc/8' });
  expect(await whoIs(low)).toMatchObject({ teams: [] });
  await people?.changePerson(adaId, { role: 'administrator', teams: null, disabled: true });
  expect(await letIn()).toEqual(['nobody', 'nobody', 'nobody']);
  await people?.changePerson(adaId, { disabled: false });
  expect(await letIn()).toEqual(['administrator', 'supervisor', 'viewer']);
  // Whoever comes later under the same address did not make them.
  await people?.removePerson(adaId);
  expect(await letIn()).toEqual(['nobody', 'nobody', 'nobody']);
  vi.setSystemTime(Date.now() + DAY_MS);
  const { createPerson } = await import('../../app/lib/persons');
  const again = { name: 'Ada', email: 'ada@example.org', password: null, role: 'administrator', teams: null } as const;
  await createPerson(await (await import('../../app/lib/people')).people(), again);
  expect(await letIn()).toEqual(['nobody', 'nobody', 'nobody']);
});
