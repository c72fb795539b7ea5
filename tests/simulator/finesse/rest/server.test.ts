/** REST over real HTTPS: certificates, silence, and garbage that never stops it. */
import { connect as connectTcp } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { Agent, fetch } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Authority, openAuthority } from '../../../../server/simulator/finesse/certificates/authority';
import { createTokens } from '../../../../server/simulator/finesse/rest/access';
import { openRest, type RestServer } from '../../../../server/simulator/finesse/rest/server';
import { createWorld } from '../../../../server/simulator/finesse/world/create-world';
import type { World } from '../../../../server/simulator/finesse/world/port';
import { createVirtualTime, type VirtualTime } from '../../../../server/time/virtual-time';
import { admin, basic, settings } from './scene';

let time: VirtualTime;
let world: World;
let authority: Authority;
let rest: RestServer;
let client: Agent;

beforeEach(async () => {
  time = createVirtualTime(Date.now());
  world = createWorld(settings, time);
  authority = openAuthority(null, time.now());
  const names = [world.side('A').host, 'localhost', '127.0.0.1'];
  const certificate = authority.issue({ names, ...world.side('A').certificate() });
  rest = await openRest({ world, side: 'A', time, tokens: createTokens(world, () => 'token'), certificate });
  client = new Agent({ connect: { ca: authority.caPem } });
});
afterEach(async () => {
  expect(rest.bugs()).toBe(0);
  await client.destroy();
  rest.close();
  world.stop();
});

const get = (path: string, signal?: AbortSignal, url = rest.url) =>
  fetch(`${url}/${path}`, {
    dispatcher: client,
    headers: { authorization: admin },
    ...(signal === undefined ? {} : { signal }),
  });

/** TLS, and then whatever bytes. Resolves with all that came back once the server has closed. */
async function say(bytes: string | Buffer): Promise<string> {
  const socket = await secured();
  socket.write(bytes);
  return heard(socket);
}

function secured(): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: rest.port, host: '127.0.0.1', ca: authority.caPem, servername: 'localhost' }, () =>
      resolve(socket),
    );
    socket.once('error', reject);
  });
}

function heard(socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.once('close', () => resolve(text));
  });
}

test('answers XML, not to be kept', async () => {
  const answer = await get('SystemInfo');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml;charset=UTF-8']);
  expect(answer.headers.get('cache-control')).toContain('no-store');
  expect(await answer.text()).toContain('<status>IN_SERVICE</status>');
});

test('a state by PUT, its request id from the header', async () => {
  const told: unknown[] = [];
  world.subscribe((event) => event.type === 'agent-changed' && told.push([event.requestId, event.view.state]));
  const put = await fetch(`${rest.url}/User/1001002`, {
    dispatcher: client,
    method: 'PUT',
    headers: { authorization: basic('1001002', 'agent'), requestId: 'abc', 'content-type': 'application/xml' },
    body: '<?xml version="1.0"?>\n<User><state>LOGOUT</state></User>',
  });
  expect([put.status, await put.text()]).toEqual([202, '']);
  time.advanceSync(1_000);
  expect(told).toContainEqual(['abc', 'LOGOUT']);
});

describe('silence', () => {
  /** Resolves once the request is in the server's hands. */
  const asked = (): Promise<void> => new Promise((resolve) => rest.onceAsked(resolve));

  test.each(['host', 'tomcat'] as const)('%s down: no answer until it is back', async (part) => {
    await (await get('SystemInfo')).text();
    world.act({ do: 'stop', side: 'A', part });
    const patience = new AbortController();
    const hopeless = get('SystemInfo', patience.signal).then(
      () => 'answered',
      () => 'nothing',
    );
    if (part === 'tomcat') await asked();
    patience.abort();
    expect(await hopeless).toBe('nothing');
    world.act({ do: 'start', side: 'A', part });
    expect((await get('SystemInfo')).status).toBe(200);
  });

  test('what was asked before a crash is never answered', async () => {
    world.act({ do: 'rest-delay', side: 'A', delayS: 5 });
    const answer = get('SystemInfo').then(
      () => 'answered',
      () => 'nothing',
    );
    await asked();
    world.act({ do: 'stop', side: 'A', part: 'tomcat' });
    time.advanceSync(10_000);
    expect(await answer).toBe('nothing');
  });

  test('nobody is let in while the host is down', async () => {
    const names = ['localhost', '127.0.0.1'];
    const certificate = authority.issue({ names, ...world.side('B').certificate() });
    const other = await openRest({ world, side: 'B', time, tokens: createTokens(world, () => 'token'), certificate });
    const log: string[] = [];
    world.act({ do: 'stop', side: 'A', part: 'host' });
    const letIn = secured().then((socket) => {
      log.push('let in');
      socket.destroy();
    });
    // the other server goes through many more round trips than a handshake takes
    for (let i = 0; i < 5; i++) await (await get('SystemInfo', undefined, other.url)).text();
    log.push('started');
    world.act({ do: 'start', side: 'A', part: 'host' });
    await letIn;
    expect(log).toEqual(['started', 'let in']);
    other.close();
  });

  test('an answer that is on its way when the observer is cut off is lost', async () => {
    world.act({ do: 'rest-delay', side: 'A', delayS: 5 });
    const socket = await secured();
    let said = '';
    socket.on('data', (chunk) => {
      said += String(chunk);
    });
    socket.write(`GET /finesse/api/SystemInfo HTTP/1.1\r\nHost: x\r\nAuthorization: ${admin}\r\n\r\n`);
    await asked();
    world.act({ do: 'cut-observer' });
    time.advanceSync(5_000);
    world.act({ do: 'mend-observer' });
    world.act({ do: 'rest-delay', side: 'A', delayS: 0 });
    expect((await get('SystemInfo')).status).toBe(200);
    expect(said).toBe('');
    socket.destroy();
  });

  test('an observer who is cut off hears nothing, neither on old connections nor on new ones', async () => {
    const socket = await secured();
    let said = '';
    socket.on('data', (chunk) => {
      said += String(chunk);
    });
    world.act({ do: 'cut-observer' });
    socket.write(`GET /finesse/api/SystemInfo HTTP/1.1\r\nHost: x\r\nAuthorization: ${admin}\r\n\r\n`);
    await asked();
    const late = get('SystemInfo');
    world.act({ do: 'mend-observer' });
    // let in late, as packets that are sent again
    expect((await late).status).toBe(200);
    expect(said).toBe('');
    socket.destroy();
  });
});

