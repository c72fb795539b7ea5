/** Clients that speak to the simulator byte by byte, so that a test sees exactly what the server said. */
import { connect, type Socket } from 'node:net';
import type { Simulator } from '../../server/simulator/simulator';

export interface RawClient {
  readonly socket: Socket;
  write(bytes: string | Buffer): void;
  /** Resolves with what came since the last `until` up to and including the match; rejects when the connection closes before. */
  until(pattern: RegExp): Promise<string>;
  /** Everything that came, once the connection is closed. */
  closed: Promise<string>;
}

export function rawClient(address: { host: string; port: number }): RawClient {
  const socket = connect(address.port, address.host);
  let text = '';
  let taken = 0;
  let over = false;
  let check: () => void = () => undefined;
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    text += bytes.toString();
    check();
  });
  const closed = new Promise<string>((resolve) => {
    socket.on('close', () => {
      over = true;
      check();
      resolve(text);
    });
  });
  return {
    socket,
    write: (bytes) => void socket.write(bytes),
    until(pattern) {
      return new Promise((resolve, reject) => {
        check = () => {
          const match = pattern.exec(text.slice(taken));
          if (match !== null) {
            const end = taken + match.index + match[0].length;
            const found = text.slice(taken, end);
            taken = end;
            check = () => undefined;
            resolve(found);
          } else if (over) {
            reject(new Error(`closed before ${pattern}; after: ${text.slice(taken)}`));
          }
        };
        check();
      });
    },
    closed,
  };
}

export const streamHeader = (domain: string): string =>
  `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${domain}' version='1.0'>`;

export const plainAuth = (username: string, password: string): string =>
  `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${Buffer.from(`\0${username}\0${password}`).toString('base64')}</auth>`;

export const bindRequest = (resource: string): string =>
  `<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>${resource}</resource></bind></iq>`;

export const pingRequest = (id: string, to = 'sim.example'): string =>
  `<iq xmlns='jabber:client' type='get' id='${id}' to='${to}'><ping xmlns='urn:xmpp:ping'/></iq>`;

/** A session over plain TCP, bound; available with `priority` unless null. */
export async function signIn(
  simulator: Simulator,
  user: { username: string; password: string },
  resource: string,
  priority: number | null = 0,
): Promise<RawClient> {
  const client = rawClient(simulator.addresses.tcp);
  client.write(streamHeader(simulator.domain));
  await client.until(/<\/stream:features>/);
  client.write(plainAuth(user.username, user.password));
  await client.until(/<success[^>]*>/);
  client.write(streamHeader(simulator.domain));
  await client.until(/<\/stream:features>/);
  client.write(bindRequest(resource));
  await client.until(/<\/iq>/);
  if (priority !== null) {
    client.write(`<presence><priority>${priority}</priority></presence>`);
    // our own presence comes back: from here on the server counts us in
    await client.until(new RegExp(`<presence[^>]*from="${user.username}@[^"]*/${resource}"[^>]*>.*?</presence>`));
  }
  return client;
}

export interface BoshReply {
  status: number;
  body: string;
}

/** One BOSH request. */
export async function postBosh(url: string, attrs: string, content = ''): Promise<BoshReply> {
  const body = `<body xmlns='http://jabber.org/protocol/httpbind' xmlns:xmpp='urn:xmpp:xbosh' ${attrs}>${content}</body>`;
  const response = await fetch(url, { method: 'POST', body, headers: { 'Content-Type': 'text/xml' } });
  return { status: response.status, body: await response.text() };
}
