/** Settings changed through the API: sealed, judged as a whole, told without a secret, and never taken back out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { configuration as configurationShape, type Viewer } from '#contract';
import { tempDatabase, tempFolder } from '../support/temp-database';

const asking = vi.hoisted(() => ({ viewer: null as Viewer | null }));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => asking.viewer }));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));
vi.mock('react', async (original) => ({ ...(await original<typeof import('react')>()), cache: <T>(run: T) => run }));

const { GET, POST } = await import('../../app/api/v1/configuration/route');
const { configuration } = await import('../../app/lib/configuration');
const { people } = await import('../../app/lib/people');

const SECRET = 'planted-Secret-1';
let file = '';
beforeEach(async () => {
  const database = await tempDatabase();
  file = database.file;
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('DATA_DIR', tempFolder());
  vi.stubEnv('WORKER_URL', 'http://127.0.0.1:9');
  asking.viewer = {
    id: 'a',
    actor: 'ann@example.com',
    name: 'Ann',
    role: 'administrator',
    teams: null,
    via: 'sign-in',
  };
  const { env } = await import('../../app/lib/env');
  Object.assign(env(), { databaseUrl: database.url, dataDir: process.env.DATA_DIR, workerUrl: 'http://127.0.0.1:9' });
});
afterEach(async () => {
  await (await globalThis.holdfastSettings)?.close();
  await (await globalThis.holdfastPeople)?.people.close();
  globalThis.holdfastSettings = undefined;
  globalThis.holdfastPeople = undefined;
  globalThis.holdfastConfiguration = undefined;
  vi.unstubAllEnvs();
});

const address = 'http://holdfast.test/api/v1/configuration';
const read = async () => configurationShape.parse(await (await GET(new Request(address))).json());
async function post(body: unknown): Promise<{ status: number; body: Record<string, unknown> & { errors?: unknown } }> {
  const answer = await POST(
    new Request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return { status: answer.status, body: await answer.json() };
}

const node = (name: string, password: unknown, host = '127.0.0.1') => ({
  ...{ name, domain: `${name}.example`, account: { username: 'holdfast', password } },
  transports: { tcp: { host } },
});
const fresh = { secret: 'new', text: SECRET };
const kept = { secret: 'kept' };
const lab = (...nodes: unknown[]) => ({ kind: 'cluster', key: 'lab', body: { name: 'Lab', kind: 'xmpp', nodes } });

describe('a cluster that is set up in the pages', () => {
  test('is in force, and its password is kept and never told again', async () => {
    const put = await post({ revision: 0, put: [lab(node('one', fresh), node('two', fresh))] });
    expect(put).toMatchObject({
      status: 200,
      body: { revision: 1, differences: [{ kind: 'cluster', key: 'lab', was: null }] },
    });
    expect((await read()).items).toMatchObject([
      { kind: 'cluster', key: 'lab', origin: 'pages', problem: null, changedBy: 'ann@example.com' },
    ]);
    const [one] = (await configuration()).targets;
    expect(one?.session.password.reveal()).toBe(SECRET);

    const log = await (await people()).people.auditLog({ before: Number.MAX_SAFE_INTEGER, limit: 10, actor: null });
    expect(log).toMatchObject([{ action: 'configuration-changed', subject: 'cluster lab' }]);
    const told = JSON.stringify([put, await read(), log, await configuration()]);
    expect(told).not.toContain(SECRET);
    expect([file, `${file}-wal`].map((part) => readFileSync(part).includes(SECRET))).toEqual([false, false]);
  });

  test('keeps each password where its node goes, and needs it again where it would go elsewhere', async () => {
    await post({ revision: 0, put: [lab(node('one', { secret: 'new', text: 'first' }), node('two', fresh))] });
    const moved = await post({ revision: 1, put: [lab(node('two', kept))] });
    expect(moved.status).toBe(200);
    expect((await configuration()).targets.map((t) => t.session.password.reveal())).toEqual([SECRET]);

    const elsewhere = await post({ revision: 2, put: [lab(node('two', kept, 'evil.example'))] });
    expect(elsewhere).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            path: 'cluster/lab/nodes[0].account.password',
            message: 'has to be given again: it would go to evil.example',
          },
        ],
      },
    });
    const none = await post({ revision: 2, put: [lab(node('three', kept), node('two', kept))] });
    expect(none.body.errors).toEqual([
      { path: 'cluster/lab/nodes[0].account.password', message: 'is needed: nothing is kept here' },
    ]);
  });

  test('is refused with the place that is wrong, and then nothing has changed', async () => {
    const wrong = await post({ revision: 0, put: [lab({ ...node('one', fresh), domain: 'a@b' })] });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'cluster/lab/nodes[0].domain' }] } });
    expect(JSON.stringify(wrong)).not.toContain(SECRET);
    expect((await read()).revision).toBe(0);
    expect((await post({ revision: 0, put: [{ kind: 'cluster' }] })).status).toBe(400);
  });

  test('is only judged and compared with dryRun; of two who change the same the slower is told so', async () => {
    const put = [lab(node('one', fresh))];
    expect(await post({ revision: 0, put, dryRun: true })).toMatchObject({ status: 200, body: { revision: 0 } });
    expect((await post({ revision: 0, put })).status).toBe(200);
    expect((await post({ revision: 0, put })).status).toBe(409);
    const differences = await post({
      revision: 1,
      put: [lab(node('one', { secret: 'new', text: 'x' }))],
      dryRun: true,
    });
    expect(differences.body.differences).toEqual([
      { kind: 'cluster', key: 'lab', path: 'nodes[0].account.password', was: 'kept until now', is: 'changed' },
    ]);
    const gone = await post({ revision: 1, remove: [{ kind: 'cluster', key: 'lab' }] });
    expect(gone.status).toBe(200);
    expect((await read()).items).toEqual([]);
  });

  test('need not be sent again while nothing has changed', async () => {
    const etag = (await GET(new Request(address))).headers.get('etag') ?? '';
    const again = await GET(new Request(address, { headers: { 'if-none-match': etag } }));
    expect(again.status).toBe(304);
    await post({ revision: 0, put: [{ kind: 'setting', key: 'history', body: { nameDays: 9 } }] });
    expect((await GET(new Request(address, { headers: { 'if-none-match': etag } }))).status).toBe(200);
    expect((await configuration()).history.nameDays).toBe(9);
  });
});

test('a file that is edited wrongly while Holdfast runs is told by its line; what was in force before goes on', async () => {
  const { env } = await import('../../app/lib/env');
  const yaml = join(tempFolder(), 'holdfast.yaml');
  Object.assign(env(), { configFile: yaml });
  writeFileSync(yaml, 'privacy:\n  smallestTeam: 7\n');
  expect((await configuration()).privacy.smallestTeam).toBe(7);
  writeFileSync(yaml, 'privacy:\n  smallestTeams: 12\n');
  expect((await configuration()).privacy.smallestTeam).toBe(7);
  const refused = await post({ revision: 0 });
  expect(refused.status).toBe(409);
  expect(refused.body.errors).toEqual([
    {
      path: 'privacy.smallestTeams',
      message: expect.stringContaining('holdfast.yaml:2: privacy.smallestTeams: is not a known key'),
    },
  ]);
  const { default: page } = await import('../../app/settings/file/page');
  expect(await page()).toMatchObject({
    props: { faults: [expect.stringContaining('holdfast.yaml:2: privacy.smallestTeams')] },
  });
  Object.assign(env(), { configFile: null });
});
