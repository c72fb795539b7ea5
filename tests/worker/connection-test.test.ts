/** Trying a connection: against a simulated Finesse pair and a plain XMPP service, and what each mistake is told as. */
import { afterEach, describe, expect, it } from 'vitest';
import { secret } from '../../server/config/secret';
import {
  type ConnectionTestInput,
  type ConnectionTestLine,
  connectionTest,
  type TestStep,
} from '../../server/contract';
import { type Finesse, startFinesse } from '../../server/simulator/finesse/pair';
import type { WorldSettingsInput } from '../../server/simulator/finesse/world/port';
import { createSystemTime } from '../../server/time/system-time';
import { openWire } from '../../server/transport/open';
import type { ConfiguredServer } from '../../server/worker/connection-test/context';
import { type ConnectionTester, createConnectionTester } from '../../server/worker/connection-test/tester';
import { openSession } from '../../server/xmpp/session';
import { settings } from '../simulator/finesse/rest/scene';
import { startSimulator, type TestSimulator } from '../support/simulator';

const time = createSystemTime({ keepAlive: false });
const running: (Finesse | TestSimulator)[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.stop();
});

async function start(more: WorldSettingsInput = {}): Promise<Finesse> {
  const finesse = await startFinesse({ world: { ...settings, ...more } }, time);
  running.push(finesse);
  return finesse;
}

const portOf = (url: string | null): number => Number(new URL(url ?? 'wss://none:1').port);
const tester = (servers: ConfiguredServer[] = []): ConnectionTester =>
  createConnectionTester({ time, openSession, openWire, servers: () => servers, secret });

type Given = Omit<Extract<ConnectionTestInput, { kind: 'finesse' }>, 'kind' | 'host' | 'account'> & {
  username?: string;
  password?: string;
};

function asked(
  finesse: Finesse,
  { username = 'holdfast-a', password = 'mon-a', ...more }: Given = {},
): ConnectionTestInput {
  const { rest, addresses } = finesse.sides.A;
  return {
    ...{ kind: 'finesse', host: 'localhost', restPort: portOf(rest), trust: { kind: 'ca', pem: finesse.caPem } },
    account: { username, password: { secret: 'new', text: password } },
    ports: { notification: portOf(addresses.https), tls: addresses.tls?.port ?? 1 },
    ...more,
  };
}

interface Told {
  lines: ConnectionTestLine[];
  steps: Map<string, TestStep>;
  outcome: string;
  found: Extract<ConnectionTestLine, { line: 'done' }>['found'] | null;
}

async function run(input: ConnectionTestInput, by: ConnectionTester = tester()): Promise<Told> {
  const lines: ConnectionTestLine[] = [];
  const going = by.start(
    { by: 'jo', test: connectionTest.parse(input) },
    (line) => lines.push(line),
    new AbortController().signal,
  );
  if (typeof going === 'string') throw new Error(going);
  await going;
  const steps = new Map(lines.flatMap((line) => (line.line === 'step' ? [[line.step.id, line.step] as const] : [])));
  const last = lines.at(-1);
  return {
    ...{ lines, steps },
    outcome: last?.line === 'done' ? last.outcome : 'broken',
    found: last?.line === 'done' ? last.found : null,
  };
}

const story = ({ steps }: Told): string[] =>
  [...steps.values()].map(({ id, state, hint }) => `${id} ${state}${hint === null ? '' : ` ${hint.key}`}`);
/** Where it ended, and why. */
const ended = (told: Told): string | undefined => story(told).find((line) => line.includes(' failed '));

