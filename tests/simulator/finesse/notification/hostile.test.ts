/** Garbage on every port of a simulated side: the documented error, and business as usual for everybody else. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSystemTime } from '../../../../server/time/system-time';
import { createAuthority } from '../../../support/certificates';
import { plainAuth, postBosh, rawClient, streamHeader } from '../../../support/simulator-client';
import { type Client, change, domain, iq, monitor, other, type Scene, scene, signIn, tcpOf } from './scene';

const team = '/finesse/api/Team/1/Users';
let its: Scene<ReturnType<typeof createSystemTime>>;
let bystander: Client;
beforeAll(async () => {
  const certificate = createAuthority().issue({ names: [domain, '127.0.0.1'] });
  its = await scene({}, createSystemTime({ keepAlive: false }), { certificate });
  bystander = await signIn(its, monitor, 'bystander');
  await bystander.subscribe(team);
});
afterAll(async () => {
  const state = change(its, '1001002');
  expect(await bystander.event()).toContain(`&lt;state&gt;${state}&lt;`);
  expect(its.service.bugs()).toBe(0);
  expect(its.service.sessions().map(({ jid }) => jid)).toEqual([bystander.jid]);
  its.stop();
});

const bosh = (): string => its.service.addresses.bosh ?? '';

describe('HTTP', () => {
  test.each<[string, () => Promise<{ status: number }>, number]>([
    ['GET of BOSH', () => fetch(bosh()), 405],
    ['PUT of BOSH', () => fetch(bosh(), { method: 'PUT', body: '<body/>' }), 405],
    ['another path', () => fetch(`${bosh()}else`), 404],
    ['a WebSocket without upgrade', () => fetch(bosh().replace('http-bind', 'ws')), 426],
    ['no XML', () => fetch(bosh(), { method: 'POST', body: 'rid=1' }), 400],
    ['broken XML', () => fetch(bosh(), { method: 'POST', body: '<body><' }), 400],
    ['2 MB', () => fetch(bosh(), { method: 'POST', body: 'x'.repeat(2_000_000) }), 413],
    ['an unknown session', () => postBosh(bosh(), `sid='0' rid='1'`), 404],
  ])('%s', async (_what, ask, status) => {
    expect((await ask()).status).toBe(status);
  });

  test('an upgrade of another path', async () => {
    const client = rawClient({ host: '127.0.0.1', port: Number(new URL(bosh()).port) });
    client.write('GET /else HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    expect(await client.closed).toMatch(/^HTTP\/1.1 404/);
  });

  test('the stanza that ends with its session leaves nothing behind', async () => {
    const { body } = await postBosh(bosh(), `rid='1' to='${domain}' ver='1.6' xmpp:version='1.0' hold='1' wait='1'`);
    const sid = /sid="([^"]+)"/.exec(body)?.[1];
    await postBosh(bosh(), `sid='${sid}' rid='2'`, plainAuth(monitor.username, monitor.password));
    await postBosh(bosh(), `sid='${sid}' rid='3' type='terminate'`, '<presence/>');
    expect((await postBosh(bosh(), `sid='${sid}' rid='4'`)).status).toBe(404);
  });
});

describe('stanzas', () => {
  test.each<[string, string]>([
    ['two actions', `<pubsub xmlns='http://jabber.org/protocol/pubsub'><items/><subscribe/></pubsub>`],
    ['text only', `<pubsub xmlns='http://jabber.org/protocol/pubsub'>hello</pubsub>`],
    [
      'a feed of its own making',
      `<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='__proto__'/></pubsub>`,
    ],
    ['a foreign namespace', `<pubsub xmlns='a:b'><items node='${team}'/></pubsub>`],
    ['a query of nothing', `<query xmlns='http://jabber.org/protocol/disco#info' node='constructor'/>`],
  ])('%s is answered with an error', async (_what, content) => {
    const client = await signIn(its, other, 'hostile');
    for (const type of ['get', 'set'] as const) {
      expect(await client.ask(type, `pubsub.${domain}`, content)).toContain('type="error"');
    }
    client.say('</stream:stream>');
    await client.raw.closed;
  });

  test('an account may not subscribe without end', async () => {
    const client = await signIn(its, other, 'many');
    const own = '/finesse/api/User/other';
    const before = its.service.subscriptions();
    for (let n = 0; n < 2_100; n++) {
      const content = `<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='${own}' jid='other@${domain}/${n}'/></pubsub>`;
      client.say(iq('set', `n${n}`, `pubsub.${domain}`, content));
    }
    expect(await client.until(/<too-many-subscriptions /)).toContain('<policy-violation ');
    expect(its.service.subscriptions() - before).toBeLessThanOrEqual(2_000);
    client.say('</stream:stream>');
    await client.raw.closed;
  });

  test('messages to somebody who is not there fill no memory', async () => {
    const client = await signIn(its, other, 'talker');
    for (let n = 0; n < 500; n++) client.say(`<message to='1001003@${domain}/no'><body>${n}</body></message>`);
    for (let n = 0; n < 500; n++) client.say(`<message to='nobody@${domain}'><body>${n}</body></message>`);
    expect((await client.heard()).match(/<service-unavailable /g)).toHaveLength(500);
    client.say('</stream:stream>');
    await client.raw.closed;
  });
});

test('random stanzas of a signed-in client', async () => {
  const name = fc.constantFrom('iq', 'message', 'presence', 'pubsub', 'subscribe', 'items', 'query', 'x');
  const value = fc.oneof(
    fc.constantFrom(team, domain, `pubsub.${domain}`, `finesse@${domain}`, `1001002@${domain}`, 'set', 'get', 'probe'),
    fc.constantFrom('subscribe', 'subscribed', 'unavailable', '@', '/', 'http://jabber.org/protocol/pubsub', ''),
  );
  const attrs = fc.dictionary(fc.constantFrom('to', 'type', 'id', 'node', 'jid', 'xmlns', 'max_items'), value);
  const text = (tag: string, given: Record<string, string>, inside: string): string => {
    const list = Object.entries(given).map(([key, v]) => `${key}='${v}'`);
    return `<${tag} ${list.join(' ')}>${inside}</${tag}>`;
  };
  const inner = fc.tuple(name, attrs, fc.tuple(name, attrs)).map(([a, b, [c, d]]) => text(a, b, text(c, d, '')));
  const stanza = fc
    .tuple(fc.constantFrom('iq', 'message', 'presence'), attrs, inner)
    .map(([tag, { xmlns: _, ...given }, inside]) => text(tag, given, inside));
  await fc.assert(
    fc.asyncProperty(fc.array(stanza, { maxLength: 30 }), async (stanzas) => {
      const client = await signIn(its, other, 'fuzz');
      for (const xml of stanzas) client.say(xml);
      await client.heard();
      client.raw.socket.destroy();
      await client.raw.closed;
    }),
    { numRuns: 40 },
  );
  expect(its.service.bugs()).toBe(0);
});

test('random bytes on every port', async () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ maxLength: 200 }).map((text) => Buffer.from(streamHeader(domain) + text)),
    fc.string({ maxLength: 200 }).map((text) => Buffer.from(`POST /http-bind/ HTTP/1.1\r\nHost: x\r\n${text}\r\n\r\n`)),
  );
  const { tls, wss, https } = its.service.addresses;
  const urls = [bosh(), wss ?? '', https ?? ''].map((url) => Number(new URL(url).port));
  const ports = [tcpOf(its.service).port, tls?.port ?? 0, ...urls];
  await fc.assert(
    fc.asyncProperty(fc.array(noise, { minLength: 5, maxLength: 5 }), async (garbage) => {
      const clients = ports.map((port) => rawClient({ host: '127.0.0.1', port }));
      for (const [i, client] of clients.entries()) client.socket.end(garbage[i] ?? Buffer.alloc(0));
      await Promise.all(clients.map((client) => client.closed));
    }),
    { numRuns: 40 },
  );
  expect(its.service.bugs()).toBe(0);
});
