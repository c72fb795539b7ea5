/** Every page and every route × everybody who may ask: a new one without a row here fails. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { isValidElement } from 'react';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { may, type Permission, type Role, roles, topicPatternsOf, type Viewer } from '#contract';
import { allowsTopic, createTicketGate } from '../../server/live/ticket';
import { migrate } from '../../server/store/migrate';
import { root } from '../support/e2e-process';

/** `open`: for everybody, signed in or not. */
type Needed = Permission | 'open';

const pages: Record<string, Needed> = {
  'api-docs': 'see-figures',
  alerting: 'see-alerting',
  'agents/history': 'see-agents',
  'alerting/maintenance': 'see-alerting',
  'alerting/now': 'see-alerting',
  'alerting/rules': 'see-alerting',
  'alerting/channels': 'see-alerting',
  'alerting/deliveries': 'see-alerting',
  'alerting/silences': 'see-alerting',
  '': 'see-agents',
  agents: 'see-agents',
  'agents/[cluster]/[loginId]': 'see-agents',
  availability: 'see-service',
  compare: 'see-service',
  incidents: 'see-incidents',
  'incidents/[id]': 'see-incidents',
  reports: 'see-everything',
  'reports/[cluster]/[month]': 'see-everything',
  settings: 'configure',
  'settings/appearance': 'see-figures',
  'settings/backup': 'configure',
  'settings/channels': 'configure',
  'settings/clusters': 'configure',
  'settings/file': 'configure',
  'settings/notify': 'configure',
  'settings/retention': 'configure',
  'settings/targets': 'configure',
  'settings/teams': 'configure',
  'invitation/[token]': 'open',
  'reset/[token]': 'open',
  account: 'see-figures',
  'settings/privacy': 'configure',
  'settings/privacy/sheet': 'configure',
  'settings/people': 'administer',
  'set-up': 'open',
  'set-up/cluster': 'configure',
  'settings/audit': 'administer',
  'settings/keys': 'administer',
  'settings/single-sign-on': 'administer',
  'settings/links': 'administer',
  'sign-in': 'open',
  'targets/[...key]': 'see-service',
  wall: 'see-figures',
};

