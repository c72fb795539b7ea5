/** BOSH over real HTTP: requests are answered by hand, late, twice, in the wrong order, or not at all. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Element } from '@xmpp/xml';
import { afterEach, describe, expect, test } from 'vitest';
import { createSystemTime } from '../../server/time/system-time';
import type { Time } from '../../server/time/time';
import { createVirtualTime } from '../../server/time/virtual-time';
import type { WireOptions } from '../../server/transport/port';
import { type LoggedWire, openLogged } from '../support/wire-log';
import { doorsOf, listen } from '../support/wire-servers';
import { answer, readElement, TERMS } from '../support/wire-servers-bosh';

/** One request that waits for the test to answer it. */
interface Asked {
  rid: number;
  attrs: Record<string, string>;
  /** Ids of the stanzas inside. */
  ids: string[];
  text: string;
  headers: IncomingMessage['headers'];
  reply(xml?: string, attrs?: string): void;
  status(code: number, body?: string): void;
  /** Begins an answer that never ends. */
  pour(text: string): void;
  /** Breaks the connection. */
  cut(): void;
}

const iq = (id: number | string) => `<iq xmlns='jabber:client' type='get' id='${id}'/>`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

/** A server that answers nothing by itself; `next()` is the next request. */
async function manager(time: Time = createSystemTime(), options: Partial<WireOptions> = {}) {
  const arrived: Asked[] = [];
  const waiting: ((asked: Asked) => void)[] = [];
  let connections = 0;
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readElement(request);
    if (body === null) return;
    const asked: Asked = {
      rid: Number(body.attrs.rid),
      attrs: body.attrs,
      ids: body.children.flatMap((child) => (child instanceof Element ? [String(child.attrs.id)] : [])),
      text: body.toString(),
      headers: request.headers,
      reply: (xml = '', attrs = '') => answer(response, xml, attrs),
      status(code, text = '') {
        response.statusCode = code;
        response.end(text);
      },
      pour: (text) => void response.write(text),
      cut: () => void request.socket.destroy(),
    };
    const taker = waiting.shift();
    if (taker === undefined) arrived.push(asked);
    else taker(asked);
  });
  server.on('connection', () => {
    connections += 1;
  });
  const { stop } = doorsOf(server);
  const port = await listen(server);
  const client: LoggedWire = openLogged(
    { address: { kind: 'bosh', url: `http://127.0.0.1:${port}/bind` }, ...options },
    {},
    time,
  );
  cleanups.push(() => client.wire.destroy(), stop);
  const next = (): Promise<Asked> => {
    const asked = arrived.shift();
    return asked === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(asked);
  };
  return { client, next, arrived, stop, connections: () => connections };
}

/** A created session, and the request that is held. */
async function created(terms = TERMS, time?: Time, options?: Partial<WireOptions>) {
  const it = await manager(time, options);
  const first = await it.next();
  first.reply('', terms);
  await it.client.until('open');
  return { ...it, first, held: await it.next() };
}

test('the session is asked for as XEP-0124 and XEP-0206 say', async () => {
  const { client, next } = await manager();
  const { attrs, headers, rid } = await next();
  expect(attrs).toMatchObject({
    to: 'lab.example',
    hold: '1',
    wait: '60',
    ver: '1.6',
    'xml:lang': 'en',
    'xmpp:version': '1.0',
    xmlns: 'http://jabber.org/protocol/httpbind',
    'xmlns:xmpp': 'urn:xmpp:xbosh',
  });
  expect(headers['content-type']).toBe('text/xml; charset=utf-8');
  expect(rid).toBeGreaterThan(0);
  expect(rid).toBeLessThan(2 ** 53 - 2 ** 52);
  expect(client.log.at(-1)).toBe('phase bosh-session');
});

