/** Every transport keeps the promises of the port, plain and with TLS. */
import { afterEach, describe, expect, test } from 'vitest';
import type { WireOptions } from '../../server/transport/port';
import { certificateZoo } from '../support/certificates';
import { type LoggedWire, openLogged } from '../support/wire-log';
import {
  closedPort,
  FEATURES,
  type Peer,
  type PeerLink,
  type PeerScript,
  startPeer,
  startStranger,
  type Variant,
} from '../support/wire-servers';

const zoo = certificateZoo();
const trust = { ca: zoo.authority.ca };
const variants: Variant[] = ['tcp', 'starttls', 'tls', 'ws', 'wss', 'http', 'https'];
const phasesOf: Record<Variant, string[]> = {
  tcp: ['dns', 'tcp'],
  starttls: ['dns', 'tcp', 'tls'],
  tls: ['dns', 'tcp', 'tls'],
  ws: ['dns', 'tcp', 'upgrade'],
  wss: ['dns', 'tcp', 'tls', 'upgrade'],
  http: ['dns', 'tcp', 'bosh-session'],
  https: ['dns', 'tcp', 'tls', 'bosh-session'],
};
const isSecure = (variant: Variant) => phasesOf[variant].includes('tls');
const isBosh = (variant: Variant) => variant.startsWith('http');
const features = 'element {http://etherx.jabber.org/streams}features';
const iq = (id: number | string, content = '') => `<iq xmlns='jabber:client' type='get' id='${id}'>${content}</iq>`;

const started: { peers: Peer[]; wires: LoggedWire[] } = { peers: [], wires: [] };
afterEach(async () => {
  for (const { wire } of started.wires.splice(0)) wire.destroy();
  for (const peer of started.peers.splice(0)) await peer.stop();
});

async function peerOf(variant: Variant, script: PeerScript = {}, files = zoo.valid): Promise<Peer> {
  const peer = await startPeer(variant, script, files);
  started.peers.push(peer);
  return peer;
}

function open(peer: Pick<Peer, 'address'>, options: Partial<WireOptions> = {}): LoggedWire {
  const client = openLogged({ trust, ...options, address: peer.address });
  started.wires.push(client);
  return client;
}

/** A client whose stream is open, and the peer's end of it. */
async function connected(variant: Variant, script: PeerScript = {}, options: Partial<WireOptions> = {}) {
  let link: PeerLink | undefined;
  const peer = await peerOf(variant, {
    ...script,
    onOpen(opened, count) {
      link = opened;
      if (script.onOpen) script.onOpen(opened, count);
      else opened.send(FEATURES);
    },
  });
  const client = open(peer, options);
  await client.until(features);
  if (link === undefined) throw new Error('the peer saw no stream');
  return { peer, client, link };
}

