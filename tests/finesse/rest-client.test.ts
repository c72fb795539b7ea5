/** The REST client against a server that writes everything down: what it may say, when it stops, and how failures are told. */
import { type AddressInfo, createServer } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { secret } from '../../server/config/secret';
import type { RestAnswer, RestClient, RestOptions } from '../../server/finesse/rest/client';
import { isAllowed, type Query, requestOf } from '../../server/finesse/rest/requests';
import { createVirtualTime } from '../../server/time/virtual-time';
import { createAuthority } from '../support/certificates';
import {
  type Answer,
  apiError,
  authority,
  clientOf,
  ok,
  pin,
  type RecordingServer,
  startRecordingServer,
} from './recording-server';

let server: RecordingServer;
const clients: RestClient[] = [];
beforeEach(async () => {
  server = await startRecordingServer();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.close();
});

function open(more: Parameters<typeof clientOf>[1] = {}) {
  const made = clientOf(server, more);
  clients.push(made.client);
  return made;
}

const own = '/finesse/api/User/holdfast-a';
const user = ok('<User><loginId>holdfast-a</loginId></User>');
/** One's own user is known; the rest as given. */
const known = (answer: Answer) => (request: { url: string }) => (request.url === own ? user : answer);
const conditionOf = (answer: RestAnswer<unknown>): string =>
  answer.ok ? 'ok' : (answer.failure.transport?.condition ?? answer.failure.condition);
const urls = () => server.requests.map(({ method, url }) => `${method} ${url}`);

/** Everything that can be asked, of ids that want to be something else as well. */
async function askEverything(client: RestClient, text: string): Promise<void> {
  await Promise.all([
    client.systemInfo(),
    client.users(),
    client.user(text),
    client.team(text),
    client.connectedUsers(),
    client.connectedUsers(text),
    client.reasonCodes('LOGOUT'),
    client.configInfo(),
    client.maintenanceMode(),
    client.desktopConfig(),
    client.listCounters('openfire'),
    client.readCounters(text),
    client.readCounters('java.lang:type=Threading', text),
  ]);
}

