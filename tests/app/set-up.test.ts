/** What the set-up makes is what the API takes: a pair, UCCX, a plain service, channels; and a test is told in the audit log. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ItemBody, Viewer } from '#contract';
import { channelBody, firstChannel } from '../../components/set-up/wizard/channel-draft';
import { bodyOf, type Draft, firstDraft } from '../../components/set-up/wizard/draft';
import { tempDatabase, tempFolder } from '../support/temp-database';

const asking = vi.hoisted(() => ({ viewer: null as Viewer | null }));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => asking.viewer }));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));

const { POST: save } = await import('../../app/api/v1/configuration/route');
const { POST: tryOut } = await import('../../app/api/v1/connection-test/route');
const { configuration } = await import('../../app/lib/configuration');
const { people } = await import('../../app/lib/people');

beforeEach(async () => {
  const { url: databaseUrl } = await tempDatabase();
  asking.viewer = {
    id: 'a',
    actor: 'ann@example.com',
    name: 'Ann',
    role: 'administrator',
    teams: null,
    via: 'sign-in',
  };
  const { env } = await import('../../app/lib/env');
  Object.assign(env(), { databaseUrl, dataDir: tempFolder(), workerUrl: 'http://127.0.0.1:9' });
});
afterEach(async () => {
  await (await globalThis.holdfastSettings)?.close();
  await (await globalThis.holdfastPeople)?.people.close();
  globalThis.holdfastSettings = undefined;
  globalThis.holdfastPeople = undefined;
  globalThis.holdfastConfiguration = undefined;
});

const post = (route: (request: Request) => Promise<Response>, body: unknown): Promise<Response> =>
  route(
    new Request('http://holdfast.test/', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    }),
  );
async function put(revision: number, kind: 'cluster' | 'channel', key: string, body: ItemBody): Promise<unknown> {
  const answer = await post(save, { revision, put: [{ kind, key, body }] });
  return answer.status === 200 ? 'saved' : answer.json();
}

const draft: Draft = {
  ...firstDraft,
  ...{ kind: 'finesse', name: 'Lyon', load: '0' },
  A: {
    ...firstDraft.A,
    host: 'fin-a.example.com',
    username: 'hf-a',
    password: 'first',
    pin: `sha256/${'A'.repeat(43)}=`,
  },
};

test('a server is saved, then its other side beside the kept password', async () => {
  expect(await put(0, 'cluster', 'lyon', bodyOf(draft, 'lyon'))).toBe('saved');
  const B = { ...firstDraft.B, host: 'fin-b.example.com', port: '8443', username: 'hf-b', password: 'second' };
  const pair = { ...draft, saved: 'lyon', withB: true, A: { ...draft.A, password: '' }, B };
  expect(await put(1, 'cluster', 'lyon', bodyOf(pair, 'lyon'))).toBe('saved');
  const [cluster] = (await configuration()).finesse;
  expect(cluster?.servers.map(({ host, restPort, account }) => [host, restPort, account.password.reveal()])).toEqual([
    ['fin-a.example.com', 8445, 'first'],
    ['fin-b.example.com', 8443, 'second'],
  ]);
});

test('a plain service and channels are saved as well', async () => {
  const xmpp = { ...firstDraft.xmpp, domain: 'chat.example', username: 'hf', password: 'p', tcpHost: 'chat.example' };
  const service: Draft = { ...firstDraft, kind: 'xmpp', name: 'Chat', xmpp };
  expect(await put(0, 'cluster', 'chat', bodyOf(service, 'chat'))).toBe('saved');
  const mail = { ...firstChannel, host: 'mail.example', from: 'hf@c.example', to: 'it@c.example, night@c.example' };
  expect(await put(1, 'channel', 'Mail', channelBody(mail))).toBe('saved');
  const hook = { ...firstChannel, way: 'webhook' as const, url: 'https://c.example/hook?token=1' };
  expect(await put(2, 'channel', 'Webhook', channelBody(hook))).toBe('saved');
  const { targets, notify } = await configuration();
  expect([targets.map(({ key }) => key), notify.channels.map(({ name }) => name)]).toEqual([
    ...[['chat/chat.example/tcp'], ['Mail', 'Webhook']],
  ]);
});

test('a connection that is tried is told in the audit log, without its password', async () => {
  const account = { username: 'hf-a', password: { secret: 'new', text: 'planted-Secret' } };
  const answer = await post(tryOut, { kind: 'finesse', host: 'fin-a.example.com', account });
  // Nobody is behind the door here.
  expect(answer.status).toBe(503);
  const log = await (await people()).people.auditLog({ before: Number.MAX_SAFE_INTEGER, limit: 10, actor: null });
  expect(log).toMatchObject([{ action: 'connection-tested', subject: 'fin-a.example.com:8445' }]);
  expect(JSON.stringify(log)).not.toContain('planted-Secret');
});
