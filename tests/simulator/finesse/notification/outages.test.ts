/** What a connected client meets when parts of a side fail, the observer is cut off, or a certificate changes. */
import { createServer } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { VirtualTime } from '../../../../server/time/virtual-time';
import { createAuthority } from '../../../support/certificates';
import { bindRequest, plainAuth, postBosh, rawClient, streamHeader } from '../../../support/simulator-client';
import { arrive, type Client, domain, monitor, type Scene, signIn, tcpOf, virtualScene } from './scene';

let its: Scene<VirtualTime>;
afterEach(() => {
  expect(its.service.bugs()).toBe(0);
  its.stop();
});
const bosh = (): string => its.service.addresses.bosh ?? '';

async function boshSession(): Promise<(rid: number, content?: string) => Promise<{ status: number; body: string }>> {
  const { body } = await postBosh(bosh(), `rid='1' to='${domain}' ver='1.6' xmpp:version='1.0' hold='1' wait='30'`);
  const sid = /sid="([^"]+)"/.exec(body)?.[1] ?? '';
  const ask = (rid: number, content = '', more = '') => postBosh(bosh(), `sid='${sid}' rid='${rid}' ${more}`, content);
  await ask(2, plainAuth(monitor.username, monitor.password));
  await ask(3, '', `xmpp:restart='true' to='${domain}'`);
  await ask(4, bindRequest('web'));
  return ask;
}

async function knock(): Promise<string> {
  const client = rawClient(tcpOf(its.service));
  client.write(streamHeader(domain));
  const answer = await Promise.race([client.closed, client.until(/<\/stream:features>/).catch(() => '')]);
  client.socket.destroy();
  return answer === '' ? 'refused' : 'let in';
}

/** How real sessions end from now on, in the words of the world. */
function realEnds(): string[] {
  const ends: string[] = [];
  its.world.subscribe((event) => {
    if (event.type === 'session-closed' && !event.simulated) ends.push(event.how);
  });
  return ends;
}

/** Whatever comes within a moment. */
async function silence(client: Client): Promise<string> {
  client.say(`<iq type='get' id='quiet' to='${domain}'><ping xmlns='urn:xmpp:ping'/></iq>`);
  return Promise.race([client.until(/.+/s), arrive().then(() => 'silence')]);
}

describe('the Notification Service stops', () => {
  test('everybody is told and cut off, ports refuse, and nobody is kept', async () => {
    its = await virtualScene();
    const client = await signIn(its, monitor, 'desk');
    const ask = await boshSession();
    const poll = ask(5);
    await arrive();
    const ends = realEnds();
    its.world.act({ do: 'stop', side: 'A', part: 'notification' });
    expect(ends).toEqual(['shutdown', 'shutdown']);
    expect(await client.raw.closed).toContain('<system-shutdown ');
    expect((await poll).body).toMatch(/condition="remote-stream-error".*<system-shutdown /);
    expect(its.service.sessions()).toEqual([]);
    expect(await knock()).toBe('refused');
    await its.time.advance(1_000);
    await expect(ask(6)).rejects.toThrow();
  });

  test('afterwards it is there again, with the subscriptions of before and `finesse@` a little later', async () => {
    its = await virtualScene();
    const client = await signIn(its, monitor, 'desk');
    await client.subscribe('/finesse/api/Team/1/Users', `monitor@${domain}`);
    its.world.act({ do: 'restart', side: 'A', part: 'notification', takesS: 45 });
    await client.raw.closed;
    await its.time.advance(45_000);
    await arrive();
    const back = await signIn(its, monitor, 'desk');
    await its.time.advance(10_000);
    expect(await back.heard()).toContain(`from="finesse@${domain}/`);
    expect(await back.feed('get', '<subscriptions/>')).toContain('node="/finesse/api/Team/1/Users"');
  });
});

describe('SystemInfo', () => {
  test('is told of when CTI is lost and when it is back', async () => {
    its = await virtualScene();
    const client = await signIn(its, monitor, 'desk');
    its.world.act({ do: 'stop', side: 'A', part: 'cti', forS: 60 });
    await its.time.advance(15_000);
    expect(await client.event()).toMatch(
      /<items node="\/finesse\/api\/SystemInfo">.*&lt;status&gt;OUT_OF_SERVICE&lt;.*&lt;xmppDomain&gt;fin-a/,
    );
    await client.heard();
    await its.time.advance(60_000);
    await client.heard();
    const items = await client.feed('get', `<items node='/finesse/api/SystemInfo'/>`);
    expect(items).toContain('&lt;status&gt;IN_SERVICE&lt;');
  });
});

describe('the host goes down', () => {
  test('nothing is said; when it is back old connections are reset and new ones served', async () => {
    its = await virtualScene();
    const client = await signIn(its, monitor, 'desk');
    const ask = await boshSession();
    const poll = ask(5).catch(() => 'reset');
    await arrive();
    its.world.act({ do: 'stop', side: 'A', part: 'host' });
    expect(await silence(client)).toBe('silence');
    await its.time.advance(40_000);
    expect(await Promise.race([poll, arrive().then(() => 'silence')])).toBe('silence');
    its.world.act({ do: 'start', side: 'A', part: 'host' });
    expect(await client.raw.closed).not.toMatch(/<stream:error|<\/stream:stream>/);
    expect(await poll).toBe('reset');
    expect(its.service.sessions()).toEqual([]);
    expect(await knock()).toBe('let in');
  });
});