test('children of a body have their namespaces, also those that the server forgot', async () => {
  const { client, held } = await created();
  held.reply(
    "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features><message><body>x</body></message><iq xmlns='jabber:client'/>",
    "xmlns:stream='http://etherx.jabber.org/streams'",
  );
  await client.until('element {jabber:client}iq');
  expect(client.log.slice(-3)).toEqual([
    'element {http://etherx.jabber.org/streams}features',
    'element {jabber:client}message',
    'element {jabber:client}iq',
  ]);
  expect(client.elements[0]?.getChild('bind', 'urn:ietf:params:xml:ns:xmpp-bind')).toBeDefined();
  expect(client.elements[1]?.getChild('body', 'jabber:client')?.getText()).toBe('x');
  expect(client.elements[1]?.parent).toBeNull();
});

describe('a lost response', () => {
  test('is asked for again with the same body, and no stanza is lost or doubled', async () => {
    const { client, next, held } = await created();
    client.wire.send(iq('ping'));
    const sent = await next();
    expect(sent.ids).toEqual(['ping']);
    held.reply();
    sent.cut();
    const again = await next();
    expect(again.rid).toBe(sent.rid);
    expect(again.text).toBe(sent.text);
    again.reply(iq('pong'));
    const later = await next();
    later.reply(iq('next'));
    await client.until('element', 2);
    expect(client.elements.map((element) => element.attrs.id)).toEqual(['pong', 'next']);
    expect(later.rid).toBe(sent.rid + 1);
  });

  test('also when the connection breaks in the middle of it', async () => {
    const { client, next, held } = await created();
    const whole = held.rid;
    held.cut();
    const again = await next();
    expect(again.rid).toBe(whole);
    again.reply(iq(1));
    await client.until('element');
    expect(client.closes).toEqual([]);
  });
});

test('answers out of order are delivered in the order of the requests', async () => {
  const { client, next, held } = await created();
  client.wire.send(iq('ping'));
  const sent = await next();
  sent.reply(iq('second'));
  held.reply(iq('first'));
  await client.until('element', 2);
  expect(client.elements.map((element) => element.attrs.id)).toEqual(['first', 'second']);
});

test('1,000 stanzas in a burst: in order, none lost, never more than two requests or connections', async () => {
  const it = await created();
  for (let id = 0; id < 1_000; id++) {
    it.client.wire.send(iq(id));
    // Now and then the burst pauses for breath, so that bodies of all sizes come about.
    if (id % 100 === 50) await new Promise((resolve) => setImmediate(resolve));
  }
  const received: string[] = [];
  const open = [it.held];
  for (let asked = await it.next(); received.length < 1_000; asked = await it.next()) {
    received.push(...asked.ids);
    open.push(asked);
    expect(open.length).toBeLessThanOrEqual(2);
    open.shift()?.reply();
    if (received.length === 1_000) break;
  }
  expect(received).toEqual(Array.from({ length: 1_000 }, (_, id) => String(id)));
  expect(it.connections()).toBe(2);
});

