/** How sessions begin, idle and end as Openfire has them, with the world keeping account. */
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { NotificationOptions } from '../../../../server/simulator/finesse/notification/port';
import type { WorldSettingsInput } from '../../../../server/simulator/finesse/world/port';
import type { VirtualTime } from '../../../../server/time/virtual-time';
import { bindRequest, plainAuth, postBosh, rawClient, streamHeader } from '../../../support/simulator-client';
import { arrive, domain, iq, monitor, other, type Scene, signIn, tcpOf, virtualScene } from './scene';

let its: Scene<VirtualTime>;
/** What became of real sessions, in the words of the world. */
let story: string[] = [];
const start = async (settings: WorldSettingsInput = {}, options: Partial<NotificationOptions> = {}): Promise<void> => {
  its = await virtualScene(settings, options);
  const since = its.time.now();
  const told: string[] = [];
  story = told;
  its.world.subscribe((event) => {
    if (event.type !== 'session-closed' || event.simulated) return;
    const seconds = (at: number): number => Math.round((at - since) / 1000);
    told.push(`${seconds(event.at)} ${event.jid} ${event.how}, last heard at ${seconds(event.lastContactAt)}`);
  });
};
afterEach(() => {
  expect(its.service.bugs()).toBe(0);
  its.stop();
});

describe('BOSH', () => {
  let sid = '';
  const url = (): string => its.service.addresses.bosh ?? '';
  const ask = (rid: number, content = '', more = '') => postBosh(url(), `sid='${sid}' rid='${rid}' ${more}`, content);

  async function create(wish = `hold='1' wait='60'`): Promise<string> {
    const { body } = await postBosh(url(), `rid='100' to='${domain}' ver='1.6' xmpp:version='1.0' ${wish}`);
    sid = /sid="([^"]+)"/.exec(body)?.[1] ?? '';
    return body;
  }

  async function bound(resource = 'web'): Promise<void> {
    await create();
    expect((await ask(101, plainAuth(monitor.username, monitor.password))).body).toContain('<success');
    expect((await ask(102, '', `xmpp:restart='true' to='${domain}'`)).body).toContain('<bind');
    expect((await ask(103, bindRequest(resource))).body).toContain(`monitor@${domain}/${resource}`);
  }

  test('a creation is answered with Openfire’s promises', async () => {
    await start();
    expect(await create()).toMatch(
      /wait="59" requests="2" hold="1" inactivity="30" polling="5" maxpause="300" ver="1.6".*authid="[^"]+".*ack="100"/,
    );
    expect(url()).toMatch(/\/http-bind\/$/);
  });

  test('idle: swept at 90 s, without a word; the next request finds nothing', async () => {
    await start();
    await its.time.advance(5_000);
    await bound();
    await its.time.advance(84_000);
    expect(its.service.sessions()).toHaveLength(1);
    await its.time.advance(1_000);
    expect(story).toEqual([`90 monitor@${domain}/web idle-silent, last heard at 5`]);
    expect(its.service.sessions()).toEqual([]);
    const { status, body } = await ask(104);
    expect(status).toBe(404);
    expect(body).toContain('condition="item-not-found"');
  });

  test('idle, told: the next request gets the end of the session', async () => {
    await start({ switches: { sweepClose: 'terminate' } });
    await bound();
    await its.time.advance(90_000);
    expect(story).toEqual([`90 monitor@${domain}/web idle-terminate, last heard at 0`]);
    expect((await ask(104)).body).toMatch(/type="terminate" condition="remote-stream-error".*<connection-timeout /);
  });

  test('a held request is no idleness; it counts from its answer', async () => {
    await start();
    await bound();
    const poll = ask(104);
    await arrive();
    await its.time.advance(59_000);
    expect((await poll).body).toMatch(/^<body [^>]*\/>$/);
    await its.time.advance(31_000);
    expect(story).toEqual([]);
    await its.time.advance(30_000);
    expect(story).toEqual([`120 monitor@${domain}/web idle-silent, last heard at 59`]);
  });

  test('a held request whose connection is reset is held no more', async () => {
    await start();
    await bound();
    const controller = new AbortController();
    const body = `<body xmlns='http://jabber.org/protocol/httpbind' sid='${sid}' rid='104'/>`;
    const poll = fetch(url(), { method: 'POST', body, signal: controller.signal }).catch(() => 'aborted');
    await arrive();
    await its.time.advance(10_000);
    controller.abort();
    expect(await poll).toBe('aborted');
    await arrive();
    await its.time.advance(80_000);
    expect(story).toEqual([`90 monitor@${domain}/web idle-silent, last heard at 10`]);
  });

  test('a client that pauses may be away for so long', async () => {
    await start();
    await bound();
    await ask(104, '', `pause='170'`);
    await its.time.advance(160_000);
    expect(its.service.sessions()).toHaveLength(1);
    await its.time.advance(120_000);
    expect(its.service.sessions()).toEqual([]);
  });

  test.each<[string, () => Promise<{ body: string }>, string]>([
    ['a rid ahead of the window', () => ask(106), 'item-not-found'],
    ['a rid long answered', () => ask(90), 'item-not-found'],
    ['too long a pause', () => ask(104, '', `pause='301'`), 'policy-violation'],
  ])('%s ends the session: %s', async (_what, act, condition) => {
    await start();
    await bound();
    expect((await act()).body).toContain(`condition="${condition}"`);
    expect(story).toEqual([`0 monitor@${domain}/web lost, last heard at 0`]);
  });

  test('polling too fast ends it too', async () => {
    await start();
    await bound();
    const polls = [ask(104)];
    await arrive();
    for (let rid = 105; rid < 108; rid++) {
      polls.push(ask(rid));
      await arrive();
    }
    expect((await Promise.all(polls)).map(({ body }) => body).join()).toContain('condition="policy-violation"');
  });

  test('a repeated rid gets the same answer again', async () => {
    await start();
    await bound();
    const first = await ask(104, iq('get', 'p', domain, `<ping xmlns='urn:xmpp:ping'/>`));
    expect((await ask(104, iq('get', 'p', domain, `<ping xmlns='urn:xmpp:ping'/>`))).body).toBe(first.body);
  });

  test('a goodbye is a clean end', async () => {
    await start();
    await bound();
    await ask(104, `<presence type='unavailable'/>`, `type='terminate'`);
    expect(story).toEqual([`0 monitor@${domain}/web clean, last heard at 0`]);
  });

  test('one that never signs in ends too', async () => {
    await start();
    await create();
    await its.time.advance(200_000);
    expect((await ask(101)).status).toBe(404);
  });
});

