/** The link in a message: GET changes nothing, POST acknowledges by the worker, and whatever is wrong with it is said. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Command, CommandReply, Incident } from '#contract';
import { messageOf } from '../../server/alert/message';
import { internalKey } from '../../server/config/internal-key';
import { deliveryOf, type Transition } from '../../server/domain/alert/tell';
import { openStore } from '../../server/store/open';
import { openReadStore } from '../../server/store/read-store';
import { incidentOf } from '../alert/incidents';
import { tempDatabase } from '../support/temp-database';

const DAY = 86_400_000;
const tempDataDir = mkdtempSync(join(tmpdir(), 'holdfast-ack-'));
const heard: Command[] = [];
let reply: CommandReply | null = { status: 'accepted', eventId: 'e' };
const worker = createServer((req, res) => {
  let body = '';
  req.on('data', (part) => {
    body += part;
  });
  req.on('end', () => {
    heard.push(JSON.parse(body));
    if (reply === null) res.destroy();
    else res.setHeader('content-type', 'application/json').end(JSON.stringify(reply));
  });
});

beforeAll(async () => {
  worker.listen(0, '127.0.0.1');
  await once(worker, 'listening');
  const address = worker.address();
  vi.stubEnv('DATA_DIR', tempDataDir);
  vi.stubEnv('WORKER_URL', `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
});
afterAll(() => {
  worker.close();
  rmSync(tempDataDir, { recursive: true, force: true });
  vi.unstubAllEnvs();
});
afterEach(async () => {
  await (await globalThis.holdfastReadStore)?.close();
  globalThis.holdfastReadStore = undefined;
  heard.length = 0;
  reply = { status: 'accepted', eventId: 'e' };
});

const trouble = (more: Partial<Incident> = {}) =>
  incidentOf('a', Date.now(), 'page', { title: 'A <b>is</b> down', ...more });

/** @param stored what the database has; @returns the link of a message that was made `ago` */
async function received(stored: readonly Incident[], about = trouble(), ago = 0, transition: Transition = 'opened') {
  const { url } = await tempDatabase();
  const store = await openStore(url);
  await store.alerts.saveChange({ incidents: stored, deliveries: [] });
  await store.close();
  globalThis.holdfastReadStore = openReadStore(url);
  const key = Buffer.from(internalKey(tempDataDir).reveal(), 'hex');
  const delivery = deliveryOf({ transition, incidents: [about] }, 'night mail', 1, Date.now() - ago);
  return messageOf(delivery, 'https://hold.example/base', key).acknowledge ?? '';
}

async function follow(link: string, method: 'GET' | 'POST', headers: Record<string, string> = {}) {
  const route = await import('../../app/ack/[token]/route');
  const token = decodeURIComponent(link.split('/').at(-1) ?? '');
  const response = await route[method](new Request(link, { method, headers }), { params: Promise.resolve({ token }) });
  return { status: response.status, html: await response.text(), headers: response.headers };
}

test('whoever follows it sees what it is about, and nothing happens until the button is pressed', async () => {
  const link = await received([trouble()]);
  expect(link).toMatch(/^https:\/\/hold\.example\/base\/ack\/[\w-]+\.[\w-]{43}$/);
  const seen = await follow(link, 'GET');
  expect(seen.status).toBe(200);
  expect(seen.html).toContain('<h1>A &lt;b&gt;is&lt;/b&gt; down</h1>');
  expect(seen.html).toContain('<button type="submit">Acknowledge</button>');
  expect(seen.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(heard).toEqual([]);
  const done = await follow(link, 'POST', { 'sec-fetch-site': 'same-origin' });
  expect([done.status, done.html]).toEqual([200, expect.stringMatching(/Acknowledged<\/strong> via night mail/)]);
  expect(heard).toMatchObject([{ command: 'acknowledge-incident', incidentId: 'a', actor: 'via night mail' }]);
  reply = { status: 'duplicate' };
  expect((await follow(link, 'POST')).html).toContain('Acknowledged</strong> via night mail');
  expect(heard[1]?.idempotencyKey).toBe(heard[0]?.idempotencyKey);
});

test.each<[string, Partial<Incident>, RegExp]>([
  ['by somebody', { acknowledged: { time: 60_000, who: 'kim & lee' } }, /already<\/strong> by kim &amp; lee, 1970/],
  [
    'in vain: it is over',
    { status: 'resolved', resolved: { time: 60_000, who: null } },
    /Over already<\/strong>, since/,
  ],
])('already acknowledged %s', async (_, state, words) => {
  const link = await received([trouble(state)]);
  for (const method of ['GET', 'POST'] as const) {
    const { status, html } = await follow(link, method);
    expect([status, html]).toEqual([200, expect.stringMatching(words)]);
    expect(html).not.toContain('<button');
  }
  expect(heard).toEqual([]);
});

test('what was merged into another acknowledges the other', async () => {
  const into = incidentOf('b', Date.now(), 'page', { title: 'B' });
  const link = await received([trouble({ status: 'resolved', mergedInto: 'b' }), into]);
  expect((await follow(link, 'POST')).html).toContain('<h1>B</h1>');
  expect(heard).toMatchObject([{ incidentId: 'b' }]);
});

test('forged, changed, cut off or expired: a clear page, and nothing is looked up', async () => {
  const link = await received([trouble()]);
  const [body = '', mac = ''] = (link.split('/').at(-1) ?? '').split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const changed = Buffer.from(JSON.stringify({ ...claims, incidentId: 'b' })).toString('base64url');
  for (const token of [`${changed}.${mac}`, body, `${body}.`, `${body}.${mac.slice(1)}`, 'x', '.', '%00.%00'])
    for (const method of ['GET', 'POST'] as const) {
      const { status, html } = await follow(`https://hold.example/ack/${encodeURIComponent(token)}`, method);
      expect([status, html]).toEqual([403, expect.stringContaining('This link is not valid')]);
    }
  const late = await received([trouble()], trouble(), 7 * DAY);
  expect(await follow(late, 'POST')).toMatchObject({ status: 410, html: expect.stringContaining('has expired') });
  expect(heard).toEqual([]);
});

test('an incident that is kept no longer, a worker that is silent or refuses, and a foreign page', async () => {
  const gone = await received([]);
  expect(await follow(gone, 'GET')).toMatchObject({ status: 404 });
  const link = await received([trouble()]);
  reply = null;
  const silent = await follow(link, 'POST');
  expect([silent.status, silent.html]).toEqual([503, expect.stringMatching(/nothing was changed.*Try again/s)]);
  reply = { status: 'refused', message: 'kim has acknowledged it already.' };
  expect(await follow(link, 'POST')).toMatchObject({
    ...{ status: 409, html: expect.stringContaining('kim has acknowledged it already.') },
  });
  heard.length = 0;
  expect((await follow(link, 'POST', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect(heard).toEqual([]);
});

test('who is told that it is over has nothing to acknowledge', async () => {
  expect(await received([], trouble({ status: 'resolved' }), 0, 'resolved')).toBe('');
});