const allowed =
  /^(GET \/(desktop\/api\/DesktopConfig|finesse\/api\/(SystemInfo|Users|(User|Team)\/[^/?#.]?[^/?#]*|ConnectedUsersInfo([/?][\w=]+)?|ReasonCodes\?category=(ALL|LOGOUT|NOT_READY)|ConfigInfo|MaintenanceMode))|POST \/finesse\/api\/performance)$/;

describe('the allow-list', () => {
  test('everything that it can ask reaches the server as a named GET, or as a question to the Performance API', async () => {
    server.answer = known(ok('{"value":{},"status":200}'));
    const { client } = open({ budget: { requestsPerMinute: 1_000, bytesPerMinute: 1e8 } });
    for (const text of [
      '1001001',
      'anna.k@x',
      '../SystemInfo',
      '..',
      'a/b',
      'a?x=1',
      '%2e%2e',
      'a\r\nDELETE / x',
      '',
      'ü#',
    ])
      await askEverything(client, text);
    expect(server.requests.length).toBeGreaterThan(80);
    for (const { method, url, body } of server.requests) {
      expect(`${method} ${url}`).toMatch(allowed);
      if (method === 'POST') expect(JSON.parse(body)).toMatchObject({ type: expect.stringMatching(/^(list|read)$/) });
      else expect(body).toBe('');
    }
    expect(urls()).toContain('GET /finesse/api/User/anna.k%40x');
    expect(urls().filter((url) => /\.\.|\/a\/b|%2e%2e|DELETE/i.test(url))).toEqual([]);
  });

  test('whatever the text, only allowed requests are made of it', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('..', '.', 'User/1', '?x', '?a=b'),
    );
    const queries = fc.oneof(
      fc.record({ what: fc.constantFrom('User' as const, 'Team' as const), id: text }),
      fc.record({ what: fc.constant('ConnectedUsersInfo' as const), place: text }),
      fc.record({
        what: fc.constant('performance' as const),
        ask: fc.record({ type: fc.constant('read' as const), mbean: text, attribute: text }),
      }),
    );
    fc.assert(
      fc.property(queries, (query: Query) => {
        const request = requestOf(query);
        if (request === null) return;
        expect(isAllowed(request)).toBe(true);
        expect(new URL(request.path, 'https://x').pathname).toMatch(
          /^\/finesse\/api\/((User|Team)\/[^/]+|ConnectedUsersInfo(\/\w+)?|performance)$/,
        );
      }),
      { numRuns: 700 },
    );
  });

  test('another method, path or body is not let through', () => {
    const path = '/finesse/api/performance';
    for (const request of [
      { method: 'PUT', path: '/finesse/api/User/1' },
      { method: 'DELETE', path: '/finesse/api/Users' },
      { method: 'POST', path: '/finesse/api/Users', body: '{"type":"read",' },
      { method: 'POST', path, body: '{"type":"exec","mbean":"x"}' },
      { method: 'POST', path, body: '{"type":"write","mbean":"x"}' },
      { method: 'POST', path },
      { method: 'GET', path: '/finesse/api/User/1/Dialogs' },
      { method: 'GET', path: '/finesse/api/User/1', body: '<User/>' },
      { method: 'GET', path: '/finesse/api/ClientLog' },
    ])
      expect(isAllowed(request)).toBe(false);
  });
});

describe('a refused account', () => {
  test('is not tried again after one 401, not by what already waits either, until somebody says so', async () => {
    server.answer = () => apiError(401, 'Unauthorized');
    const { client } = open();
    const all = await Promise.all([client.users(), client.systemInfo(), client.team('1'), client.users()]);
    expect(all.map(conditionOf)).toEqual(['unauthorized', 'stopped', 'stopped', 'stopped']);
    expect(client.isStopped()).toBe(true);
    expect(conditionOf(await client.systemInfo())).toBe('stopped');
    expect(server.requests).toHaveLength(1);
    server.answer = known(ok('<Users/>'));
    client.resume(secret('new'));
    expect(conditionOf(await client.users())).toBe('ok');
    expect(Buffer.from(server.requests.at(-1)?.authorization?.slice(6) ?? '', 'base64').toString()).toBe(
      'holdfast-a:new',
    );
  });

  test('a missing right is none while the password is known to be right', async () => {
    server.answer = known(apiError(401, 'Authorization Failure'));
    const { client } = open();
    expect(conditionOf(await client.users())).toBe('not-permitted');
    expect(conditionOf(await client.team('2'))).toBe('not-permitted');
    expect(client.isStopped()).toBe(false);
    // each doubt is cleared before the next question
    expect(urls()).toEqual([`GET ${own}`, 'GET /finesse/api/Users', `GET ${own}`, 'GET /finesse/api/Team/2']);
  });

  test('a password that is changed meanwhile costs two refusals at most', async () => {
    server.answer = known(ok('<Users/>'));
    const { client } = open();
    await client.users();
    server.requests.splice(0);
    server.answer = () => apiError(401, 'Authorization Failure');
    for (let i = 0; i < 5; i++) await client.users();
    expect(urls()).toEqual(['GET /finesse/api/Users', `GET ${own}`]);
    expect(client.isStopped()).toBe(true);
  });

  test('refused elsewhere, it is not tried here', async () => {
    const { client } = open();
    client.stop();
    expect(conditionOf(await client.systemInfo())).toBe('stopped');
    expect(server.requests).toEqual([]);
  });

  test('the desktop configuration is asked for without an account, so also then', async () => {
    server.answer = () => ok('{"systemStatus":"IN_SERVICE","isAlternateSystemAvailable":"true"}');
    const { client } = open();
    client.stop();
    expect(await client.desktopConfig()).toMatchObject({ ok: true, value: { isAlternateSystemAvailable: true } });
    expect(server.requests.map((r) => r.authorization)).toEqual([null]);
  });
});

describe('failures are values', () => {
  test.each<[string, Answer, string]>([
    ['403', apiError(403, 'Forbidden'), 'forbidden'],
    ['404', apiError(404, 'Not Found'), 'not-found'],
    ['500', apiError(500, 'Internal Server Error'), 'server-error'],
    ['502 of a proxy', { status: 502, body: '<html>&nbsp;' }, 'server-error'],
    ['503', apiError(503, 'Service Unavailable'), 'out-of-service'],
    ['a redirection', { status: 302, headers: { location: '/finesse/api/User/1' } }, 'redirected'],
    ['a teapot', { status: 418 }, 'unexpected-status'],
    ['nothing', ok(''), 'unreadable'],
    ['HTML', ok('<html><p>sign in</html>'), 'unreadable'],
    ['entities', ok('<!DOCTYPE a [<!ENTITY b "c">]><Users>&b;</Users>'), 'unreadable'],
    ['another object', ok('<Teams/>'), 'unreadable'],
    ['a hang-up', 'hang-up', 'closed'],
    ['more than is good', ok('x'.repeat(70_000)), 'too-large'],
  ])('%s', async (_what, answer, condition) => {
    server.answer = known(answer);
    const { client } = open({ maxBytes: 65_536 });
    expect(conditionOf(await client.users())).toBe(condition);
    server.answer = known(ok('<Users/>'));
    expect(conditionOf(await client.users())).toBe('ok');
    expect(urls().filter((url) => url.endsWith('/User/1'))).toEqual([]);
  });

  test('silence ends at the deadline, and the next question is asked on a new connection', async () => {
    const clock = createVirtualTime(Date.now());
    server.answer = () => 'silence';
    const { client } = open({ clock, timeoutMs: 4_000 });
    const asked = server.next();
    const answer = client.systemInfo();
    await asked;
    clock.advanceSync(3_999);
    let told = false;
    void answer.then(() => {
      told = true;
    });
    await clock.advance(0);
    expect(told).toBe(false);
    clock.advanceSync(1);
    expect(await answer).toMatchObject({ ok: false, failure: { condition: 'timeout' }, tookMs: 4_000 });
    server.answer = () => ok('<SystemInfo><status>IN_SERVICE</status></SystemInfo>');
    expect(conditionOf(await client.systemInfo())).toBe('ok');
    expect(server.connections()).toBe(2);
  });

  test('a port that accepts and then says nothing is let go at the deadline', async () => {
    const clock = createVirtualTime(Date.now());
    const mute = createServer();
    const letGo = new Promise<void>((resolve) => {
      mute.on('connection', (socket) =>
        socket
          .on('error', () => undefined)
          .once('close', () => resolve())
          .resume(),
      );
    });
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const accepted = new Promise((resolve) => mute.once('connection', resolve));
    const { client } = open({ clock, timeoutMs: 4_000, port: (mute.address() as AddressInfo).port });
    const answer = client.systemInfo();
    await accepted;
    clock.advanceSync(4_000);
    expect(conditionOf(await answer)).toBe('timeout');
    await letGo;
    mute.close();
  });

  test.each<[string, Partial<RestOptions>, string]>([
    ['an unknown CA', { trust: { ca: createAuthority('Somebody').ca } }, 'certificate-untrusted'],
    ['another pin', { trust: { pin: 'sha256/AAAA' } }, 'certificate-pin-mismatch'],
    ['another name', { trust: { ca: authority.ca }, host: 'localhost' }, 'certificate-name-mismatch'],
    ['a closed port', { port: 1 }, 'connection-refused'],
  ])('%s: nothing is said', async (_what, options, condition) => {
    const { client } = open(options);
    expect(conditionOf(await client.systemInfo())).toBe(condition);
    expect(server.requests).toEqual([]);
  });

  test('a pinned certificate is enough, and its facts are told', async () => {
    server.answer = () => ok('<SystemInfo><status>IN_SERVICE</status></SystemInfo>');
    const seen: string[] = [];
    const { client } = open({ trust: { pin }, onCertificate: ({ fingerprint }) => seen.push(fingerprint) });
    expect(conditionOf(await client.systemInfo())).toBe('ok');
    expect(seen).toEqual([pin]);
  });

  test('who waits when it closes is told so', async () => {
    server.answer = () => 'silence';
    const { client } = open();
    const asked = server.next();
    const answers = [client.systemInfo(), client.users()];
    await asked;
    client.close();
    expect((await Promise.all([...answers, client.users()])).map(conditionOf)).toEqual(['closed', 'closed', 'closed']);
  });
});

test('one connection is kept, one question at a time, SystemInfo before what waits', async () => {
  server.answer = known(ok('<SystemInfo><status>IN_SERVICE</status></SystemInfo>'));
  const { client } = open();
  await Promise.all([client.users(), client.configInfo(), client.systemInfo()]);
  expect(urls()).toEqual([
    `GET ${own}`,
    'GET /finesse/api/Users',
    'GET /finesse/api/SystemInfo',
    'GET /finesse/api/ConfigInfo',
  ]);
  expect(server.connections()).toBe(1);
});

test('a kept connection that the server has closed for its age is no failure', async () => {
  server.answer = () => ok('<SystemInfo><status>IN_SERVICE</status></SystemInfo>');
  const { client } = open();
  await client.systemInfo();
  let first = true;
  server.answer = () => {
    if (!first) return ok('<SystemInfo><status>IN_SERVICE</status></SystemInfo>');
    first = false;
    return 'hang-up';
  };
  expect(conditionOf(await client.systemInfo())).toBe('ok');
  expect(server.requests).toHaveLength(3);
});

describe('the load budget', () => {
  const systemInfo = ok('<SystemInfo><status>IN_SERVICE</status></SystemInfo>');

  test('what does not fit is not sent, and fits a minute later', async () => {
    const clock = createVirtualTime(Date.now());
    server.answer = () => systemInfo;
    const { client, meter } = open({ clock, budget: { requestsPerMinute: 2, bytesPerMinute: 1e6 } });
    const log: string[] = [];
    for (let i = 0; i < 3; i++) log.push(conditionOf(await client.systemInfo()));
    expect(log).toEqual(['ok', 'ok', 'over-budget']);
    expect(server.requests).toHaveLength(2);
    expect(meter.load()).toMatchObject({ requests: 2 });
    clock.advanceSync(62_000);
    expect(meter.load()).toEqual({ requests: 0, bytes: 0 });
    expect(conditionOf(await client.systemInfo())).toBe('ok');
  });

  test('bytes of both directions count, and an answer that would break the budget is cut off', async () => {
    const clock = createVirtualTime(Date.now());
    server.answer = () => systemInfo;
    const { client, meter } = open({ clock, budget: { requestsPerMinute: 100, bytesPerMinute: 20_000 } });
    await client.systemInfo();
    const { bytes } = meter.load();
    expect(bytes).toBeGreaterThan(200);
    expect(bytes).toBeLessThan(2_000);
    server.answer = () => ok('x'.repeat(40_000));
    expect(await client.systemInfo()).toMatchObject({
      failure: { condition: 'over-budget' },
      tookMs: expect.any(Number),
    });
    server.answer = () => systemInfo;
    expect(await client.systemInfo()).toMatchObject({ failure: { condition: 'over-budget' }, tookMs: null });
    expect(server.requests).toHaveLength(2);
  });
});

test('every exchange is told, and no password is in it', async () => {
  const told: string[] = [];
  server.answer = known(apiError(403, 'Forbidden'));
  const { client } = open({
    onExchange: (exchange) => {
      told.push(`${exchange.method} ${exchange.path} ${exchange.status} ${exchange.failure?.condition ?? 'ok'}`);
      expect(JSON.stringify(exchange)).not.toMatch(/mon-a|Basic/);
    },
  });
  await client.maintenanceMode();
  expect(told).toEqual([`GET ${own} 200 ok`, 'GET /finesse/api/MaintenanceMode 403 forbidden']);
});