describe('the observer is cut off', () => {
  test('for a moment: what waited on the way is delivered', async () => {
    its = await virtualScene();
    const client = await signIn(its, monitor, 'desk');
    its.world.act({ do: 'cut-observer' });
    expect(await silence(client)).toBe('silence');
    const knocking = rawClient(tcpOf(its.service));
    knocking.write(streamHeader(domain));
    expect(await Promise.race([knocking.until(/.+/s), arrive().then(() => 'silence')])).toBe('silence');
    expect(its.service.sessions()).toHaveLength(1);
    its.world.act({ do: 'mend-observer' });
    expect(await client.until(/<iq [^>]*id="quiet"[^>]*>/)).toContain('type="result"');
    expect(await knocking.until(/<\/stream:features>/)).toContain('PLAIN');
  });

  test('for long: the service sweeps the session, and the client learns when it is back', async () => {
    its = await virtualScene();
    const client = await signIn(its, monitor, 'desk');
    const ask = await boshSession();
    const ends = realEnds();
    const poll = ask(5);
    await arrive();
    its.world.act({ do: 'cut-observer' });
    const next = ask(6);
    await arrive();
    await its.time.advance(150_000);
    expect(ends).toEqual(['idle-silent', 'idle-silent']);
    expect(await Promise.race([poll, next, arrive().then(() => 'silence')])).toBe('silence');
    its.world.act({ do: 'mend-observer' });
    expect(await client.raw.closed).toContain('<connection-timeout ');
    expect((await next).status).toBe(404);
  });
});

describe('events that leave late', () => {
  test('come with the time at which they happened', async () => {
    its = await virtualScene();
    const client = await signIn(its, monitor, 'desk');
    await client.subscribe('/finesse/api/Team/1/Users');
    its.world.act({ do: 'publish-delay', side: 'A', delayS: 14 });
    its.world.act({ do: 'set-state', who: { loginId: '1001002' }, state: 'READY' });
    await its.time.advance(13_000);
    expect(await client.heard()).not.toContain('<message');
    await its.time.advance(1_000);
    expect(await client.event()).toContain('&lt;stateChangeTime&gt;2026-11-02T09:00:00.000Z&lt;');
  });
});

test('a certificate that changes is met by the next handshake, on every secure port', async () => {
  const authority = createAuthority();
  const [old, young] = [1, 2].map(() => authority.issue({ names: [domain] }));
  if (old === undefined || young === undefined) throw new Error('no certificates');
  its = await virtualScene({}, { certificate: old });
  const { tls, wss, https } = its.service.addresses;
  const ports = [tls?.port, ...[wss, https].map((url) => Number(new URL(url ?? '').port))];
  const seen = (port: number | undefined): Promise<string> =>
    new Promise((resolve) => {
      const socket = connectTls({ port: port ?? 0, host: '127.0.0.1', servername: domain, ca: authority.ca }, () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
      socket.on('error', (error) => resolve(error.message));
    });
  const before = await Promise.all(ports.map(seen));
  expect(new Set(before).size).toBe(1);
  its.service.setCertificate(young);
  const after = await Promise.all(ports.map(seen));
  expect(new Set(after).size).toBe(1);
  expect(after[0]).not.toBe(before[0]);
});

describe('WebSocket on a port of somebody else, as REST has it', () => {
  /** What becomes of a WebSocket: each step as it happens. */
  function knockAt(port: number): { log: string[]; ws: WebSocket } {
    const ws = new WebSocket(`ws://127.0.0.1:${port}/ws/`, ['xmpp']);
    const log: string[] = [];
    for (const step of ['open', 'close', 'error'] as const) ws.on(step, () => log.push(step));
    return { log, ws };
  }

  test('waits while all is silent, is gone with the host, and refused while the service is down', async () => {
    its = await virtualScene();
    const server = createServer();
    server.on('upgrade', (req, socket, head) => its.service.upgrade(req, socket, head));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    its.world.act({ do: 'cut-observer' });
    const patient = knockAt(port);
    await arrive();
    expect(patient.log).toEqual([]);
    its.world.act({ do: 'mend-observer' });
    await arrive();
    expect(patient.log).toEqual(['open']);

    its.world.act({ do: 'stop', side: 'A', part: 'host' });
    const late = knockAt(port);
    await arrive();
    its.world.act({ do: 'start', side: 'A', part: 'host' });
    await arrive();
    expect(patient.log).toEqual(['open', 'close']);
    expect(late.log).toEqual(['error', 'close']);

    its.world.act({ do: 'stop', side: 'A', part: 'notification' });
    const refused = knockAt(port);
    await arrive();
    expect(refused.log).toEqual(['error', 'close']);
    server.close();
    server.closeAllConnections();
  });
});