test('answers as late as the world says', async () => {
  world.act({ do: 'rest-delay', side: 'A', delayS: 2 });
  let answered = false;
  const asked = new Promise<void>((resolve) => rest.onceAsked(resolve));
  const answer = get('SystemInfo').then((response) => {
    answered = true;
    return response;
  });
  await asked;
  time.advanceSync(1_999);
  expect(answered).toBe(false);
  time.advanceSync(1);
  expect((await answer).status).toBe(200);
});

describe('certificates', () => {
  test('is for the server by name, and vouched for by the CA', async () => {
    const socket = await secured();
    const certificate = socket.getPeerX509Certificate();
    expect(certificate?.checkHost('fin-a.sim.example')).toBe('fin-a.sim.example');
    expect(certificate?.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate?.issuer).toBe('CN=Holdfast simulator CA');
    socket.destroy();
  });

  test('another one is shown to who comes next', async () => {
    const before = (await secured()).getPeerX509Certificate()?.fingerprint256;
    world.act({ do: 'certificate', side: 'A', expiresInDays: 6, renew: true });
    rest.setCertificate(authority.issue({ names: ['localhost'], ...world.side('A').certificate() }));
    const after = (await secured()).getPeerX509Certificate();
    expect(after?.fingerprint256).not.toBe(before);
    const days = (Date.parse(after?.validTo ?? '') - time.now()) / 86_400_000;
    expect(Math.round(days)).toBe(6);
  });
});

describe('garbage', () => {
  const bad = /^HTTP\/1\.1 400 Bad Request\r\n(?:.|\s)*<ErrorType>Bad Request<\/ErrorType>/;
  const head = 'Host: x\r\nConnection: close\r\n';

  test.each<[string, string | Buffer, RegExp]>([
    ['bytes that are no HTTP', Buffer.from([0, 1, 2, 255, 254, 13, 10, 13, 10]), bad],
    ['another protocol', `<?xml version='1.0'?><stream:stream>\r\n\r\n`, bad],
    ['two lengths', `PUT /finesse/api/User/1 HTTP/1.1\r\n${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, bad],
    ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}`, /^HTTP\/1\.1 431 /],
    ['a path that cannot be decoded', `GET /finesse/api/%zz HTTP/1.1\r\n${head}\r\n`, bad],
    ['an unknown verb', `BREW /finesse/api/Users HTTP/1.1\r\n${head}\r\n`, bad],
    [
      'a verb of others',
      `DELETE /finesse/api/Users HTTP/1.1\r\n${head}Authorization: ${admin}\r\n\r\n`,
      /^HTTP\/1\.1 405 /,
    ],
    ['another path', `GET /else HTTP/1.1\r\n${head}\r\n`, /^HTTP\/1\.1 404 (?:.|\s)*<ErrorType>Not Found</],
    [
      'an upgrade of something else',
      `GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      /^HTTP\/1\.1 404 /,
    ],
  ])('%s', async (_what, bytes, answer) => {
    expect(await say(bytes)).toMatch(answer);
    expect((await get('SystemInfo')).status).toBe(200);
  });

  test('a body without end is refused before its end', async () => {
    const length = `PUT /finesse/api/User/1001002 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n`;
    expect(await say(length + 'x'.repeat(70_000))).toMatch(/^HTTP\/1\.1 413 (?:.|\s)*<ErrorType>Bad Request</);
  });

  test('a caller who leaves in the middle', async () => {
    const socket = await secured();
    socket.write('PUT /finesse/api/User/1001002 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n<User>');
    socket.destroy();
    expect((await get('SystemInfo')).status).toBe(200);
  });

  test('plain HTTP where TLS is spoken', async () => {
    const socket = connectTcp(rest.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    expect((await get('SystemInfo')).status).toBe(200);
  });
});