describe('a Finesse server', () => {
  it('is climbed from its name to its teams', async () => {
    const told = await run(asked(await start()));
    expect(story(told)).toEqual([
      ...['name ok', 'tcp ok', 'tls ok', 'rest ok', 'account ok', 'service ok pcce-says-ucce'],
      ...['way-0 ok', 'way-1 skipped closed-port', 'way-2 ok', 'way-3 ok'],
      ...['stream ok', 'sasl ok', 'bind ok', 'ping ok', 'notifier ok', 'feeds ok', 'teams ok'],
    ]);
    expect(told.outcome).toBe('ok');
    expect(told.found).toMatchObject({ deployment: 'UCCE', otherHost: 'fin-b.sim.example' });
    expect(told.found?.teams).toMatchObject([{ id: '1', agents: 4, feed: true }]);
  });

  it('leaves nothing behind: no subscription, no session, no password in what it tells', async () => {
    const finesse = await start();
    const told = await run(asked(finesse));
    expect(JSON.stringify(told.lines)).not.toContain('mon-a');
    expect(told.steps.get('bind')?.facts[0]?.value).toMatch(/\/holdfast-test-/);
  });

  it('whose certificate nobody knows is shown, and can be trusted by its fingerprint', async () => {
    const finesse = await start();
    const first = await run(asked(finesse, { trust: { kind: 'usual' } }));
    expect(ended(first)).toBe('tls failed certificate-untrusted');
    const tls = first.steps.get('tls');
    const [offer] = tls?.offers ?? [];
    expect(offer).toEqual({ kind: 'pin', pin: tls?.certificate?.shown.fingerprint });
    const pin = offer?.kind === 'pin' ? offer.pin : '';
    expect((await run(asked(finesse, { trust: { kind: 'pin', pin } }))).outcome).toBe('ok');
  });

  it('whose certificate changed is told with both fingerprints, and is sent nothing', async () => {
    const pin = `sha256/${'A'.repeat(43)}=`;
    const told = await run(asked(await start(), { trust: { kind: 'pin', pin } }));
    const tls = told.steps.get('tls');
    expect(ended(told)).toBe('tls failed certificate-changed');
    expect(tls?.certificate).toMatchObject({ pinned: pin, shown: { fingerprint: expect.stringMatching(/^sha256/) } });
    expect(tls?.hint?.reason).toContain(pin);
    expect(tls?.hint?.reason).toContain(tls?.certificate?.shown.fingerprint);
  });

  it('asked at its HTTP port sends on to the right one', async () => {
    const finesse = await start();
    const told = await run(asked(finesse, { restPort: portOf(finesse.sides.A.restHttp) }));
    expect(ended(told)).toBe('tls failed plain-http');
    expect(told.steps.get('tls')?.offers).toEqual([{ kind: 'port', port: portOf(finesse.sides.A.rest) }]);
  });

  it('asked at a port of its Notification Service, or at one where nothing is', async () => {
    const finesse = await start();
    const bosh = await run(asked(finesse, { restPort: portOf(finesse.sides.A.addresses.https) }));
    expect(ended(bosh)).toBe('rest failed not-finesse');
    expect(ended(await run(asked(finesse, { restPort: 1 })))).toBe('tcp failed refused');
  });

  it('refuses a wrong password once, and after three of them is spared', async () => {
    const finesse = await start();
    const by = tester();
    const wrong = asked(finesse, { password: 'no' });
    const tries = [];
    for (let n = 0; n < 4; n += 1) tries.push(ended(await run(wrong, by)));
    expect(tries).toEqual([
      ...['account failed wrong-password', 'account failed wrong-password', 'account failed locked-user'],
      'account failed spared-user',
    ]);
    // two tries of five are left: the right one is taken once the wait is over
    expect(finesse.world.authenticate('A', 'holdfast-a', 'mon-a').ok).toBe(true);
  });

  it('of single sign-on says so where SystemInfo is open', async () => {
    const told = await run(asked(await start({ authMode: 'SSO', switches: { systemInfoAuth: 'open' } })));
    expect(ended(told)).toBe('account failed sso-only');
  });

  it('does not take an administrator, nor somebody who is at work', async () => {
    const finesse = await start({ signedIn: 1 });
    const admin = await run(asked(finesse, { username: 'administrator', password: 'ad-min' }));
    expect(ended(admin)).toBe('account failed not-an-agent');
    const agent = finesse.world.agents()[0]?.loginId ?? '';
    const working = await run(asked(finesse, { username: agent, password: finesse.world.settings.agentPassword }));
    expect(story(working)).toContain('account failed at-work');
    expect(finesse.sides.A.notification.sessions()).toEqual([]);
  });

  it('is never asked with the account of the other side', async () => {
    const finesse = await start();
    const otherSide = { host: 'fin-b.sim.example', username: 'Holdfast-A' };
    expect(ended(await run(asked(finesse, { otherSide })))).toBe('account failed same-account');
    const there = {
      clusterKey: 'cc',
      nodeKey: 'b',
      host: 'fin-b.sim.example',
      sentTo: 'fin-b.sim.example',
      username: 'holdfast-a',
      password: secret('x'),
    };
    expect(ended(await run(asked(finesse), tester([there])))).toBe('account failed same-account');
  });

  it('is tried with a kept password only where it belongs', async () => {
    const finesse = await start();
    const kept = {
      clusterKey: 'cc',
      nodeKey: 'a',
      host: 'localhost',
      sentTo: 'localhost',
      username: 'holdfast-a',
      password: secret('mon-a'),
    };
    const input = { ...asked(finesse), account: { username: 'holdfast-a', password: { secret: 'kept' as const } } };
    const stored = { cluster: 'cc', node: 'a' };
    expect((await run({ ...input, stored }, tester([kept]))).outcome).toBe('ok');
    const elsewhere = { ...input, stored, host: '127.0.0.1' };
    expect(ended(await run(elsewhere, tester([kept])))).toBe('account failed kept-elsewhere');
    // The same name, at an address of somebody else's.
    const tcp = { host: 'elsewhere.example', port: 5222, security: 'none' as const };
    for (const transports of [{ tcp }, { websocket: { url: 'wss://elsewhere.example/ws' } }]) {
      const asXmpp = { kind: 'xmpp' as const, domain: 'localhost', account: input.account, transports, stored };
      expect(ended(await run(asXmpp, tester([kept])))).toBe('account failed kept-elsewhere');
    }
  });

  it('without an open way, or out of service, is told as paused and not down', async () => {
    const finesse = await start();
    finesse.sides.A.notification.close();
    const ports = { notification: 1, tls: 1 };
    const told = await run(asked(await start({ release: '12.5' }), { ports }));
    expect(ended(told)).toBe('way-0 failed no-way-in');
    expect(story(told)).toContain('way-3 failed allow-list');
    const standby = await start({ deployment: { type: 'UCCX', standby: true } });
    const b = standby.sides.B;
    const paused = await run(asked(standby, { restPort: portOf(b.rest) }));
    expect(story(paused)).toContain('service warned standby');
  });
});

