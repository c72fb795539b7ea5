/** Signing in on a real database: the first administrator, sign-in, sign-out, guesses, and what the database keeps of it. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { setupCode } from '../../server/config/setup-code';
import { fileOf } from '../../server/store/provider/sqlite';
import { tempDatabase, tempFolder } from '../support/temp-database';

const password = 'correct horse battery';
let folder = '';
let url = '';

beforeEach(async () => {
  ({ url } = await tempDatabase());
  folder = tempFolder();
  vi.stubEnv('DATA_DIR', folder);
  vi.stubEnv('DATABASE_URL', url);
  vi.resetModules();
});
afterEach(async () => {
  await (await globalThis.holdfastPeople)?.people.close();
  globalThis.holdfastPeople = undefined;
  vi.unstubAllEnvs();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  new Request(`http://holdfast${path}`, {
    ...{ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } },
  });

const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

async function routes() {
  const session = await import('../../app/api/v1/session/route');
  const setUp = await import('../../app/api/v1/set-up/route');
  const { viewerOf } = await import('../../app/lib/viewer');
  return { session, setUp, whoIs: (cookie: string) => viewerOf(new Headers({ cookie })) };
}

async function withAdministrator() {
  const { session, setUp, whoIs } = await routes();
  const who = { name: 'Ada', email: 'Ada@example.org', password };
  const made = await setUp.POST(post('/api/v1/set-up', { ...who, code: setupCode(folder) }));
  return { session, setUp, whoIs, made };
}

test('whoever holds the printed code makes the first administrator, once', async () => {
  const { setUp, whoIs, made } = await withAdministrator();
  expect(made.status).toBe(200);
  expect(await whoIs(cookieOf(made))).toMatchObject({ actor: 'ada@example.org', role: 'administrator', teams: null });
  const again = { name: 'Eve', email: 'eve@example.org', password, code: setupCode(folder) };
  expect((await setUp.POST(post('/api/v1/set-up', again))).status).toBe(409);
});

test('without the code, or with a weak password, nobody is made', async () => {
  const { setUp } = await routes();
  const who = { name: 'Eve', email: 'eve@example.org', password };
  expect((await setUp.POST(post('/', { ...who, code: 'bbbb-bbbb-bbbb-bbbb' }))).status).toBe(403);
  expect((await setUp.POST(post('/', { ...who, password: 'short', code: setupCode(folder) }))).status).toBe(400);
  expect((await setUp.POST(post('/', { ...who, code: setupCode(folder) }, { origin: 'http://evil' }))).status).toBe(
    403,
  );
});

test('a wrong address and a wrong password are told alike, and too many tries have to wait', async () => {
  const { session } = await withAdministrator();
  const attempt = (email: string, text: string) => session.POST(post('/api/v1/session', { email, password: text }));
  const [nobody, wrong] = [await attempt('nobody@example.org', password), await attempt('ada@example.org', 'wrong')];
  expect([nobody.status, wrong.status]).toEqual([401, 401]);
  expect(await nobody.text()).toBe(await wrong.text());
  for (let i = 0; i < 4; i += 1) await attempt('ada@example.org', 'wrong');
  const refused = await attempt('ada@example.org', password);
  expect([refused.status, refused.headers.has('retry-after')]).toEqual([429, true]);
});

test('signing out ends the sign-in, and the cookie opens nothing any more', async () => {
  const { session, whoIs, made } = await withAdministrator();
  const cookie = cookieOf(made);
  const out = await session.DELETE(
    new Request('http://holdfast/api/v1/session', {
      method: 'DELETE',
      headers: { cookie, origin: 'http://holdfast', host: 'holdfast' },
    }),
  );
  expect([out.status, await whoIs(cookie)]).toEqual([200, null]);
});

test('somebody who was disabled is nobody, at once and at the next try', async () => {
  const { session, whoIs, made } = await withAdministrator();
  const cookie = cookieOf(made);
  const { people } = (await globalThis.holdfastPeople) ?? {};
  const id = (await whoIs(cookie))?.id ?? '';
  await people?.changePerson(id, { disabled: true });
  expect(await whoIs(cookie)).toBeNull();
  expect((await session.POST(post('/', { email: 'ada@example.org', password }))).status).toBe(401);
});

test('over TLS the cookie is for TLS only', async () => {
  const { session } = await withAdministrator();
  const given = { email: 'ada@example.org', password };
  const answer = await session.POST(post('/api/v1/session', given, { 'x-forwarded-proto': 'https' }));
  expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Lax.*; Secure$/);
});

test('the database holds neither the password nor what opens a sign-in, and its log says who came', async () => {
  const { made } = await withAdministrator();
  const { people } = (await globalThis.holdfastPeople) ?? {};
  const log = await people?.auditLog({ before: Number.MAX_SAFE_INTEGER, limit: 10, actor: null });
  expect(log?.map((e) => e.action).sort()).toEqual(['set-up', 'signed-in']);
  await people?.close();
  globalThis.holdfastPeople = undefined;
  const token = decodeURIComponent(cookieOf(made).split('=')[1] ?? '').split('.')[0] ?? '';
  expect(token.length).toBeGreaterThan(20);
  for (const file of [fileOf(url), `${fileOf(url)}-wal`]) {
    const bytes = readIfThere(file);
    for (const secret of [password, token]) expect(bytes.includes(secret)).toBe(false);
  }
});

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