test.each([1, 2, 3])('keeps to requests=%i', async (requests) => {
  const { client, next, arrived, held } = await created(TERMS.replace("requests='2'", `requests='${requests}'`));
  const open = [held];
  for (let id = 0; id < requests - 1; id++) {
    client.wire.send(iq(id));
    open.push(await next());
  }
  client.wire.send(iq('more'));
  client.wire.send(iq('and more'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(arrived).toEqual([]);
  open[0]?.reply();
  expect((await next()).ids).toEqual(['more', 'and more']);
});

describe('time', () => {
  test('a server that answers after nearly wait is not slow', async () => {
    const time = createVirtualTime();
    const { client, next, held, arrived } = await created(TERMS, time);
    await time.advance(59_900);
    expect(arrived).toEqual([]);
    held.reply();
    const following = await next();
    expect(following.rid).toBe(held.rid + 1);
    expect(client.closes).toEqual([]);
  });

  test('a server that says nothing for longer is asked again', async () => {
    const time = createVirtualTime();
    const { next, held } = await created(TERMS, time);
    await time.advance(70_001);
    const again = await next();
    expect(again.rid).toBe(held.rid);
  });

  test('polling is obeyed', async () => {
    const time = createVirtualTime();
    const it = await created(TERMS.replace("hold='1'", "hold='0'").replace("requests='2'", "requests='1'"), time);
    it.held.reply();
    await time.advance(4_900);
    expect(it.arrived).toEqual([]);
    const polled = it.next();
    await time.advance(400);
    expect((await polled).ids).toEqual([]);
  });
});

describe('the end', () => {
  test('terminate with a condition', async () => {
    const { client, held } = await created();
    held.reply('', "type='terminate' condition='system-shutdown'");
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed bosh system-shutdown in null');
  });

  test('a stream error inside terminate is told by its own name', async () => {
    const { client, held } = await created();
    const error =
      "<stream:error xmlns:stream='http://etherx.jabber.org/streams'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>Replaced</text></stream:error>";
    held.reply(error, "type='terminate' condition='remote-stream-error'");
    await client.until('closed');
    expect(client.closes).toEqual([{ kind: 'stream-error', condition: 'conflict', text: 'Replaced', phase: null }]);
    expect(client.log.at(-2)).toBe('element {http://etherx.jabber.org/streams}error');
  });

  test('the host is not known', async () => {
    const { client, next } = await manager();
    (await next()).reply('', "type='terminate' condition='host-unknown'");
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed bosh host-unknown in bosh-session');
  });

  test('404 after inactivity', async () => {
    const { client, held } = await created();
    held.status(404);
    await client.until('closed');
    expect(client.closes).toMatchObject([{ kind: 'bosh', condition: 'item-not-found', detail: { status: 404 } }]);
  });

  test.each([
    ['no session there', 404, '', 'transport http-status'],
    ['a broken gateway', 502, '', 'transport http-status'],
    ['a redirect', 302, '', 'transport http-status'],
  ])('%s', async (_what, status, body, expected) => {
    const { client, next } = await manager();
    (await next()).status(status, body);
    await client.until('closed');
    expect(client.log.at(-1)).toBe(`closed ${expected} in bosh-session`);
    expect(client.closes).toMatchObject([{ detail: { status } }]);
  });

  test('a page instead of a body', async () => {
    const { client, next } = await manager();
    (await next()).status(200, '<html xmlns="http://www.w3.org/1999/xhtml"><body>It works!</body></html>');
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed bosh bad-body in bosh-session');
  });

  test('a body without end is cut off at the cap', async () => {
    const { client, held } = await created(TERMS, undefined, { maxStanzaBytes: 10_000 });
    held.pour('x'.repeat(10_001));
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed stream-error policy-violation in null');
  });

  test('our close is a terminate that takes along what waits', async () => {
    const { client, next, held } = await created();
    client.wire.send(iq('last'));
    client.wire.close();
    const sent = await next();
    const last = sent.attrs.type === 'terminate' ? sent : await next();
    expect([...sent.ids, ...last.ids]).toContain('last');
    expect(last.attrs.type).toBe('terminate');
    held.reply();
    last.reply('', "type='terminate'");
    await client.until('closed by us');
  });

  test('a server that is gone', async () => {
    const { client, stop } = await created();
    await stop();
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed transport connection-refused in null');
  });

  test('a server that only hangs up ends the session after a few tries', async () => {
    const time = createVirtualTime();
    const { client, held, next } = await created(TERMS, time);
    held.cut();
    for (let tries = 0; tries < 4; tries++) {
      const asked = next();
      await time.advance(2_000);
      (await asked).cut();
    }
    await client.until('closed');
    expect(client.closes).toHaveLength(1);
    expect(client.closes[0]).toMatchObject({ kind: 'transport' });
    expect(['closed', 'connection-reset']).toContain(client.closes[0]?.condition);
  });
});