const routes: Record<string, Needed> = {
  'GET api/v1/openapi.json': 'see-figures',
  // What is not there is told to everybody alike.
  'GET api/[...missing]': 'open',
  'POST api/[...missing]': 'open',
  'PUT api/[...missing]': 'open',
  'PATCH api/[...missing]': 'open',
  'DELETE api/[...missing]': 'open',
  'GET api/v1/clusters': 'see-service',
  'GET api/v1/clusters/[cluster]': 'see-service',
  'GET api/v1/targets': 'see-service',
  'GET api/v1/sessions': 'see-service',
  'GET api/v1/agents': 'see-agents',
  'GET api/v1/alerts': 'see-alerting',
  'GET api/v1/rules': 'see-alerting',
  'GET api/v1/channels': 'see-alerting',
  'GET api/v1/silences': 'see-alerting',
  // Whoever holds a signed link of a message.
  'GET ack/[token]': 'open',
  'POST ack/[token]': 'open',
  'GET api/v1/alerting': 'see-alerting',
  'POST api/v1/rules/replay': 'see-everything',
  'GET api/v1/alerting/calendar': 'see-alerting',
  'GET api/v1/alerting/now': 'see-alerting',
  'GET api/v1/alerting/preview': 'see-alerting',
  'GET api/v1/privacy/sheet.md': 'configure',
  'GET api/v1/configuration': 'configure',
  'POST api/v1/configuration': 'configure',
  'GET api/v1/configuration/export': 'configure',
  'POST api/v1/configuration/import': 'configure',
  'GET api/v1/counts': 'see-agents',
  'GET api/v1/counts.csv': 'see-agents',
  'GET api/v1/incidents/[id]/bundle': 'answer-incidents',
  'GET api/v1/incidents/[id]/review': 'see-incidents',
  'GET api/v1/marks': 'see-agents',
  'GET api/v1/transcripts/[...key]': 'see-service',
  'GET api/health': 'open',
  'GET api/v1/agents/[cluster]/[loginId]': 'see-agents',
  'GET api/v1/availability': 'see-service',
  'GET api/v1/availability.csv': 'see-service',
  'GET api/v1/board': 'see-agents',
  // Each command has a right of its own: tests/contract/people.test.ts and the one below.
  'POST api/v1/commands': 'see-service',
  'POST api/v1/connection-test': 'configure',
  'GET api/v1/incidents': 'see-incidents',
  'GET api/v1/incidents/[id]': 'see-incidents',
  'POST api/v1/live-ticket': 'see-service',
  'GET api/v1/overview': 'see-service',
  'GET api/v1/reports/[cluster]/[month]': 'see-everything',
  'GET api/v1/series': 'see-service',
  'GET api/v1/series.csv': 'see-service',
  'GET api/v1/people': 'administer',
  'POST api/v1/people': 'administer',
  'PATCH api/v1/people/[id]': 'administer',
  'DELETE api/v1/people/[id]': 'administer',
  'POST api/v1/people/[id]/reset': 'administer',
  'DELETE api/v1/people/[id]/sign-ins': 'administer',
  'DELETE api/v1/people/[id]/second-factor': 'administer',
  'GET api/v1/invitations': 'administer',
  'POST api/v1/invitations': 'administer',
  'DELETE api/v1/invitations/[id]': 'administer',
  // Of whoever signed in, about themselves.
  'GET api/v1/account': 'see-figures',
  'PATCH api/v1/account': 'see-figures',
  'POST api/v1/account/password': 'see-figures',
  'POST api/v1/account/second-factor': 'see-figures',
  'PUT api/v1/account/second-factor': 'see-figures',
  'DELETE api/v1/account/second-factor': 'see-figures',
  'DELETE api/v1/account/sign-ins': 'see-figures',
  'DELETE api/v1/account/sign-ins/[id]': 'see-figures',
  // Of whoever holds a link that opens once, and of whoever forgot a password: throttled.
  'POST api/v1/invitations/accept': 'open',
  'POST api/v1/resets': 'open',
  'POST api/v1/resets/use': 'open',
  // The doors themselves: throttled, and of no use without a password or a code.
  'POST api/v1/session': 'open',
  'GET api/v1/audit': 'administer',
  'GET api/v1/audit.csv': 'administer',
  'GET api/v1/audit.json': 'administer',
  'GET api/v1/keys': 'administer',
  'POST api/v1/keys': 'administer',
  'DELETE api/v1/keys/[id]': 'administer',
  'GET api/v1/links': 'administer',
  'POST api/v1/links': 'administer',
  'DELETE api/v1/links/[id]': 'administer',
  'GET api/v1/wall': 'see-figures',
  // Only puts what it is given into a cookie: whether that opens anything is asked at the wall.
  'GET wall/open': 'open',
  'GET api/v1/session/oidc': 'open',
  'GET api/v1/session/oidc/callback': 'open',
  'POST api/v1/session/code': 'open',
  'DELETE api/v1/session': 'see-figures',
  'POST api/v1/session/demo': 'open',
  'POST api/v1/set-up': 'open',
  'GET api/v1/targets/[...key]': 'see-service',
};

const params = { token: 'none', cluster: 'cc', loginId: 'anna', id: 'none', key: ['cc', 'a', 'tcp'], month: '2026-01' };
const askers: (Role | null)[] = [...roles, null];

const asking = vi.hoisted(() => ({ viewer: null as Viewer | null }));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => asking.viewer }));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));
vi.mock('react', async (original) => ({ ...(await original<typeof import('react')>()), cache: <T>(run: T) => run }));

function filesOf(name: string): string[] {
  const app = join(root, 'app');
  return readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((file) => file === name || file.endsWith(`/${name}`))
    .map((file) => relative('.', file).replace(new RegExp(`/?${name.replace('.', '\\.')}$`), ''))
    .sort();
}

function as(role: Role | null): void {
  asking.viewer = role === null ? null : { id: role, actor: role, name: role, role, teams: null, via: 'sign-in' };
}

