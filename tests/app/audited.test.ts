/** Every route that changes or reveals something tells the audit log: one day of an administrator, and a new route without its line fails. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { setupCode } from '../../server/config/setup-code';
import { stepAt, totpCode } from '../../server/domain/people/totp';
import type { AuditEntry } from '../../server/store/people/port';
import { root } from '../support/e2e-process';
import { incidentOf } from '../support/outage-facts';
import { PASSWORD, peopleWorld, request } from './people-world';

const told = vi.hoisted(() => ({ commands: [] as string[] }));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));
vi.mock('../../app/lib/worker', async (original) => ({
  ...(await original<typeof import('../../app/lib/worker')>()),
  sendCommand: async ({ command }: { command: string }) => {
    told.commands.push(command);
    return { status: 202, reply: { status: 'accepted', eventId: 'e' } };
  },
  reloadWorker: async () => [],
}));
vi.mock('../../app/lib/connection-test', () => ({ openConnectionTest: () => Response.json({}) }));
vi.mock('../../app/lib/mail', () => ({ isMailReady: async () => true, sendMail: async () => true }));
const incident = incidentOf({ id: 'i', status: 'open', resolved: null, acknowledged: null });
vi.mock('../../app/lib/incidents', async (original) => ({
  ...(await original<typeof import('../../app/lib/incidents')>()),
  loadIncident: async () => ({ incident, deliveries: [] }),
}));

/** What changes nothing that anybody would ask about later, and why. */
const without: Readonly<Record<string, string>> = {
  'POST api/v1/live-ticket': 'opens what the pages show anyway',
  'POST api/v1/rules/replay': 'reads',
  'POST api/v1/account/second-factor': 'prepares what its confirmation puts in force',
  'POST api/[...missing]': 'there is nothing',
  'PUT api/[...missing]': 'there is nothing',
  'PATCH api/[...missing]': 'there is nothing',
  'DELETE api/[...missing]': 'there is nothing',
};

/** Reads that reveal more than the pages show. Views of agents, bundles and names: tests/app/presence-routes and outage-routes. */
const revealing = ['GET api/v1/audit.csv', 'GET api/v1/audit.json'];

/** By their text: to import them all takes longer than the rest of the day. */
function changing(): string[] {
  const app = join(root, 'app');
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('/route.ts'));
  return files.flatMap((file) => {
    const text = readFileSync(join(app, file), 'utf8');
    const methods = text.matchAll(/(?:export (?:async )?function|export const| as) (POST|PUT|PATCH|DELETE)\b/g);
    return [...methods].map(([, method]) => `${method} ${file.replace(/\/route\.ts$/, '')}`);
  });
}

interface Asked {
  params?: Record<string, string>;
  cookie?: string;
}

