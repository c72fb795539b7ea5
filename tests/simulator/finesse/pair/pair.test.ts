/** A pair in front of one world: both sides by REST and by XMPP, one CA, and what is told when a part of it fails. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { Agent, fetch } from 'undici';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { caFileOf, openAuthority } from '../../../../server/simulator/finesse/certificates/authority';
import { type Finesse, type FinesseOptions, startFinesse } from '../../../../server/simulator/finesse/pair';
import { defaultPorts, numbersOf, portsFrom } from '../../../../server/simulator/finesse/ports';
import { openRealDesktops } from '../../../../server/simulator/finesse/real-desktops';
import { createScaledTime } from '../../../../server/simulator/finesse/scaled-time';
import { createSystemTime } from '../../../../server/time/system-time';
import { openSession } from '../../../../server/xmpp/session';
import { admin, settings } from '../rest/scene';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-pair-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const time = createSystemTime({ keepAlive: false });
const running: Finesse[] = [];
const clients: Agent[] = [];
afterEach(async () => {
  for (const finesse of running.splice(0)) {
    expect(finesse.bugs()).toBe(0);
    finesse.stop();
  }
  for (const client of clients.splice(0)) await client.destroy();
});

async function start(options: Partial<FinesseOptions> = {}): Promise<Finesse> {
  const finesse = await startFinesse({ world: settings, ...options }, time);
  running.push(finesse);
  return finesse;
}

async function get(finesse: Finesse, side: 'A' | 'B', path: string) {
  const client = new Agent({ connect: { ca: finesse.caPem } });
  clients.push(client);
  const response = await fetch(`${finesse.sides[side].rest}/${path}`, {
    dispatcher: client,
    headers: { authorization: admin },
  });
  return { status: response.status, body: await response.text() };
}

/** Resolves with the JID, or the condition that the session died of. */
function signIn(finesse: Finesse, side: 'A' | 'B', url: string, trust: { ca?: string } = { ca: finesse.caPem }) {
  return new Promise<string>((resolve) => {
    const kind = url.startsWith('wss:') ? 'websocket' : 'bosh';
    const session = openSession(
      {
        wire: { address: { kind, url }, domain: finesse.sides[side].xmppDomain, trust },
        ...{ username: 'holdfast-a', resource: 'test', allowPlainWithoutTls: false },
        password: { reveal: () => 'mon-a', toString: () => '***', toJSON: () => '***' },
      },
      {
        onOnline({ jid }) {
          session.close();
          resolve(jid);
        },
        onPong: () => undefined,
        onStanza: () => undefined,
        onCertificate: () => undefined,
        onClosed: (failure) => failure !== null && resolve(failure.condition),
      },
      time,
    );
  });
}

test('two servers with domains of their own, vouched for by one CA', async () => {
  const finesse = await start();
  for (const side of ['A', 'B'] as const) {
    const { xmppDomain, addresses, restWebSocket } = finesse.sides[side];
    expect((await get(finesse, side, 'SystemInfo')).body).toContain(`<xmppDomain>${xmppDomain}</xmppDomain>`);
    for (const url of [addresses.https, addresses.wss, restWebSocket])
      expect(await signIn(finesse, side, url ?? '')).toBe(`holdfast-a@${xmppDomain}/test`);
  }
});

test('plain HTTP is sent to HTTPS by the name that was asked for, and told nothing by a server that is down', async () => {
  const finesse = await start();
  const { rest, restHttp } = finesse.sides.A;
  const ask = (signal?: AbortSignal) =>
    fetch(`${restHttp.replace('127.0.0.1', 'localhost')}/SystemInfo?x=1`, {
      redirect: 'manual',
      ...(signal && { signal }),
    });
  const answered = await ask();
  const { port } = new URL(rest);
  expect([answered.status, answered.headers.get('location')]).toEqual([
    301,
    `https://localhost:${port}/finesse/api/SystemInfo?x=1`,
  ]);
  finesse.world.act({ do: 'stop', side: 'A', part: 'tomcat' });
  const patience = new AbortController();
  const silent = ask(patience.signal);
  // the other side answers, so there was time enough
  expect((await get(finesse, 'B', 'SystemInfo')).status).toBe(200);
  patience.abort();
  await expect(silent).rejects.toThrow();
});

test('12.5 has WebSocket with BOSH, and none beside REST', async () => {
  const finesse = await start({ world: { ...settings, release: '12.5' } });
  const { addresses, restWebSocket, xmppDomain } = finesse.sides.A;
  expect(restWebSocket).toBeNull();
  expect(new URL(addresses.wss ?? '').port).toBe(new URL(addresses.https ?? '').port);
  expect(await signIn(finesse, 'A', addresses.wss ?? '')).toBe(`holdfast-a@${xmppDomain}/test`);
  expect((await get(finesse, 'A', 'ConnectedUsersInfo')).status).toBe(404);
});

test('a desktop on a WebSocket beside REST stays when the web application stops', async () => {
  const finesse = await start();
  await get(finesse, 'A', 'SystemInfo');
  finesse.world.act({ do: 'stop', side: 'A', part: 'tomcat' });
  expect(await signIn(finesse, 'A', finesse.sides.A.restWebSocket ?? '')).toContain('holdfast-a@');
});

test('whoever does not know the CA does not come in', async () => {
  const finesse = await start();
  const stranger = openAuthority(null, time.now());
  expect(await signIn(finesse, 'A', finesse.sides.A.addresses.wss ?? '', { ca: stranger.caPem })).toMatch(
    /unknown-ca|certificate|self-signed/,
  );
});

