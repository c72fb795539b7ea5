/** What only TCP has: STARTTLS and its traps, the stream header, and stream errors told to the peer. */
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { certificateZoo } from '../support/certificates';
import { type LoggedWire, openLogged } from '../support/wire-log';
import { doorsOf, listen } from '../support/wire-servers';

const HEADER =
  "<?xml version='1.0'?><stream:stream id='s1' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

/** A peer that answers the stream header, once, with exactly these bytes. */
async function answering(answer: string | Buffer, security: 'none' | 'starttls' = 'none') {
  const heard: string[] = [];
  let ended: () => void = () => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const server = createServer((socket: Socket) => {
    socket.once('data', () => socket.write(answer));
    socket.on('data', (bytes) => heard.push(bytes.toString()));
    socket.on('close', ended);
  });
  const { stop } = doorsOf(server);
  const client: LoggedWire = openLogged({
    address: { kind: 'tcp', host: '127.0.0.1', port: await listen(server), security },
    trust: { ca: certificateZoo().authority.ca },
  });
  cleanups.push(() => client.wire.destroy(), stop);
  return { client, heard, end };
}

test('the header asks for the domain, whatever the host', async () => {
  const { client, heard } = await answering(HEADER);
  await client.until('open');
  expect(heard[0]).toContain("to='lab.example' version='1.0'");
});

describe('a header in the wrong namespace', () => {
  test.each([
    ['of the stream', "<stream:stream xmlns='jabber:client' xmlns:stream='urn:other'>"],
    ['of the stanzas', "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'>"],
    ['of another element', "<html xmlns='http://www.w3.org/1999/xhtml'>"],
  ])('%s', async (_what, header) => {
    const { client, heard, end } = await answering(header);
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed stream-error invalid-namespace in null');
    await end;
    expect(heard.join('')).toContain("<stream:error><invalid-namespace xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>");
  });
});

test('a peer whose XML is refused is told why, and left', async () => {
  const { client, heard, end } = await answering(`${HEADER}<a></b>`);
  await client.until('closed');
  expect(client.log.at(-1)).toBe('closed stream-error not-well-formed in null');
  await end;
  expect(heard.join('')).toMatch(/<stream:error><not-well-formed [^>]*\/><\/stream:error><\/stream:stream>$/);
});

test('bytes that are not UTF-8', async () => {
  const { client } = await answering(Buffer.concat([Buffer.from(`${HEADER}<a>`), Buffer.from([0xc3, 0x28])]));
  await client.until('closed');
  expect(client.log.at(-1)).toBe('closed stream-error unsupported-encoding in null');
});

test('what is smuggled in behind <proceed/> is not believed after the handshake', async () => {
  const smuggled = "<message xmlns='jabber:client'><body>trust me</body></message>";
  const proceed = "<stream:features/><proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  const { client } = await answering(`${HEADER}${proceed}${smuggled}`, 'starttls');
  await client.until('phase tls');
  expect(client.elements).toEqual([]);
  expect(client.wire.secure).toBe(false);
});

test('a peer that hangs up in the handshake', async () => {
  const proceed = "<stream:features/><proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  const server = createServer((socket) => {
    socket.once('data', () => socket.write(HEADER + proceed));
    socket.on('data', (bytes) => bytes.includes(Buffer.from([0x16, 0x03])) && socket.destroy());
  });
  const { stop } = doorsOf(server);
  const client = openLogged({
    address: { kind: 'tcp', host: '127.0.0.1', port: await listen(server), security: 'starttls' },
  });
  cleanups.push(stop);
  await client.until('closed');
  expect(client.log.at(-1)).toMatch(/^closed transport (connection-reset|closed) in tls$/);
});
