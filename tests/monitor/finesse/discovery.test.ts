/** Where a Finesse server's Notification Service is: which doors are knocked at, in which order, and what is made of the answers. */

import { describe, expect, it } from 'vitest';
import type { FinesseClusterConfig, FinesseServerConfig } from '../../../server/config/schema';
import { secret } from '../../../server/config/secret';
import { createFindTargets, type DiscoveryDeps, discover, type Told } from '../../../server/monitor/finesse/discovery';
import { candidatesFor } from '../../../server/monitor/finesse/discovery-candidates';
import { KNOCK_MS } from '../../../server/monitor/finesse/knock';
import { createVirtualTime } from '../../../server/time/virtual-time';
import { transportFailure } from '../../../server/transport/conditions';
import type { OpenWire, WireAddress, WireHandlers } from '../../../server/transport/port';
import { finesseYaml } from '../../support/finesse-yaml';
import { load } from '../../support/lab-yaml';
import { parseAll } from '../../xmpp/fake-wire';

const placeOf = (address: WireAddress): string =>
  address.kind === 'tcp' ? `${address.security} ${address.host}:${address.port}` : address.url;

describe('the places of a release', () => {
  const at = (release: string | null) => candidatesFor('fin-a.example', release).map((c) => placeOf(c.address));
  const all = [
    'wss://fin-a.example:8445/ws/',
    'wss://fin-a.example:7443/ws/',
    'https://fin-a.example:7443/http-bind/',
    'tls fin-a.example:5223',
  ];

  it.each([
    ['not told', null, all],
    ['told in words', 'twelve', all],
    ['15.0(1)', '15.0(1)', all],
    ['12.6(1)', '12.6(1)', all],
    ['12.10', '12.10', all],
    ['12.5(1), with REST alone on 8445', '12.5(1)', all.slice(1)],
    ['12.0', '12.0(1)', all.slice(1)],
    ['11.6, without WebSocket', '11.6(1)', all.slice(2)],
  ])('%s', (_, release, expected) => {
    expect(at(release)).toEqual(expected);
  });
});

/** What a door does when somebody knocks: silence, a failure, or the first element that it says. */
type Door = 'silent' | 'refused' | string;
const FEATURES = "<features xmlns='http://etherx.jabber.org/streams'/>";

function street(doors: Record<string, Door>) {
  const time = createVirtualTime();
  const log: string[] = [];
  const openWire: OpenWire = ({ address, domain }, handlers) => {
    const place = placeOf(address);
    const door = doors[place] ?? 'refused';
    log.push(`${time.now() - started} ${place}${domain === 'fin-a.example' ? '' : ` for ${domain}`}`);
    queueMicrotask(() => open(door, handlers));
    return {
      ...{ kind: address.kind, secure: true },
      openStream() {
        handlers.onStreamOpen({});
        for (const element of parseAll(door)) handlers.onElement(element);
      },
      send: (xml) => log.push(`said ${xml}`),
      startTls: () => log.push('STARTTLS'),
      close() {
        log.push(`closed ${place}`);
        handlers.onClose(null);
      },
      destroy: () => log.push(`${time.now() - started} destroyed ${place}`),
    };
  };
  const started = time.now();
  return { time, log, openWire };
}

function open(door: Door, handlers: WireHandlers): void {
  handlers.onPhase('tcp');
  if (door === 'refused') handlers.onClose(transportFailure('connection-refused', 'tcp'));
  else if (door !== 'silent') handlers.onReady();
}

function clusterOf(moreA = ''): { cluster: FinesseClusterConfig; server: FinesseServerConfig } {
  const result = load(finesseYaml({ moreA }));
  const cluster = result.ok ? result.config.finesse[0] : undefined;
  const server = cluster?.servers[0];
  if (cluster === undefined || server === undefined) throw new Error('refused');
  return { cluster, server };
}

const KNOWN: Told = { domain: 'fin-a.example', release: null };
const [WS8445, WS7443, BOSH, TLS] = candidatesFor('fin-a.example', null).map((c) => placeOf(c.address));
if (WS8445 === undefined || WS7443 === undefined || BOSH === undefined || TLS === undefined) throw new Error();

async function outcomes(deps: DiscoveryDeps, moreA?: string, known = KNOWN) {
  const found = await discover(clusterOf(moreA).server, known, deps);
  return found.map(({ addressText, expect: expected, outcome }) => {
    const why = outcome.is === 'refused' ? ` ${outcome.failure.condition} in ${outcome.failure.phase}` : '';
    return `${addressText} ${expected}: ${outcome.is}${why}`;
  });
}

