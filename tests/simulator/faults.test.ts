/** Every fault of the simulator, on real connections. */
import { connect } from 'node:net';
import xml from '@xmpp/xml';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TransportKind } from '#contract';
import { secret } from '../../server/config/secret';
import type { FaultInput } from '../../server/simulator/faults';
import { createSystemTime } from '../../server/time/system-time';
import { createVirtualTime, type VirtualTime } from '../../server/time/virtual-time';
import type { WireAddress } from '../../server/transport/port';
import type { Session } from '../../server/xmpp/port';
import { openSession } from '../../server/xmpp/session';
import { startSimulator, type TestSimulator, testUser } from '../support/simulator';
import { pingRequest, rawClient, signIn, streamHeader } from '../support/simulator-client';

let simulator: TestSimulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => {
  expect(simulator.state().bugs).toBe(0);
  simulator.stop();
});

const time = createSystemTime();
const transports = ['tcp', 'websocket', 'bosh'] as const;

function addressOf(transport: TransportKind): WireAddress {
  const { tcp, websocket, bosh } = simulator.addresses;
  if (transport === 'tcp') return { kind: 'tcp', ...tcp, security: 'none' };
  return { kind: transport, url: transport === 'bosh' ? bosh : websocket };
}

interface Life {
  session: Session;
  log: string[];
  /** Resolves with the next line of the log. */
  next(): Promise<string>;
}

/** Our own session, and what became of it. */
function live(transport: TransportKind, password = testUser.password): Life {
  const log: string[] = [];
  let seen = 0;
  let tell: () => void = () => undefined;
  const note = (line: string): void => {
    log.push(line);
    tell();
  };
  const session = openSession(
    {
      wire: { address: addressOf(transport), domain: simulator.domain, trust: {} },
      ...{ username: testUser.username, password: secret(password), resource: transport, allowPlainWithoutTls: false },
    },
    {
      onOnline: () => note('online'),
      onPong: (id) => note(`pong ${id}`),
      onStanza: () => undefined,
      onCertificate: () => undefined,
      onClosed: (failure) =>
        note(failure === null ? 'closed' : `${failure.kind} ${failure.condition} ${failure.phase}`),
    },
    time,
  );
  return {
    session,
    log,
    next: () =>
      new Promise((resolve) => {
        tell = () => {
          const line = log[seen];
          if (line === undefined) return;
          seen += 1;
          tell = () => undefined;
          resolve(line);
        };
        tell();
      }),
  };
}