describe.each(variants)('%s', (variant) => {
  test('opens through its phases, in order, and closes in good order', async () => {
    let ends = 0;
    const { client } = await connected(variant, { onEnd: () => (ends += 1) });
    expect(client.log.filter((line) => line.startsWith('phase'))).toEqual(phasesOf[variant].map((p) => `phase ${p}`));
    expect(client.log.filter((line) => line === 'open' || line === features).slice(-2)).toEqual(['open', features]);
    expect(client.opened.at(-1)).toMatchObject({ id: 's1', from: 'lab.example', version: '1.0' });
    expect(client.wire.secure).toBe(isSecure(variant));
    client.wire.close();
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed by us');
    expect(ends).toBe(1);
  });

  test('restarts the stream', async () => {
    const opens: number[] = [];
    const { client } = await connected(variant, {
      onOpen(link, count) {
        opens.push(count);
        link.send(FEATURES);
      },
    });
    client.wire.openStream();
    await client.until(features, 2);
    expect(opens).toEqual([1, 2]);
    expect(client.log.slice(-2)).toEqual(['open', features]);
  });

  test('1,000 stanzas in a burst arrive in order, each way', async () => {
    const received: number[] = [];
    const { client } = await connected(variant, {
      onElement(element, link) {
        received.push(Number(element.attrs.id));
        link.send(iq(String(element.attrs.id)));
      },
    });
    for (let id = 0; id < 1_000; id++) client.wire.send(iq(id));
    await client.until('element {jabber:client}iq', 1_000);
    const expected = Array.from({ length: 1_000 }, (_, id) => id);
    expect(received).toEqual(expected);
    expect(client.elements.slice(1).map((element) => Number(element.attrs.id))).toEqual(expected);
  });

  test('characters and tags cut in pieces come out whole', async () => {
    const { client, link } = await connected(variant);
    const text = 'é ✓ 😀 &amp; ]] <b/>'.replace('<b/>', '');
    link.sendInPieces(`<message xmlns='jabber:client'><body>${text}</body></message>`, 3);
    await client.until('element {jabber:client}message');
    expect(client.elements.at(-1)?.getChildText('body')).toBe('é ✓ 😀 & ]] ');
    expect(client.elements.at(-1)?.getChild('body', 'jabber:client')).toBeDefined();
  });

  test('a large stanza passes below the cap, and ends the wire above it', async () => {
    const { client, link } = await connected(variant, {}, { maxStanzaBytes: 200_000 });
    link.send(iq(1, `<x xmlns='urn:x'>${'y'.repeat(190_000)}</x>`));
    await client.until('element {jabber:client}iq');
    expect(client.elements.at(-1)?.getChildText('x', 'urn:x')).toHaveLength(190_000);
    // BOSH: the next held request has to be there first.
    client.wire.send(iq('more'));
    link.send(iq(2, 'y'.repeat(210_000)));
    await client.until('closed');
    expect(client.closes).toMatchObject([{ kind: 'stream-error', condition: 'policy-violation' }]);
  });

  test.each([
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><iq/>', 'restricted-xml'],
    ['an entity', "<message xmlns='jabber:client'>&lol;</message>", 'restricted-xml'],
    ['a comment', '<!-- hello -->', 'restricted-xml'],
    ['a processing instruction', '<?php echo 1 ?>', 'restricted-xml'],
    ['tags that do not match', "<message xmlns='jabber:client'><body></message>", 'not-well-formed'],
    ['an unbound prefix', '<evil:message/>', 'bad-namespace-prefix'],
    ['text between stanzas', "hello<message xmlns='jabber:client'/>", isBosh(variant) ? null : 'bad-format'],
    ['depth', '<a>'.repeat(200) + '</a>'.repeat(200), 'policy-violation'],
  ])('is ended by %s', async (_what, xml, condition) => {
    const { client, link } = await connected(variant);
    link.send(xml);
    // XEP-0124 says nothing about text beside the stanzas of a body; it is not delivered.
    if (condition === null) return void (await client.until('element {jabber:client}message'));
    await client.until('closed');
    expect(client.closes).toMatchObject([{ kind: 'stream-error', condition, phase: null }]);
    expect(client.elements).toHaveLength(1);
  });

  test('the peer closes in good order', async () => {
    const { client, link } = await connected(variant);
    link.end();
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed transport closed in null');
  });

  test('the peer resets', async () => {
    const { client, link } = await connected(variant);
    link.reset();
    await client.until('closed');
    // BOSH asks again over a new connection, and learns there that the session is gone.
    const expected = isBosh(variant) ? 'bosh item-not-found' : 'transport connection-reset';
    expect(client.log.at(-1)).toBe(`closed ${expected} in null`);
  });

  test('a peer that no longer answers is left when the grace is over', async () => {
    const { client, link } = await connected(variant);
    link.freeze();
    client.wire.send(iq(1));
    client.wire.close(20);
    expect(client.closes).toEqual([]);
    await client.until('closed');
    expect(client.closes).toEqual([null]);
  });

  test('destroy ends at once, once, and silences everything', async () => {
    const { client, link } = await connected(variant);
    client.wire.destroy();
    expect(client.closes).toEqual([null]);
    const length = client.log.length;
    client.wire.destroy();
    client.wire.close();
    client.wire.send(iq(1));
    client.wire.openStream();
    link.send(iq(2));
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.log).toHaveLength(length);
  });

  test('can be destroyed or closed while it is connecting', async () => {
    const peer = await peerOf(variant);
    const one = open(peer);
    one.wire.destroy();
    const other = open(peer);
    other.wire.close();
    expect([one.closes, other.closes]).toEqual([[null], [null]]);
  });

  test('destroyed by a handler, it hands out nothing more', async () => {
    const peer = await peerOf(variant, {
      onOpen: (link) => link.send(FEATURES + (variant.startsWith('ws') ? '' : iq(1) + iq(2))),
    });
    const client = openLogged(
      { address: peer.address, trust },
      { onElement: (element) => element.is('features') && client.wire.destroy() },
    );
    await client.until('closed');
    expect(client.elements.map((element) => element.getName())).toEqual(['features']);
  });

  test('nobody listens', async () => {
    const peer = await peerOf(variant);
    const port = await closedPort();
    const { address } = peer;
    const elsewhere =
      address.kind === 'tcp' ? { ...address, port } : { ...address, url: address.url.replace(/:\d+/, `:${port}`) };
    const client = open({ address: elsewhere });
    await client.until('closed');
    expect(client.log).toEqual(['phase dns', 'phase tcp', 'closed transport connection-refused in tcp']);
  });

  test('the name does not exist', async () => {
    const peer = await peerOf(variant);
    const { address } = peer;
    const host = 'nobody.invalid';
    const elsewhere =
      address.kind === 'tcp' ? { ...address, host } : { ...address, url: address.url.replace('127.0.0.1', host) };
    const client = open({ address: elsewhere });
    await client.until('closed');
    expect(client.log).toEqual(['phase dns', 'closed transport host-not-found in dns']);
  });

  test('something that speaks another protocol', async () => {
    const { port, stop } = await startStranger();
    const { address } = await peerOf(variant);
    const wrong =
      address.kind === 'tcp' ? { ...address, port } : { ...address, url: address.url.replace(/:\d+/, `:${port}`) };
    const client = open({ address: wrong });
    await client.until('closed');
    await stop();
    const expected: Record<Variant, string> = {
      tcp: 'stream-error not-well-formed in null',
      starttls: 'stream-error not-well-formed in null',
      tls: 'transport tls-error in tls',
      ws: 'transport websocket-protocol in upgrade',
      wss: 'transport tls-error in tls',
      http: 'transport closed in bosh-session',
      https: 'transport tls-error in tls',
    };
    expect(client.log.at(-1)).toBe(`closed ${expected[variant]}`);
  });
});

