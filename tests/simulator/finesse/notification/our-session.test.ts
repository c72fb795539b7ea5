/** Our own session on every transport of a simulated side: online with TLS and a private CA, its events, and how it ends. */
import { Element } from '@xmpp/xml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../../../server/contract';
import type { Certificate } from '../../../../server/simulator/options';
import { createSystemTime } from '../../../../server/time/system-time';
import type { TlsTrust, WireAddress } from '../../../../server/transport/port';
import type { Session } from '../../../../server/xmpp/port';
import { openSession } from '../../../../server/xmpp/session';
import { createAuthority } from '../../../support/certificates';
import { change, domain, monitor, type Scene, scene } from './scene';

const authority = createAuthority();
const certificate: Certificate = authority.issue({ names: [domain, '127.0.0.1'] });
const time = createSystemTime({ keepAlive: false });
let its: Scene<typeof time>;
beforeEach(async () => {
  its = await scene({}, time, { certificate });
});
afterEach(() => {
  expect(its.service.bugs()).toBe(0);
  its.stop();
});

const ways = ['tcp', 'tcp+starttls', 'tcp+tls', 'ws', 'wss', 'bosh+http', 'bosh+https'] as const;
type Way = (typeof ways)[number];

function addressOf(way: Way): WireAddress {
  const { tcp, tls, websocket, wss, bosh, https } = its.service.addresses;
  const host = '127.0.0.1';
  switch (way) {
    case 'tcp':
      return { kind: 'tcp', host, port: tcp?.port ?? 0, security: 'none' };
    case 'tcp+starttls':
      return { kind: 'tcp', host, port: tcp?.port ?? 0, security: 'starttls' };
    case 'tcp+tls':
      return { kind: 'tcp', host, port: tls?.port ?? 0, security: 'tls' };
    case 'ws':
      return { kind: 'websocket', url: websocket ?? '' };
    case 'wss':
      return { kind: 'websocket', url: wss ?? '' };
    case 'bosh+http':
      return { kind: 'bosh', url: bosh ?? '' };
    case 'bosh+https':
      return { kind: 'bosh', url: https ?? '' };
  }
}

interface Tried {
  session: Session;
  /** Names of what came, stanza by stanza. */
  heard: string[];
  online: Promise<string>;
  closed: Promise<Failure | null>;
  /** The next message's text. */
  message: Promise<string>;
}

function tryOut(way: Way, wish: { password?: string; trust?: TlsTrust; resource?: string } = {}): Tried {
  const heard: string[] = [];
  const { password = monitor.password, trust = { ca: authority.ca }, resource = 'holdfast-test' } = wish;
  let onMessage: (text: string) => void = () => undefined;
  const message = new Promise<string>((resolve) => {
    onMessage = resolve;
  });
  let onOnline: (jid: string) => void = () => undefined;
  let onClosed: (failure: Failure | null) => void = () => undefined;
  const online = new Promise<string>((resolve) => {
    onOnline = resolve;
  });
  const closed = new Promise<Failure | null>((resolve) => {
    onClosed = resolve;
  });
  const session = openSession(
    {
      wire: { address: addressOf(way), domain, trust },
      username: monitor.username,
      password: { reveal: () => password, toString: () => '***', toJSON: () => '***' },
      resource,
      allowPlainWithoutTls: false,
    },
    {
      onOnline: ({ jid }) => onOnline(jid),
      onPong: () => undefined,
      onStanza(stanza) {
        heard.push(stanza.name === 'presence' ? `presence ${stanza.attrs.from}` : stanza.name);
        if (stanza.name === 'message') onMessage(stanza.toString());
      },
      onCertificate: () => undefined,
      onClosed: (failure) => {
        onClosed(failure);
        onOnline('never');
      },
    },
    time,
  );
  return { session, heard, online, closed, message };
}

describe.each(ways)('over %s', (way) => {
  test('it comes online with PLAIN, sees the web application, subscribes, gets an event, and leaves in good order', async () => {
    const { session, heard, online, closed, message } = tryOut(way);
    expect(await online).toBe(`monitor@${domain}/holdfast-test`);
    expect(session.facts().mechanism).toBe('PLAIN');
    const team = '/finesse/api/Team/1/Users';
    const request = new Element('iq', { type: 'set', id: 'subscribe', to: `pubsub.${domain}` });
    request.c('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' }).c('subscribe', {
      node: team,
      jid: `monitor@${domain}/holdfast-test`,
    });
    const answer = await new Promise<string>((resolve) => session.request(request, (reply) => resolve(String(reply))));
    expect(answer).toContain('subscription="subscribed"');
    const state = change(its, '1001002');
    expect(await message).toContain(`&lt;state&gt;${state}&lt;`);
    expect(heard.some((what) => what.startsWith(`presence finesse@${domain}/`))).toBe(true);
    session.close();
    expect(await closed).toBeNull();
    expect(its.service.sessions()).toEqual([]);
  });

  test('a wrong password is refused', async () => {
    const { closed } = tryOut(way, { password: 'guess' });
    expect(await closed).toMatchObject({ kind: 'auth', condition: 'not-authorized', phase: 'sasl' });
  });

  test('a second session of the same resource ends the first', async () => {
    const first = tryOut(way, { resource: 'twice' });
    await first.online;
    const second = tryOut(way, { resource: 'twice' });
    await second.online;
    expect(await first.closed).toMatchObject({ kind: 'stream-error', condition: 'conflict' });
    second.session.close();
    await second.closed;
  });

  test('the service stops: told as such, and refused until it is back', async () => {
    const { online, closed } = tryOut(way);
    await online;
    its.world.act({ do: 'stop', side: 'A', part: 'notification' });
    expect(await closed).toMatchObject({ kind: 'stream-error', condition: 'system-shutdown', phase: 'online' });
    expect(await tryOut(way).closed).toMatchObject({ kind: 'transport', condition: 'connection-refused' });
    its.world.act({ do: 'start', side: 'A', part: 'notification' });
    const back = tryOut(way);
    expect(await back.online).toContain(`monitor@${domain}`);
    back.session.close();
    await back.closed;
  });
});

test('nobody is trusted without the CA', async () => {
  for (const way of ['tcp+starttls', 'tcp+tls', 'wss', 'bosh+https'] as const) {
    expect(await tryOut(way, { trust: {} }).closed).toMatchObject({ condition: 'certificate-untrusted' });
  }
});