type Handler = (asked: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

test('every route that changes or reveals something tells who did it, and about whom', {
  timeout: 60_000,
}, async () => {
  await peopleWorld({ mail: true });
  const done = new Map<string, string[]>();
  const entries = async (): Promise<AuditEntry[]> => {
    const log = await (await globalThis.holdfastPeople)?.people.auditLog({ before: 9e15, limit: 500, actor: null });
    return log ?? [];
  };

  /** Asks a route, and remembers what its entries say. */
  async function asks(line: string, body: unknown, { params = {}, cookie = ada }: Asked = {}) {
    const before = (await entries()).length;
    const [method = '', path = ''] = line.split(' ');
    const route: Record<string, Handler> = await import(/* @vite-ignore */ join(root, 'app', path, 'route.ts'));
    const answer = await route[method]?.(request(method, `/${path}`, body, cookie), {
      params: Promise.resolve(params),
    });
    const text = (await answer?.text()) ?? '';
    expect([line, answer?.ok, answer?.ok === true ? '' : text]).toEqual([line, true, '']);
    const made = (await entries()).length - before;
    const fresh = (await entries()).sort((a, b) => b.at - a.at).slice(0, made);
    done.set(line, [...(done.get(line) ?? []), ...fresh.map((e) => `${e.actor} ${e.action}`).sort()]);
    const said: Record<string, string> = text.startsWith('{') ? JSON.parse(text) : {};
    return { said, cookie: answer?.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  }

  // The first day, and coming and going.
  let ada = '';
  const me = { email: 'ada@example.org', password: PASSWORD };
  const dataDir = process.env.DATA_DIR ?? '';
  ada = (await asks('POST api/v1/set-up', { ...me, name: 'Ada', code: setupCode(dataDir) })).cookie;
  const other = await asks('POST api/v1/session', me);
  await asks('DELETE api/v1/session', {}, { cookie: other.cookie });
  vi.stubEnv('HOLDFAST_DEMO', '1');
  const { env } = await import('../../app/lib/env');
  Object.assign(env(), { demo: true });
  await asks('POST api/v1/session/demo', { as: 'administrator' });

  // People.
  const person = { name: 'Sam', role: 'operator', teams: null };
  const added = await asks('POST api/v1/people', { ...person, email: 'sam@example.org', password: PASSWORD });
  const sam = { params: { id: String(added.said.id) } };
  await asks('PATCH api/v1/people/[id]', { name: 'Samuel' }, sam);
  await asks('DELETE api/v1/people/[id]/sign-ins', {}, sam);
  await asks('DELETE api/v1/people/[id]/second-factor', {}, sam);
  const reset = await asks('POST api/v1/people/[id]/reset', {}, sam);
  const token = (said: Record<string, string>) => String(said.path).split('/').at(-1);
  await asks('POST api/v1/resets/use', { token: token(reset.said), password: `${PASSWORD} 2` }, { cookie: '' });
  await asks('POST api/v1/resets', { email: 'sam@example.org' }, { cookie: '' });
  await asks('DELETE api/v1/people/[id]', {}, sam);
  const invited = await asks('POST api/v1/invitations', { ...person, email: 'kim@example.org' });
  await asks(
    'POST api/v1/invitations/accept',
    { token: token(invited.said), name: 'Kim', password: PASSWORD },
    { cookie: '' },
  );
  await asks('POST api/v1/invitations', { ...person, email: 'lee@example.org' });
  const { openInvitations } = await import('../../app/lib/one-time-links');
  const { people } = await import('../../app/lib/people');
  const [open] = await openInvitations((await people()).people, Date.now());
  await asks('DELETE api/v1/invitations/[id]', {}, { params: { id: open?.id ?? '' } });

  // One's own account.
  await asks('PATCH api/v1/account', { name: 'Ada L.' });
  const again = await asks('POST api/v1/session', me);
  const { id: mine } = (await (await people()).people.signIns((await whoIs(ada))?.id ?? ''))[0] ?? { id: '' };
  await asks('DELETE api/v1/account/sign-ins/[id]', {}, { params: { id: mine }, cookie: ada });
  await asks('DELETE api/v1/account/sign-ins', {}, { cookie: ada });
  expect(again.cookie).not.toBe('');
  ada = (await asks('POST api/v1/account/password', { current: PASSWORD, password: `${PASSWORD} 3` })).cookie;
  const password = `${PASSWORD} 3`;
  const prepared = await asks('POST api/v1/account/second-factor', { password });
  const step = stepAt(Date.now());
  await asks('PUT api/v1/account/second-factor', { code: totpCode(bytesOf(String(prepared.said.secret)), step) });
  const half = await asks('POST api/v1/session', { ...me, password }, { cookie: '' });
  const code = totpCode(bytesOf(String(prepared.said.secret)), step + 1);
  await asks('POST api/v1/session/code', { challenge: half.said.challenge, code }, { cookie: '' });
  await asks('DELETE api/v1/account/second-factor', { password });

  // Keys and links.
  const key = await asks('POST api/v1/keys', { ...person, name: 'Report', scopes: ['see-figures'], days: 1 });
  await asks('DELETE api/v1/keys/[id]', {}, { params: { id: String(key.said.id) } });
  const link = await asks('POST api/v1/links', { name: 'Hall', clusters: null, days: 1 });
  await asks('DELETE api/v1/links/[id]', {}, { params: { id: String(link.said.id) } });

  // What is set up.
  const node = { name: 'a', domain: 'a.example', account: { username: 'h', password: { secret: 'new', text: 's' } } };
  const cluster = { name: 'Lab', kind: 'xmpp', nodes: [{ ...node, transports: { tcp: { host: '127.0.0.1' } } }] };
  const { loadedConfiguration } = await import('../../app/lib/configuration');
  const revision = async () => (await loadedConfiguration()).stored.revision;
  const put = [{ kind: 'cluster', key: 'lab', body: cluster }];
  await asks('POST api/v1/configuration', { revision: await revision(), put });
  const yaml = 'notify:\n  publicUrl: https://hold.example\n';
  await asks('POST api/v1/configuration/import', { revision: await revision(), yaml, dryRun: false });
  await asks('GET api/v1/configuration/export', null);
  const account = { username: 'h', password: { secret: 'new', text: 's' } };
  const transports = { tcp: { host: '127.0.0.1', port: 5222, security: 'none' } };
  await asks('POST api/v1/connection-test', { kind: 'xmpp', domain: 'a.example', account, transports });

  // What is sent to the worker, and what a link of a message does.
  const wish = { idempotencyKey: '12345678' };
  await asks('POST api/v1/commands', { ...wish, command: 'pause-target', targetKey: 'cc/a/tcp' });
  await asks('POST api/v1/commands', { ...wish, command: 'acknowledge-incident', incidentId: 'i' });
  const { acknowledgeToken } = await import('../../server/alert/acknowledge-token');
  const { ticketKey } = await import('../../app/lib/worker');
  const message = { incidentId: 'i', channel: 'Pager', createdAt: Date.now() };
  await asks('POST ack/[token]', null, { params: { token: acknowledgeToken(ticketKey(), message) }, cookie: '' });
  expect(told.commands).toEqual(['pause-target', 'acknowledge-incident', 'acknowledge-incident']);

  for (const line of revealing) await asks(line, null);

  const silent = [...done].filter(([line, made]) => made.length === 0 && !(line in without)).map(([line]) => line);
  expect(silent).toEqual([]);
  const known = [...done.keys(), ...Object.keys(without)];
  expect(changing().filter((line) => !known.includes(line))).toEqual([]);
  expect(Object.fromEntries([...done].map(([line, made]) => [line, made.join(', ')]))).toMatchObject({
    'PATCH api/v1/people/[id]': 'ada@example.org person-changed',
    'POST api/v1/commands': 'ada@example.org pause-target, ada@example.org acknowledge-incident',
    'POST ack/[token]': 'via Pager acknowledge-incident',
    'POST api/v1/configuration': 'ada@example.org configuration-changed',
    'GET api/v1/audit.csv': 'ada@example.org audit-exported',
  });
  // What was and what is, and no secret.
  const renamed = (await entries()).find((e) => e.action === 'person-changed' && e.subject === 'sam@example.org');
  expect(renamed?.detail).toMatchObject({ was: { name: 'Sam' }, is: { name: 'Samuel' } });
  const all = JSON.stringify(await entries());
  for (const secret of [PASSWORD, key.said.token, link.said.path, '"s"', prepared.said.secret])
    expect(all.includes(String(secret))).toBe(false);
});

async function whoIs(cookie: string) {
  const { viewerOf } = await import('../../app/lib/viewer');
  return viewerOf(new Headers({ cookie }));
}

/** RFC 4648 §6. */
function bytesOf(base32: string): Buffer {
  const bits = [...base32]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