describe.each(variants.filter(isSecure))('%s certificates', (variant) => {
  test.each([
    ['expired', zoo.expired, 'certificate-expired'],
    ['not yet valid', zoo.notYetValid, 'certificate-not-yet-valid'],
    ['for another name', zoo.wrongName, 'certificate-name-mismatch'],
    ['signed by itself', zoo.selfSigned, 'certificate-untrusted'],
  ])('%s: refused, with its facts', async (_what, files, condition) => {
    const client = open(await peerOf(variant, {}, files));
    await client.until('closed');
    expect(client.certificates).toMatchObject([{ fingerprint: files.pin }]);
    const { validToMs, fingerprint, subject, issuer } = client.certificates[0] ?? {};
    expect(client.closes).toMatchObject([
      { kind: 'transport', condition, phase: 'tls', detail: { validToMs, fingerprint, subject, issuer } },
    ]);
  });

  test('an authority that was not configured is not trusted', async () => {
    const client = open(await peerOf(variant), { trust: {} });
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed transport certificate-untrusted in tls');
  });

  test.each([
    ['expired', zoo.expired],
    ['for another name', zoo.wrongName],
    ['signed by itself', zoo.selfSigned],
  ])('%s, but pinned: trusted', async (_what, files) => {
    const client = open(await peerOf(variant, {}, files), { trust: { pin: files.pin } });
    await client.until(features);
  });

  test('another certificate than the pinned one is refused, however good it is', async () => {
    const client = open(await peerOf(variant), { trust: { ...trust, pin: zoo.expired.pin } });
    await client.until('closed');
    expect(client.closes).toMatchObject([
      { condition: 'certificate-pin-mismatch', detail: { fingerprint: zoo.valid.pin } },
    ]);
  });

  test('a server without TLS', async () => {
    if (variant === 'starttls') return;
    const peer = await peerOf('tcp');
    const { address } = await peerOf(variant);
    const port = peer.address.kind === 'tcp' ? peer.address.port : 0;
    const wrong =
      address.kind === 'tcp' ? { ...address, port } : { ...address, url: address.url.replace(/:\d+/, `:${port}`) };
    const client = open({ address: wrong });
    await client.until('closed');
    expect(client.closes).toMatchObject([{ kind: 'transport', phase: 'tls' }]);
    expect(['tls-error', 'connection-reset', 'closed']).toContain(client.closes[0]?.condition);
  });
});
