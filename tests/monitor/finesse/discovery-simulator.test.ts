/** Discovery at the real ports of a simulated pair: by release, with what is closed, and with an authority that nobody knows. */
import { afterEach, describe, expect, it } from 'vitest';
import type { FinesseServerConfig } from '../../../server/config/schema';
import { discover, type FoundTransport } from '../../../server/monitor/finesse/discovery';
import { type Finesse, startFinesse } from '../../../server/simulator/finesse/pair';
import { createSystemTime } from '../../../server/time/system-time';
import { openWire } from '../../../server/transport/open';
import type { OpenWire } from '../../../server/transport/port';
import { settings } from '../../simulator/finesse/rest/scene';
import { finesseYaml } from '../../support/finesse-yaml';
import { load } from '../../support/lab-yaml';

const time = createSystemTime({ keepAlive: false });
const running: Finesse[] = [];
afterEach(() => {
  for (const finesse of running.splice(0)) {
    expect(finesse.bugs()).toBe(0);
    finesse.stop();
  }
});

async function start(release: '12.5' | '12.6'): Promise<Finesse> {
  const finesse = await startFinesse({ world: { ...settings, release } }, time);
  running.push(finesse);
  return finesse;
}

const portOf = (url: string | null): number => Number(new URL(url ?? 'wss://none:1').port);

function serverOf(finesse: Finesse, trust: FinesseServerConfig['trust']): FinesseServerConfig {
  const result = load(
    finesseYaml({ hostA: '        host: localhost', moreA: `        port: ${portOf(finesse.sides.A.rest)}` }),
  );
  const server = result.ok ? result.config.finesse[0]?.servers[0] : undefined;
  if (server === undefined) throw new Error('refused');
  return { ...server, trust };
}

/** What is sent over every wire, the stream's own words apart. */
const said: string[] = [];
const listening: OpenWire = (options, handlers, at) => {
  const wire = openWire(options, handlers, at);
  const send = wire.send.bind(wire);
  wire.send = (xml) => {
    said.push(xml);
    send(xml);
  };
  return wire;
};

function find(finesse: Finesse, release: string | null, trust = { ca: finesse.caPem }): Promise<FoundTransport[]> {
  const { xmppDomain: domain, addresses } = finesse.sides.A;
  const ports = { notification: portOf(addresses.https), tls: addresses.tls?.port ?? 1 };
  return discover(serverOf(finesse, trust), { domain, release }, { openWire: listening, time, ports });
}

const told = (found: readonly FoundTransport[], finesse: Finesse): string[] =>
  found.map(({ addressText, outcome }) => {
    const { rest, addresses } = finesse.sides.A;
    const names: [number, string][] = [
      [portOf(rest), '8445'],
      [portOf(addresses.https), '7443'],
      [addresses.tls?.port ?? 1, '5223'],
    ];
    const place = names.reduce((text, [port, name]) => text.replace(`:${port}`, `:${name}`), addressText);
    return `${place} ${outcome.is === 'refused' ? outcome.failure.condition : outcome.is}`;
  });

describe('a simulated pair', () => {
  it('of 12.6 has its WebSocket beside REST', async () => {
    const finesse = await start('12.6');
    expect(told(await find(finesse, '12.6(1)'), finesse)).toEqual([
      'wss://localhost:8445/ws/ open',
      'https://localhost:7443/http-bind/ open',
      'xmpps://localhost:5223 (TLS) open',
    ]);
    expect(said).toEqual([]);
    expect(finesse.sides.A.notification.sessions()).toEqual([]);
  });

  it.each([null, '12.5(1)'])('of 12.5 has it beside BOSH, when the release is told as %s', async (release) => {
    const finesse = await start('12.5');
    expect(told(await find(finesse, release), finesse)[0]).toBe('wss://localhost:7443/ws/ open');
    expect(said).toEqual([]);
  });

  it('whose Notification Service is down has nothing open', async () => {
    const finesse = await start('12.5');
    const found = finesse.sides.A;
    found.notification.close();
    expect(told(await find(finesse, '12.5(1)'), finesse)).toEqual([
      'wss://localhost:7443/ws/ connection-refused',
      'https://localhost:7443/http-bind/ connection-refused',
      'xmpps://localhost:5223 (TLS) connection-refused',
    ]);
  });

  it('that nobody vouches for is not trusted', async () => {
    const finesse = await start('12.6');
    const other = await start('12.6');
    const found = await find(finesse, '12.6(1)', { ca: other.caPem });
    expect(
      new Set(found.map(({ outcome }) => (outcome.is === 'refused' ? outcome.failure.condition : outcome.is))),
    ).toEqual(new Set(['certificate-untrusted']));
  });
});