describe.each(transports)('over %s', (transport) => {
  const on = (fault: FaultInput): string | null => simulator.faults.add(fault);

  test('a wrong password is refused, and with the fault a right one too', async () => {
    expect(await live(transport, 'guess').next()).toBe('auth not-authorized sasl');
    on({ kind: 'wrong-password', transport });
    expect(await live(transport).next()).toBe('auth not-authorized sasl');
    simulator.faults.clear();
    expect(await live(transport).next()).toBe('online');
  });

  test('with the latency of the demo a session comes online, and stays when it pings', async () => {
    simulator.stop();
    simulator = await startSimulator({
      latencies: { [transport]: { baseMs: 25, jitterMs: 3, swing: 0.1, periodMs: 9 } },
    });
    const life = live(transport);
    expect(await life.next()).toBe('online');
    for (let n = 0; n < 5; n++) {
      life.session.ping(`p${n}`);
      expect(await life.next()).toBe(`pong p${n}`);
    }
  });

  test('close resets what is there; the next session is welcome', async () => {
    const life = live(transport);
    await life.next();
    on({ kind: 'close', transport });
    // a reset BOSH connection is no lost session: the client asks again
    if (transport === 'bosh') {
      life.session.ping('after');
      expect(await life.next()).toBe('pong after');
    } else {
      expect(await life.next()).toBe('transport connection-reset online');
      expect(await live(transport).next()).toBe('online');
    }
  });

  test('refuse keeps newcomers out, on the same port afterwards in again', async () => {
    const life = live(transport);
    await life.next();
    on({ kind: 'refuse', transport });
    expect(await live(transport).next()).toMatch(/^transport connection-refused/);
    if (transport !== 'bosh') {
      life.session.ping('still in');
      expect(await life.next()).toBe('pong still in');
    }
    simulator.faults.clear();
    expect(await live(transport).next()).toBe('online');
  });

  test('terminate ends the session with the condition', async () => {
    const life = live(transport);
    await life.next();
    on({ kind: 'terminate', transport, condition: 'system-shutdown' });
    expect(await life.next()).toBe(`${transport === 'bosh' ? 'bosh' : 'stream-error'} system-shutdown online`);
  });

  test('half-open: old sessions and new ones hear nothing, and all goes on when it ends', async () => {
    const old = live(transport);
    await old.next();
    on({ kind: 'half-open', transport });
    old.session.ping('silence');
    const fresh = live(transport);
    // a third transport is served meanwhile, so the silence is no slowness of ours
    const other = transport === 'tcp' ? 'websocket' : 'tcp';
    expect(await live(other).next()).toBe('online');
    expect([old.log, fresh.log]).toEqual([['online'], []]);
    simulator.faults.clear();
    expect(await old.next()).toBe('pong silence');
    old.session.destroy();
    expect(['online', 'stream-error conflict online']).toContain(await fresh.next());
  });

  test('frozen pings get no answer, other questions do', async () => {
    const life = live(transport);
    await life.next();
    on({ kind: 'freeze-pings', transport });
    life.session.ping('frozen');
    await new Promise((resolve) => life.session.request(discoInfo(), resolve));
    simulator.faults.clear();
    life.session.ping('thawed');
    expect(await life.next()).toBe('pong thawed');
    expect(life.log).not.toContain('pong frozen');
  });

  test('dropped answers never come; drops elsewhere change nothing', async () => {
    const life = live(transport);
    await life.next();
    on({ kind: 'drop', transport: transport === 'tcp' ? 'bosh' : 'tcp', share: 1 });
    life.session.ping('passes');
    expect(await life.next()).toBe('pong passes');
    on({ kind: 'drop', transport, share: 1 });
    life.session.ping('lost');
    life.session.send(xml('presence', {}, xml('priority', {}, '7')));
    // once the server knows the priority, it has answered the ping before it
    await vi.waitFor(() => expect(simulator.state().sessions).toMatchObject([{ priority: 7 }]));
    simulator.faults.clear();
    life.session.ping('heard');
    expect(await life.next()).toBe('pong heard');
    expect(life.log).not.toContain('pong lost');
  });
});

const discoInfo = () =>
  xml('iq', { type: 'get', to: 'sim.example' }, xml('query', { xmlns: 'http://jabber.org/protocol/disco#info' }));

describe('on a clock moved by hand', () => {
  let clock: VirtualTime;
  beforeEach(async () => {
    simulator.stop();
    clock = createVirtualTime();
    simulator = await startSimulator({}, clock);
  });

  /** Lets bytes travel. */
  const travel = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

  test('delay holds an answer back for its time, and order is kept', async () => {
    const client = await signIn(simulator, testUser, 'tcp');
    simulator.faults.add({ kind: 'delay', transport: 'tcp', delayMs: 200 });
    let heard = '';
    client.socket.on('data', (bytes) => {
      heard += bytes;
    });
    client.write(pingRequest('slow'));
    await travel();
    simulator.faults.clear();
    client.write(pingRequest('quick'));
    await travel();
    await clock.advance(199);
    await travel();
    expect(heard).toBe('');
    await clock.advance(1);
    await client.until(/id="quick"/);
    expect(heard.indexOf('slow')).toBeLessThan(heard.indexOf('quick'));
  });

  test('a fault with forMs ends by itself', async () => {
    simulator.faults.add({ kind: 'refuse', transport: 'tcp', forMs: 5_000 });
    const refused = new Promise((resolve) => connect(simulator.addresses.tcp.port, '127.0.0.1').on('error', resolve));
    expect(await refused).toMatchObject({ code: 'ECONNREFUSED' });
    await clock.advance(4_999);
    expect(simulator.state().faults).toHaveLength(1);
    await clock.advance(1);
    expect(simulator.state().faults).toEqual([]);
    await travel();
    const client = rawClient(simulator.addresses.tcp);
    client.write(streamHeader(simulator.domain));
    await client.until(/<\/stream:features>/);
  });

  test('a base latency is part of every answer', async () => {
    simulator.stop();
    simulator = await startSimulator({ latencies: { tcp: { baseMs: 30, jitterMs: 0, swing: 0, periodMs: 1 } } }, clock);
    const client = rawClient(simulator.addresses.tcp);
    let heard = '';
    client.socket.on('data', (bytes) => {
      heard += bytes;
    });
    client.write(streamHeader(simulator.domain));
    await travel();
    await clock.advance(29);
    await travel();
    expect(heard).toBe('');
    await clock.advance(1);
    await client.until(/<\/stream:features>/);
  });
});