describe('WebSocket', () => {
  /** Signs in over WebSocket and notes what is said. */
  async function open(): Promise<{ ws: WebSocket; said: string[]; closed: Promise<number> }> {
    const ws = new WebSocket(its.service.addresses.websocket ?? '', ['xmpp']);
    const said: string[] = [];
    const closed = new Promise<number>((resolve) => ws.on('close', resolve));
    const next = (send: string, pattern: RegExp): Promise<void> =>
      new Promise((resolve) => {
        const listen = (data: unknown): void => {
          if (!pattern.test(String(data))) return;
          ws.off('message', listen);
          resolve();
        };
        ws.on('message', listen);
        ws.send(send);
      });
    ws.on('message', (data) => said.push(String(data)));
    await new Promise((resolve) => ws.on('open', resolve));
    const stream = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='${domain}' version='1.0'/>`;
    await next(stream, /<stream:features/);
    await next(plainAuth(monitor.username, monitor.password), /<success/);
    await next(stream, /<stream:features/);
    await next(bindRequest('ws'), /<jid>/);
    said.length = 0;
    return { ws, said, closed };
  }

  test('the server asks after half of the time, and ends the session after all of it', async () => {
    await start();
    const { said, closed } = await open();
    await its.time.advance(44_000);
    await arrive();
    expect(said).toEqual([]);
    await its.time.advance(2_000);
    await arrive();
    expect(said.join()).toMatch(new RegExp(`^<iq type="get" id="ping-[^"]+" from="${domain}".*<ping `));
    await its.time.advance(80_000);
    await its.time.advance(2_000);
    expect(await closed).toBe(1000);
    expect(said.join()).toMatch(/<stream:error.*<connection-timeout .*<close /);
    expect(story).toEqual([`120 monitor@${domain}/ws idle-silent, last heard at 0`]);
  });

  test('whoever answers stays', async () => {
    await start();
    const { ws, said } = await open();
    ws.on('message', (data) => {
      const id = /id="(ping-[^"]+)"/.exec(String(data))?.[1];
      ws.send(`<iq xmlns='jabber:client' type='result' id='${id}'/>`);
    });
    for (let n = 0; n < 10; n++) {
      await its.time.advance(30_000);
      await arrive();
    }
    expect(story).toEqual([]);
    expect(said.length).toBeGreaterThan(3);
  });

  test('closed by the browser without goodbye it is lost, with `<close/>` it is clean', async () => {
    await start();
    const first = await open();
    first.ws.close();
    await first.closed;
    await arrive();
    const second = await open();
    second.ws.send(`<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>`);
    await second.closed;
    const line = (how: string): string => `0 monitor@${domain}/ws ${how}, last heard at 0`;
    expect(story).toEqual([line('lost'), line('clean')]);
  });
});