const expected = (needed: Needed, role: Role | null): string => {
  if (needed === 'open') return 'in';
  if (role === null) return 'sign in';
  return may({ role, teams: null }, needed) ? 'in' : 'not yours';
};

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-permissions-'));
  const url = `file:${join(folder, 'holdfast.db')}`;
  await migrate(url);
  vi.stubEnv('DATA_DIR', folder);
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('WORKER_URL', 'http://127.0.0.1:9');
});
afterAll(async () => {
  await (await globalThis.holdfastReadStore)?.close();
  await (await globalThis.holdfastPeople)?.people.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('every page has its row', () => {
  expect(filesOf('page.tsx')).toEqual(Object.keys(pages).sort());
});

describe('pages', () => {
  test.each(Object.entries(pages))('/%s: %s', async (path, needed) => {
    const page: { default(props: object): Promise<unknown> } = await import(
      /* @vite-ignore */ join(root, 'app', path, 'page.tsx')
    );
    for (const role of askers) {
      as(role);
      const props = { params: Promise.resolve(params), searchParams: Promise.resolve({}) };
      const seen = await page.default(props).then(whatIsSeen, whatIsThrown);
      expect([role, needed === 'open' ? 'in' : seen]).toEqual([role, expected(needed, role)]);
    }
  });
});

const whatIsSeen = (element: unknown) =>
  isValidElement(element) && typeof element.type === 'function' && element.type.name === 'NotYours'
    ? 'not yours'
    : 'in';

/** Next tells redirects and missing pages by throwing. */
function whatIsThrown(error: unknown): string {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
  if (/^NEXT_REDIRECT;.*\/sign-in/.test(digest)) return 'sign in';
  if (digest.startsWith('NEXT_')) return 'in';
  throw error;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Handler = (request: Request, context: { params: Promise<typeof params> }) => Promise<Response>;

test('every route has its row', async () => {
  const found = await Promise.all(
    filesOf('route.ts').map(async (path) => {
      const route: Record<string, unknown> = await import(/* @vite-ignore */ join(root, 'app', path, 'route.ts'));
      return methods.filter((m) => m in route).map((m) => `${m} ${path}`);
    }),
  );
  expect(found.flat().sort()).toEqual(Object.keys(routes).sort());
});

describe('routes', () => {
  test.each(Object.entries(routes).filter(([, needed]) => needed !== 'open'))('%s: %s', async (name, needed) => {
    const [method = '', path = ''] = name.split(' ');
    const route: Record<string, Handler> = await import(/* @vite-ignore */ join(root, 'app', path, 'route.ts'));
    for (const role of askers) {
      as(role);
      const body = method === 'GET' ? {} : { body: '{}' };
      const request = new Request(`http://holdfast/${path}`, { method, ...body });
      const answer = await route[method]?.(request, { params: Promise.resolve(params) });
      const seen = { 401: 'sign in', 403: 'not yours' }[answer?.status ?? 0] ?? 'in';
      expect([role, seen]).toEqual([role, expected(needed, role)]);
    }
  });
});

test('a command needs its own right', async () => {
  const { POST } = await import('../../app/api/v1/commands/route');
  const wish = (command: string, more: object) =>
    POST(
      new Request('http://holdfast/', {
        ...{ method: 'POST', body: JSON.stringify({ command, idempotencyKey: '12345678', ...more }) },
        headers: { 'content-type': 'application/json' },
      }),
    );
  const statuses: Record<string, number[]> = {};
  for (const role of roles) {
    as(role);
    const pause = await wish('pause-target', { targetKey: 'cc/a/tcp' });
    const acknowledge = await wish('acknowledge-incident', { incidentId: 'i' });
    statuses[role] = [pause.status, acknowledge.status];
  }
  // 503: let through to a worker that is not there.
  expect(statuses).toEqual({
    ...{ administrator: [503, 503], operator: [403, 503], supervisor: [403, 403], viewer: [403, 403] },
  });
});

test('there is no server action: whoever adds one gives it a door and a row here', () => {
  const files = ['app', 'components', 'server'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(root, folder, file)),
  );
  expect(files.length).toBeGreaterThan(500);
  const acting = files.filter((file) => /^\s*['"]use server['"]/m.test(readFileSync(file, 'utf8')));
  expect(acting).toEqual([]);
});

describe('the live socket', () => {
  /** Which topics of the matrix in tests/contract/people.test.ts the door really hands out, ticket and gate included. */
  test.each(askers)('%s follows by ticket what the rule says, and nothing else', async (role) => {
    const [{ POST }, { ticketKey }] = await Promise.all([
      import('../../app/api/v1/live-ticket/route'),
      import('../../app/lib/worker'),
    ]);
    as(role);
    const answer = await POST(new Request('http://holdfast/api/v1/live-ticket', { method: 'POST' }));
    const gate = createTicketGate(ticketKey(), { now: () => Date.now() }, 10);
    const body: { ticket?: string } = await answer.json();
    const admission = gate.admit(body.ticket ?? '');
    if (role === null || role === 'viewer') {
      expect([answer.status, admission.status]).toEqual([role === null ? 401 : 403, 'refused']);
      return;
    }
    const patterns = admission.status === 'ok' ? admission.claims.topics : [];
    expect(patterns).toEqual(topicPatternsOf({ role, teams: null }));
    const asked = ['admin', 'incidents', 'agents:cc', 'team:cc/7'];
    const expected = role === 'supervisor' ? asked.slice(1) : asked;
    expect(asked.filter((topic) => allowsTopic(patterns, topic))).toEqual(expected);
    // used once
    expect(gate.admit(body.ticket ?? '').status).toBe('refused');
  });
});
