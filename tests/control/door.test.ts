/** The internal door: who may knock, what is let in, and that a wish sent twice acts once. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { Command, CommandReply, WorkerHealth } from '#contract';
import { bearerOf, createWorkerHttp } from '../../server/control/door';

const key = Buffer.alloc(32, 5);
const wish = { command: 'pause-target', targetKey: 'lab/a/tcp', actor: 'anna', idempotencyKey: 'key-00000001' };
const healthy: WorkerHealth = {
  status: 'ok',
  runId: 'run-1',
  startedAtMs: 1,
  database: 'ok',
  sessions: { total: 3, online: 2 },
  recorder: { queued: 0, lastCommitAtMs: null },
};

let server: Server;
let url: string;
let done: Command[];
let answer: (c: Command) => CommandReply | Promise<CommandReply>;
let health: WorkerHealth;

beforeEach(async () => {
  done = [];
  health = healthy;
  answer = () => ({ status: 'accepted', eventId: `event-${done.length}` });
  server = createWorkerHttp({
    revoke: () => 0,
    reload: async () => ({ problem: null, applied: [] }),
    key,
    health: () => health,
    metrics: { contentType: 'text/plain; version=0.0.4', scrape: async () => 'holdfast_session_up 1\n' },
    execute(c) {
      done.push(c);
      return answer(c);
    },
    alertsNow: () => ({ at: 1, alerts: [], total: 0, rules: [] }),
    letters: { ready: () => false, send: async () => 'no-mail' },
    testConnection: async () => undefined,
    log: pino({ level: 'silent' }),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function send(body: unknown, authorization: string | null = bearerOf(key)) {
  const res = await fetch(`${url}/control/commands`, {
    method: 'POST',
    headers: authorization === null ? {} : { authorization },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: res.status, type: res.headers.get('content-type'), body: await res.json() };
}

test('a letter is sent for who holds the key, and only one that is whole', async () => {
  const letter = { to: 'sam@example.org', subject: 'A new password', lines: ['LINK'], path: '/reset/abc' };
  const post = async (body: unknown, authorization = bearerOf(key)) => {
    const headers = { authorization };
    const res = await fetch(`${url}/control/mail`, { method: 'POST', headers, body: JSON.stringify(body) });
    return [res.status, (await res.json()).condition];
  };
  expect(await post(letter)).toEqual([200, 'no-mail']);
  expect(await post(letter, 'Bearer none')).toEqual([401, undefined]);
  expect(await post({ ...letter, path: 'https://evil.example/' })).toEqual([400, undefined]);
  const asked = await fetch(`${url}/control/mail-state`, { headers: { authorization: bearerOf(key) } });
  expect([await asked.json(), (await fetch(`${url}/control/mail-state`)).status]).toEqual([{ ready: false }, 401]);
});

describe('a command', () => {
  it('with the key is executed and answered', async () => {
    expect(await send(wish)).toMatchObject({ status: 200, body: { status: 'accepted', eventId: 'event-1' } });
    expect(done).toEqual([wish]);
  });

  it('without the key, or with nearly the key, is not even read', async () => {
    for (const authorization of [
      null,
      '',
      'Bearer',
      `${bearerOf(key)}0`,
      bearerOf(Buffer.alloc(32, 6)),
      key.toString('hex'),
    ]) {
      expect(await send(wish, authorization)).toMatchObject({ status: 401, type: 'application/problem+json' });
    }
    expect(done).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown command', { ...wish, command: 'drop-tables' }, 'command'],
    ['a wrong target key', { ...wish, targetKey: 'lab' }, 'targetKey'],
    ['no actor', { ...wish, actor: undefined }, 'actor'],
    ['a short idempotency key', { ...wish, idempotencyKey: 'x' }, 'idempotencyKey'],
  ])('with %s is refused, naming the place', async (_name, body, path) => {
    const reply = await send(body);
    expect(reply).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(reply.body.errors.map((e: { path: string }) => e.path)).toContain(path);
    expect(done).toEqual([]);
  });

  it.each([[''], ['{'], ['null'], ['[]'], ['"pause-target"']])('that is %j is refused', async (body) => {
    expect(await send(body)).toMatchObject({ status: 400, type: 'application/problem+json' });
  });

  it('of more than 16 KiB is refused', async () => {
    expect(await send({ ...wish, padding: 'x'.repeat(20_000) })).toMatchObject({ status: 413 });
    expect(done).toEqual([]);
  });

  it('sent twice acts once, also while the first is still at work', async () => {
    const replies = await Promise.all([send(wish), send(wish)]);
    const again = await send(wish);
    expect([...replies, again].map((r) => r.body.status).sort()).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(done).toHaveLength(1);
  });

  it('that was refused or failed may be sent again with the same key', async () => {
    answer = () => ({ status: 'refused', message: 'no such target' });
    expect((await send(wish)).body).toEqual({ status: 'refused', message: 'no such target' });
    answer = () => Promise.reject(new Error('the secret reason'));
    const failed = await send(wish);
    expect(failed).toMatchObject({ status: 500, type: 'application/problem+json' });
    expect(JSON.stringify(failed.body)).not.toContain('secret');
    answer = () => ({ status: 'accepted', eventId: 'event-9' });
    expect((await send(wish)).body.status).toBe('accepted');
  });
});

describe('the open rooms', () => {
  it('say how the worker is', async () => {
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual(healthy);
    health = { ...healthy, status: 'failing', database: 'failing' };
    expect((await fetch(`${url}/healthz?x=1`)).status).toBe(503);
  });

  it('show the metrics on loopback', async () => {
    const res = await fetch(`${url}/metrics`);
    expect(res.headers.get('content-type')).toContain('text/plain');
    expect(await res.text()).toContain('holdfast_session_up 1');
  });

  it('and there is nothing else', async () => {
    for (const path of ['/', '/control', '/control/commands/', '/metrics/x', '//metrics']) {
      expect([path, (await fetch(url + path)).status]).toEqual([path, 404]);
    }
    const wrong = await fetch(`${url}/control/commands`);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await fetch(`${url}/metrics`, { method: 'DELETE' })).status).toBe(405);
  });
});
