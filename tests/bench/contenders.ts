/** What is compared: each contender logs in by the same mechanism (PLAIN) and answers how long a ping took. */
import { client, xml } from '@xmpp/client';
import { WebSocket } from 'ws';
import { createSystemTime } from '../../server/time/system-time';
import type { WireAddress } from '../../server/transport/port';
import { openSession } from '../../server/xmpp/session';

/** A logged-in session. */
export interface Contender {
  /** Settles with the RTT in ms. */
  ping(): Promise<number>;
  leave(): void;
}
export type LogIn = (address: WireAddress, username: string) => Promise<Contender>;

const domain = 'bench.example';
const password = 'correct horse';
const time = createSystemTime();
const sharedSecret = { reveal: () => password, toString: () => '***', toJSON: () => '***' };
const refuse = (why: unknown): never => {
  throw new Error(`the bench's peer misbehaves: ${JSON.stringify(why)}`);
};

export const holdfast: LogIn = (address, username) =>
  new Promise((resolve) => {
    const waiting = new Map<string, (rttMs: number) => void>();
    let pings = 0;
    let leaving = false;
    const session = openSession(
      {
        wire: { address, domain, trust: {} },
        username,
        password: sharedSecret,
        resource: 'bench',
        allowPlainWithoutTls: false,
      },
      {
        onOnline: () =>
          resolve({
            ping: () =>
              new Promise((pong) => {
                const id = `p${++pings}`;
                waiting.set(id, pong);
                session.ping(id);
              }),
            leave() {
              leaving = true;
              session.destroy();
            },
          }),
        onPong(id, rttMs) {
          waiting.get(id)?.(rttMs);
          waiting.delete(id);
        },
        onStanza() {},
        onCertificate() {},
        onClosed: (failure) => void (leaving || refuse(failure)),
      },
      time,
    );
  });

/** @xmpp/client as it comes; Node 20 has no WebSocket of its own. */
export const stock: LogIn = async (address, username) => {
  if (address.kind !== 'websocket') return refuse(address);
  Object.assign(globalThis, { WebSocket });
  const xmpp = client({ service: address.url, domain, username, password, resource: 'bench' });
  xmpp.on('error', refuse);
  await xmpp.start();
  await xmpp.send(xml('presence', {}, xml('priority', {}, '0')));
  let pings = 0;
  return {
    async ping() {
      const sent = performance.now();
      const ping = xml('ping', { xmlns: 'urn:xmpp:ping' });
      await xmpp.iqCaller.request(xml('iq', { type: 'get', to: domain, id: `p${++pings}` }, ping));
      return performance.now() - sent;
    },
    leave: () => void xmpp.stop().catch(() => {}),
  };
};

/** The floor: a socket, strings, and the least that logs in. */
export const bare: LogIn = (address, username) =>
  new Promise((resolve) => {
    if (address.kind !== 'websocket') return refuse(address);
    const socket = new WebSocket(address.url, 'xmpp', { perMessageDeflate: false });
    const waiting = new Map<string, { sent: number; pong: (rttMs: number) => void }>();
    let pings = 0;
    let bound = false;
    let authenticated = false;
    const open = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='${domain}' version='1.0'/>`;
    const ping = () =>
      new Promise<number>((pong) => {
        const id = `p${++pings}`;
        waiting.set(id, { sent: performance.now(), pong });
        socket.send(
          `<iq xmlns='jabber:client' type='get' id='${id}' to='${domain}'><ping xmlns='urn:xmpp:ping'/></iq>`,
        );
      });
    socket.on('open', () => socket.send(open));
    socket.on('error', refuse);
    socket.on('message', (data) => {
      const text = String(data);
      if (bound) {
        const id = /\bid='([^']+)'/.exec(text)?.[1] ?? '';
        const found = waiting.get(id);
        waiting.delete(id);
        found?.pong(performance.now() - found.sent);
      } else if (text.includes('<success')) {
        authenticated = true;
        socket.send(open);
      } else if (text.includes('<stream:features') && !authenticated) {
        const plain = Buffer.from(`\0${username}\0${password}`).toString('base64');
        socket.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${plain}</auth>`);
      } else if (text.includes('<stream:features')) {
        const bind = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind>`;
        socket.send(`<iq xmlns='jabber:client' type='set' id='bind'>${bind}</iq>`);
      } else if (text.includes('<jid>')) {
        bound = true;
        socket.send(`<presence xmlns='jabber:client'><priority>0</priority></presence>`);
        void ping().then(() => resolve({ ping, leave: () => socket.terminate() }));
      }
    });
  });