describe('resources', () => {
  test('a session that takes a desktop’s place ends it, and is ended by the next', async () => {
    await start();
    const agent = { username: '1001002', password: 'agent' };
    const jid = `1001002@${domain}/desktop`;
    const client = await signIn(its, agent, 'desktop');
    expect(
      its.world
        .side('A')
        .sessions()
        .filter((s) => s.jid === jid),
    ).toMatchObject([{ simulated: false }]);
    await signIn(its, agent, 'desktop');
    expect(await client.raw.closed).toContain('<conflict ');
    expect(story[0]).toContain(`${jid} conflict`);
    expect(its.service.sessions()).toHaveLength(1);
  });
});

describe('signing in', () => {
  const attempt = async (password: string): Promise<string> => {
    const client = rawClient(tcpOf(its.service));
    client.write(streamHeader(domain));
    await client.until(/<\/stream:features>/);
    client.write(plainAuth(monitor.username, password));
    const answer = await client.until(/<success[^>]*>|<\/failure>/);
    client.socket.destroy();
    return answer;
  };

  test('five wrong passwords lock the account for five minutes, the right one too', async () => {
    await start();
    for (let n = 0; n < 5; n++) expect(await attempt('guess')).toContain('<not-authorized/>');
    expect(await attempt(monitor.password)).toContain('<not-authorized/>');
    await its.time.advance(299_000);
    expect(await attempt(monitor.password)).toContain('<not-authorized/>');
    await its.time.advance(1_000);
    expect(await attempt(monitor.password)).toContain('<success');
    expect((await signIn(its, other, 'desk')).jid).toContain('other@');
  });

  test('an account of single sign-on is refused, or takes its token as password', async () => {
    const accounts = [{ ...monitor, sso: true }];
    await start({ accounts });
    expect(await attempt(monitor.password)).toContain('<not-authorized/>');
    its.stop();
    const owners = new Map([
      ['its-token', monitor.username],
      ['theirs', other.username],
    ]);
    const tokenOwner = (token: string) => owners.get(token) ?? null;
    await start({ accounts, switches: { ssoXmpp: 'token' } }, { tokenOwner });
    for (const wrong of [monitor.password, 'theirs', 'guess'])
      expect(await attempt(wrong)).toContain('<not-authorized/>');
    expect(await attempt('its-token')).toContain('<success');
    its.stop();
    await start({ accounts }, { tokenOwner });
    expect(await attempt('its-token')).toContain('<not-authorized/>');
  });

  test('who does not sign in within a minute is sent away, and nobody else', async () => {
    await start();
    const desk = await signIn(its, other, 'desk');
    const idler = rawClient(tcpOf(its.service));
    idler.write(streamHeader(domain));
    await idler.until(/<\/stream:features>/);
    await its.time.advance(59_000);
    await desk.heard();
    await its.time.advance(1_000);
    expect(await idler.until(/<\/stream:stream>/)).toContain('<connection-timeout');
    await desk.heard();
  });

  test('nobody signs in as the web application', async () => {
    await start();
    const client = rawClient(tcpOf(its.service));
    client.write(streamHeader(domain));
    await client.until(/<\/stream:features>/);
    client.write(plainAuth('finesse', ''));
    expect(await client.until(/<\/failure>/)).toContain('<not-authorized/>');
  });

  test('PLAIN alone is offered, unless told otherwise', async () => {
    await start();
    const offered = async (): Promise<string> => {
      const client = rawClient(tcpOf(its.service));
      client.write(streamHeader(domain));
      return client.until(/<\/stream:features>/);
    };
    expect((await offered()).match(/<mechanism>[^<]+/g)).toEqual(['<mechanism>PLAIN']);
    expect(await offered()).not.toMatch(/urn:xmpp:sm|<sm /);
    its.stop();
    await start({}, { mechanisms: ['SCRAM-SHA-1', 'PLAIN'] });
    expect(await offered()).toContain('SCRAM-SHA-1');
  });
});