describe('elsewhere', () => {
  it('Webex is told apart before anybody is asked', async () => {
    const told = await run(asked(await start(), { host: 'api.wxcc-us1.cisco.com' } as Given));
    expect(ended(told)).toBe('name failed webex-contact-center');
  });

  it('an address where a cloud keeps secrets is never asked, whatever leads there', async () => {
    const told = await run({ ...asked(await start()), host: '169.254.169.254' } as ConnectionTestInput);
    expect(ended(told)).toBe('name failed address-refused');
    const account = { username: 'hf', password: { secret: 'new' as const, text: 'p' } };
    const transports = { websocket: { url: 'ws://[::ffff:169.254.169.254]/ws' } };
    const xmpp = await run({ kind: 'xmpp', domain: 'chat.example', account, transports });
    expect(ended(xmpp)).toBe('websocket-reach failed address-refused');
  });

  it('a plain XMPP service is tried over each transport, its password once when it is wrong', async () => {
    const service = await startSimulator();
    running.push(service);
    const { tcp, websocket, bosh } = service.addresses;
    const input: ConnectionTestInput = {
      ...{
        kind: 'xmpp',
        domain: 'sim.example',
        account: { username: 'holdfast', password: { secret: 'new', text: 'secret' } },
      },
      transports: {
        ...{ websocket: { url: websocket ?? '' }, bosh: { url: bosh ?? '' } },
        tcp: { host: tcp?.host ?? '', port: tcp?.port ?? 1, security: 'none' },
      },
    };
    const told = await run(input);
    expect(told.outcome).toBe('ok');
    expect(told.found?.ways).toEqual(['TCP', 'WebSocket', 'BOSH']);
    const wrong = { ...input, account: { username: 'holdfast', password: { secret: 'new' as const, text: 'no' } } };
    const refused = await run(wrong);
    expect(story(refused).filter((line) => line.includes('failed'))).toEqual(['tcp-sasl failed wrong-password']);
    expect(refused.steps.get('bosh-sasl')?.state).toBe('skipped');
  });

  it('nobody tests twice at once, and three test together at most', async () => {
    const finesse = await start();
    const by = tester();
    const order = (who: string) => ({ by: who, test: connectionTest.parse(asked(finesse)) });
    const gone = new AbortController();
    const begin = (who: string) => by.start(order(who), () => undefined, gone.signal);
    const going = ['a', 'b', 'c'].map(begin);
    expect([begin('a'), begin('d')]).toEqual(['busy-yourself', 'busy-together']);
    gone.abort();
    await Promise.all(going);
    expect(begin('a')).toBeInstanceOf(Promise);
  });
});