describe('knocking', () => {
  it('finds one door of each kind, and stops at the first WebSocket', async () => {
    const { time, log, openWire } = street({
      [WS8445]: FEATURES,
      [WS7443]: FEATURES,
      [BOSH]: FEATURES,
      [TLS]: FEATURES,
    });
    expect(await outcomes({ openWire, time })).toEqual([
      'wss://fin-a.example:8445/ws/ optional: open',
      'https://fin-a.example:7443/http-bind/ optional: open',
      'xmpps://fin-a.example:5223 (TLS) optional: open',
    ]);
    expect(log.filter((line) => line.includes(WS7443))).toEqual([]);
    expect(log).toContain(`closed ${WS8445}`);
  });

  it('says nothing: no account is named to a door', async () => {
    const { time, log, openWire } = street({ [WS7443]: FEATURES, [BOSH]: FEATURES });
    await outcomes({ openWire, time });
    expect(log.filter((line) => /^(said|STARTTLS)/.test(line))).toEqual([]);
  });

  it('goes on to the next WebSocket; where none opens the first one’s failure stands', async () => {
    const { time, openWire } = street({ [WS7443]: FEATURES, [TLS]: 'silent' });
    const asked = outcomes({ openWire, time });
    await time.advance(KNOCK_MS);
    expect(await asked).toEqual([
      'wss://fin-a.example:7443/ws/ optional: open',
      'https://fin-a.example:7443/http-bind/ optional: refused connection-refused in tcp',
      'xmpps://fin-a.example:5223 (TLS) optional: refused connect-timeout in tcp',
    ]);
  });

  it('gives each door its time and no more, and knocks at the kinds side by side', async () => {
    const { time, log, openWire } = street({
      [WS8445]: 'silent',
      [WS7443]: 'silent',
      [BOSH]: 'silent',
      [TLS]: 'silent',
    });
    const asked = outcomes({ openWire, time });
    await time.advance(2 * KNOCK_MS);
    expect(await asked).toHaveLength(3);
    expect(log).toEqual([
      `0 ${WS8445}`,
      `0 ${BOSH}`,
      `0 ${TLS}`,
      `5000 destroyed ${WS8445}`,
      `5000 ${WS7443}`,
      `5000 destroyed ${BOSH}`,
      `5000 destroyed ${TLS}`,
      `10000 destroyed ${WS7443}`,
    ]);
    expect(time.pending()).toBe(0);
  });

  it('takes an error of the stream, and what is no stream, for a refusal', async () => {
    const error =
      "<error xmlns='http://etherx.jabber.org/streams'><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>";
    const { time, openWire } = street({ [BOSH]: error, [TLS]: "<html xmlns='http://www.w3.org/1999/xhtml'/>" });
    expect(await outcomes({ openWire, time })).toEqual([
      'wss://fin-a.example:8445/ws/ optional: refused connection-refused in tcp',
      'https://fin-a.example:7443/http-bind/ optional: refused host-unknown in features',
      'xmpps://fin-a.example:5223 (TLS) optional: refused bad-format in features',
    ]);
  });

  it('asks for the domain that the server told, at REST’s own port', async () => {
    const { time, log, openWire } = street({});
    await outcomes({ openWire, time }, '        port: 18445', { domain: 'xmpp.example', release: '12.6(1)' });
    expect(log).toContain('0 wss://fin-a.example:18445/ws/ for xmpp.example');
  });
});

describe('transports of the file', () => {
  const given = (...lines: string[]) => ['        transports:', ...lines.map((line) => `          ${line}`)].join('\n');

  it('are taken as they are; nobody knocks', async () => {
    const { time, log, openWire } = street({});
    const moreA = given('websocket: { port: 18445 }', 'tcp: { port: 15223, expect: closed }');
    expect(await outcomes({ openWire, time }, moreA)).toEqual([
      'wss://fin-a.example:18445/ws/ open: taken',
      'xmpps://fin-a.example:15223 (TLS) closed: taken',
    ]);
    expect(log).toEqual([]);
  });

  it('are looked for where their place is left out, unless they are to be closed', async () => {
    const { time, log, openWire } = street({ [WS7443]: FEATURES });
    const moreA = given('websocket: {}', 'bosh: { expect: closed }', 'tcp: { expect: optional }');
    expect(await outcomes({ openWire, time }, moreA)).toEqual([
      'wss://fin-a.example:7443/ws/ open: open',
      'https://fin-a.example:7443/http-bind/ closed: taken',
      'xmpps://fin-a.example:5223 (TLS) optional: refused connection-refused in tcp',
    ]);
    expect(log.filter((line) => line.includes('http-bind'))).toEqual([]);
  });
});

describe('the targets of a server', () => {
  async function targets(doors: Record<string, Door>, moreA?: string, release: string | null = null) {
    const { time, openWire } = street(doors);
    const { cluster, server } = clusterOf(moreA);
    return createFindTargets({ openWire, time })(cluster, server, { domain: 'xmpp.example', release });
  }

  it('are its open doors, with the server’s account and the transport’s resource', async () => {
    const found = await targets({ [WS8445]: FEATURES, [TLS]: FEATURES });
    expect(found.map((t) => [t.key, t.address, t.expect, t.session.resource])).toEqual([
      ['contact-centre/a/websocket', 'wss://fin-a.example:8445/ws/', 'optional', 'holdfast-websocket-abc123'],
      ['contact-centre/a/tcp', 'xmpps://fin-a.example:5223 (TLS)', 'optional', 'holdfast-tcp-abc123'],
    ]);
    expect(found[0]).toMatchObject({
      ...{ clusterName: 'Contact centre', nodeName: 'fin-a', transport: 'websocket' },
      session: {
        wire: { domain: 'xmpp.example', address: { kind: 'websocket' } },
        ...{ username: 'holdfast-a', allowPlainWithoutTls: false },
      },
    });
    expect(found[0]?.session.password.reveal()).toBe(secret('pa}ss: "word" #1').reveal());
  });

  it('are none while everything is closed', async () => {
    expect(await targets({})).toEqual([]);
  });

  it('stay what the file names, also while nothing answers', async () => {
    expect((await targets({}, '        transports: { websocket: {} }')).map((t) => [t.address, t.expect])).toEqual([
      ['wss://fin-a.example:8445/ws/', 'open'],
    ]);
  });

  it('leave out what the release has not', async () => {
    expect(await targets({}, '        transports: { websocket: {} }', '11.6(1)')).toEqual([]);
  });
});
