/** Secrets of every kind are planted, used, refused and failed with; afterwards none of them stands in anything that leaves or stays: nothing a page shows. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { unzipSync } from 'fflate';
import { root } from '../support/e2e-process';
import { administrator, cookieOf, fetchSignedIn } from '../support/e2e-sign-in';
import { type Stack, startStack } from '../support/e2e-stack';
import { keysIn, searchFolder, searchIn } from '../support/planted-secrets';

const planted = (what: string): string => `planted-${what}-${randomBytes(9).toString('hex')}`;
/** Where nobody listens: what is sent there fails, and failures are told. */
const NOWHERE = 'http://127.0.0.1:9';

const inFile = {
  webhook: planted('webhook'),
  token: planted('ntfy'),
  routing: planted('pagerduty'),
  url: planted('address'),
  beat: planted('beat'),
};
const more = {
  rules: [{ key: 'session-down', severity: 'page', forS: 0 }],
  notify: {
    heartbeat: { url: `${NOWHERE}/${inFile.beat}`, everyS: 10 },
    channels: [
      {
        name: 'Hook',
        webhook: { url: `${NOWHERE}/${inFile.url}`, secret: inFile.webhook },
        from: 'in-page',
        groupWaitS: 0,
      },
      { name: 'Phones', ntfy: { url: `${NOWHERE}/topic`, token: inFile.token }, from: 'in-page', groupWaitS: 0 },
      { name: 'Pager', pagerduty: { routingKey: inFile.routing, api: NOWHERE }, from: 'in-page', groupWaitS: 0 },
    ],
  },
};

const test = base.extend<object, { stack: Stack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs from the pattern
    async ({}, use) => {
      const stack = await startStack({ more, env: { LOG_LEVEL: 'trace' } });
      for (const [name, secret] of Object.entries(inFile)) stack.secrets.set(name, secret);
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

test('none of the planted secrets is printed, answered, exported, backed up or written', async ({ stack }) => {
  const { secrets, dataDir } = stack;
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const headers = { 'content-type': 'application/json' };
    return fetchSignedIn(`${stack.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
  const told = async (method: string, path: string, body: unknown): Promise<Record<string, string>> => {
    const answer = await ask(method, path, body);
    expect([path, answer.ok ? '' : await answer.clone().text()]).toEqual([path, '']);
    return answer.json();
  };
  secrets.set('the cookie', decodeURIComponent((await cookieOf(stack.url)).split(/=(.*)/s)[1] ?? ''));

  // Made here, and told once.
  const days = { days: 7 };
  const key = await told('POST', '/api/v1/keys', {
    name: 'Tool',
    role: 'operator',
    teams: null,
    scopes: ['see-service'],
    ...days,
  });
  secrets.set('an API key', key.token ?? '');
  const link = await told('POST', '/api/v1/links', { name: 'Wall', clusters: null, ...days });
  secrets.set('a link to the wall', lastPart(link.path));
  const invited = { name: 'Ana', email: 'ana@holdfast.example', role: 'operator', teams: null };
  secrets.set('an invitation', lastPart((await told('POST', '/api/v1/invitations', invited)).path));
  const factor = await told('POST', '/api/v1/account/second-factor', { password: administrator.ADMIN_PASSWORD });
  secrets.set('the second factor', factor.secret ?? '');

  // Typed in, kept in the database, and refused.
  const typed = planted('typed');
  secrets.set('a secret that was typed in', typed);
  const { revision } = await (await ask('GET', '/api/v1/configuration')).json();
  const webhook = { url: `${NOWHERE}/typed`, secret: { secret: 'new', text: typed } };
  const put = [{ kind: 'channel', key: 'typed', body: { name: 'Typed', webhook, from: 'in-page' } }];
  await told('POST', '/api/v1/configuration', { revision, put });
  const wrong = planted('wrong');
  secrets.set('a wrong password', wrong);
  expect((await ask('POST', '/api/v1/session', { email: administrator.ADMIN_EMAIL, password: wrong })).status).toBe(
    401,
  );
  const refused = {
    revision: 0,
    put: [{ kind: 'channel', key: 'x', body: { name: 'X', webhook: { url: 'no', secret: wrong } } }],
  };
  expect((await ask('POST', '/api/v1/configuration', refused)).status).toBeGreaterThanOrEqual(400);
  expect(
    (await fetch(`${stack.url}/api/v1/overview`, { headers: { authorization: `Bearer ${key.token}` } })).status,
  ).toBe(200);

  // What fails is recorded: handshakes with a refused password, messages that nobody takes.
  await stack.fault({ kind: 'wrong-password' });
  await stack.fault({ kind: 'close' });
  await expect
    .poll(async () => (await (await ask('GET', '/api/v1/incidents')).json()).incidents?.length ?? 0, {
      timeout: 45_000,
    })
    .toBeGreaterThan(0);

  const found: string[] = [];
  const all = new Map([...secrets, ...keysIn(dataDir)]);
  for (const path of [...addresses(), ...(await moreAddresses(ask))]) {
    const answer = await ask('GET', path);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const headers = JSON.stringify([...answer.headers]);
    found.push(...searchIn(`${path} (headers)`, headers, all), ...searchIn(path, bytes, all));
    if (answer.headers.get('content-type') === 'application/zip')
      for (const [name, part] of Object.entries(unzipSync(bytes)))
        found.push(...searchIn(`${path} ${name}`, Buffer.from(part), all));
  }
  const metrics = await (await fetch(`http://127.0.0.1:${stack.workerPort}/metrics`)).text();
  expect(metrics).toContain('holdfast_');
  found.push(...searchIn('the metrics', metrics, all), ...searchIn('the output', stack.output(), all));
  const made = spawnSync(
    'node_modules/.bin/tsx',
    ['server/store/backup-command.ts', 'backup', join(dataDir, 'backup.db')],
    {
      ...{ cwd: root, encoding: 'utf8' as const, env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' } },
    },
  );
  expect(made.stderr + made.stdout).toContain('checked');
  // The write-ahead log as well: Holdfast still runs.
  found.push(...searchFolder(dataDir, all));
  expect(found).toEqual([]);
});

const lastPart = (path: string | undefined): string => path?.split('/').at(-1)?.split('=').at(-1) ?? '';

/** Every page and every route that needs nothing more than its address. */
function addresses(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return entry.name.startsWith('[') ? [] : below(join(folder, entry.name));
      return /^(page\.tsx|route\.ts)$/.test(entry.name) ? [`/${relative(join(root, 'app'), folder)}`] : [];
    });
  return below(join(root, 'app')).filter((path) => !path.endsWith('/callback'));
}

/** What an incident leads to, and the transcripts of what failed. */
async function moreAddresses(ask: (method: string, path: string) => Promise<Response>): Promise<string[]> {
  const { incidents } = await (await ask('GET', '/api/v1/incidents')).json();
  const of = incidents
    .slice(0, 3)
    .flatMap(({ id }: { id: string }) => [
      `/incidents/${id}`,
      `/api/v1/incidents/${id}`,
      `/api/v1/incidents/${id}/bundle?names=1`,
      `/api/v1/incidents/${id}/review`,
    ]);
  const targets = ['tcp', 'websocket', 'bosh'].map((transport) => `lab/prosody/${transport}`);
  return [...of, ...targets.flatMap((key) => [`/targets/${key}`, `/api/v1/transcripts/${key}`])];
}