test('a changed certificate is seen on every port of that side, and on no other', async () => {
  const finesse = await start();
  const prints = async () =>
    Promise.all(
      [finesse.sides.A.rest, finesse.sides.A.addresses.https, finesse.sides.A.addresses.wss, finesse.sides.B.rest].map(
        (url) => fingerprint(finesse, url ?? ''),
      ),
    );
  const before = await prints();
  finesse.world.act({ do: 'certificate', side: 'A', renew: true, expiresInDays: 3 });
  const after = await prints();
  expect(after.map((print, i) => print === before[i])).toEqual([false, false, false, true]);
  expect(new Set(after).size).toBe(2);
});

function fingerprint({ caPem }: Finesse, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', ca: caPem, servername: 'localhost' });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
      socket.destroy();
    });
  });
}

describe('the CA', () => {
  const kept = join(folder, 'ca');

  test('is kept in its folder, its key for nobody else', async () => {
    const first = await start({ certificates: kept });
    const second = await start({ certificates: kept });
    expect(second.caPem).toBe(first.caPem);
    expect(readFileSync(caFileOf(kept), 'utf8')).toBe(first.caPem);
    expect(statSync(join(kept, 'simulator-ca-key.pem')).mode & 0o077).toBe(0);
    expect((await get(first, 'A', 'SystemInfo')).status).toBe(200);
  });

  test('is replaced when it is about to run out', () => {
    const old = join(folder, 'old');
    const first = openAuthority(old, time.now());
    const tenYearsOn = time.now() + 10 * 365 * 86_400_000;
    expect(openAuthority(old, time.now()).caPem).toBe(first.caPem);
    expect(openAuthority(old, tenYearsOn).caPem).not.toBe(first.caPem);
  });
});

describe('ports', () => {
  test('are none of a real installation, and all different', () => {
    const numbers = numbersOf(defaultPorts);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const theirs of [443, 7071, 7443, 8082, 8443, 8445, 5222, 5223]) expect(numbers).not.toContain(theirs);
    const fromBase = numbersOf(portsFrom(20_000));
    expect([Math.min(...fromBase), Math.max(...fromBase), new Set(fromBase).size]).toEqual([20_000, 20_020, 15]);
  });

  test('when one is taken nothing is left open', async () => {
    const first = await start();
    const taken = Number(new URL(first.sides.A.rest).port);
    const free = portsFrom(0);
    const ports = { A: { ...free.A, https: 0 }, B: { ...free.B, rest: taken } };
    await expect(startFinesse({ world: settings, ports }, time)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect((await get(first, 'A', 'SystemInfo')).status).toBe(200);
  });
});

test('desktops that are real connect, sign in, and are an agent like any other', async () => {
  const finesse = await start({ world: { ...settings, realAgents: 2, boshShare: 0 } });
  const { world } = finesse;
  const ids = world
    .agents()
    .slice(0, 2)
    .map((agent) => agent.loginId);
  expect(ids.map((id) => world.side('A').user(id)?.state)).toEqual(['LOGOUT', 'LOGOUT']);
  const signedIn = new Promise<void>((resolve) => {
    const seen = new Set<string>();
    world.subscribe((event) => {
      if (event.type === 'agent-changed' && ids.includes(event.loginId)) seen.add(event.loginId);
      if (seen.size === 2) resolve();
    });
  });
  const desktops = openRealDesktops(finesse, time);
  await signedIn;
  expect(desktops.online()).toBe(2);
  expect(ids.map((id) => world.side('A').user(id)?.state)).toEqual(['NOT_READY', 'NOT_READY']);
  expect(
    world
      .side('A')
      .sessions()
      .filter((session) => !session.simulated),
  ).toHaveLength(2);
  const graces = new Promise<void>((resolve) => {
    world.subscribe((event) => event.type === 'grace-changed' && event.change === 'started' && resolve());
  });
  desktops.stop();
  await graces;
  expect(
    world
      .truth()
      .graces.map((grace) => grace.loginId)
      .sort(),
  ).toContain(ids[0]);
});

test.each(['cti', 'notification'] as const)(
  'a desktop that is real goes to the other side when %s of its own is lost',
  async (part) => {
    const quick = createScaledTime(time, 50);
    const finesse = await startFinesse({ world: { ...settings, realAgents: 1, shareOnA: 1, boshShare: 0 } }, quick);
    running.push(finesse);
    const { world } = finesse;
    const user = world.agents()[0]?.loginId ?? '';
    const onSide = (side: 'A' | 'B') => () =>
      world
        .side(side)
        .sessions()
        .filter((s) => s.jid.startsWith(user) && s.available).length;
    const desktops = openRealDesktops(finesse, quick);
    await expect.poll(onSide('A'), { timeout: 10_000 }).toBe(1);
    world.act({ do: 'stop', side: 'A', part });
    await expect.poll(onSide('B'), { timeout: 10_000 }).toBe(1);
    expect(onSide('A')()).toBe(0);
    desktops.stop();
  },
);

test('logs are written as it goes', async () => {
  const logs = join(folder, 'logs');
  const finesse = await start({ logs });
  const loginId = finesse.world.agents()[3]?.loginId ?? '';
  finesse.world.act({ do: 'close', who: { loginId } });
  running.splice(0);
  finesse.stop();
  const file = join(logs, finesse.world.side('A').user(loginId) === null ? 'B' : 'A', 'openfire', 'info.log');
  await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 10_000 }).toContain('A session is closed for');
});
