/** One try of a real session: online with two measured pings, or a failure. */
import { createSystemTime } from '../../server/time/system-time';
import type { TlsTrust, WireAddress } from '../../server/transport/port';
import type { ConnectFacts, SessionOptions } from '../../server/xmpp/port';
import { openSession } from '../../server/xmpp/session';
import type { ProsodyPorts } from '../support/prosody';

export const time = createSystemTime({ keepAlive: false });

export const ways = ['tcp', 'tcp+starttls', 'tcp+tls', 'ws', 'wss', 'bosh+http', 'bosh+https'] as const;
export type Way = (typeof ways)[number];
export const secureWays = ['tcp+starttls', 'tcp+tls', 'wss', 'bosh+https'] as const satisfies readonly Way[];

export function addressOf(way: Way, ports: ProsodyPorts): WireAddress {
  const host = '127.0.0.1';
  switch (way) {
    case 'tcp':
      return { kind: 'tcp', host, port: ports.c2s, security: 'none' };
    case 'tcp+starttls':
      return { kind: 'tcp', host, port: ports.c2s, security: 'starttls' };
    case 'tcp+tls':
      return { kind: 'tcp', host, port: ports.c2sTls, security: 'tls' };
    case 'ws':
      return { kind: 'websocket', url: `ws://${host}:${ports.http}/xmpp-websocket` };
    case 'wss':
      return { kind: 'websocket', url: `wss://${host}:${ports.https}/xmpp-websocket` };
    case 'bosh+http':
      return { kind: 'bosh', url: `http://${host}:${ports.http}/http-bind` };
    case 'bosh+https':
      return { kind: 'bosh', url: `https://${host}:${ports.https}/http-bind` };
  }
}

export interface Wish {
  domain?: string;
  password?: string;
  trust?: TlsTrust;
}

export function sessionOptions(address: WireAddress, wish: Wish = {}): SessionOptions {
  const password = wish.password ?? 'correct horse';
  return {
    wire: { address, domain: wish.domain ?? 'lab.example', trust: wish.trust ?? {} },
    username: 'holdfast',
    password: { reveal: () => password, toString: () => '***', toJSON: () => '***' },
    resource: 'holdfast-interop',
    allowPlainWithoutTls: false,
  };
}

export interface Attempt {
  /** `online`, or phase, kind and condition of the failure. */
  outcome: string;
  /** Of the first ping and one more. */
  rtts: number[];
  facts: ConnectFacts;
}

/** Comes online, pings once more and leaves in good order. */
export function attempt(address: WireAddress, wish: Wish = {}): Promise<Attempt> {
  return new Promise((resolve) => {
    const rtts: number[] = [];
    let facts: ConnectFacts | null = null;
    const session = openSession(
      sessionOptions(address, wish),
      {
        onOnline({ firstPing }) {
          rtts.push(firstPing.rttMs);
          session.ping('second');
        },
        onPong(_id, rttMs) {
          rtts.push(rttMs);
          facts = session.facts();
          session.close();
        },
        onStanza() {},
        onCertificate() {},
        onClosed(failure) {
          const outcome = failure === null ? 'online' : `${failure.phase}: ${failure.kind} ${failure.condition}`;
          resolve({ outcome, rtts, facts: facts ?? session.facts() });
        },
      },
      time,
    );
  });
}
