/** Feeds as a client meets them on the wire: subscribing, listing, reading, and every refusal. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VirtualTime } from '../../../../server/time/virtual-time';
import { type Client, domain, monitor, other, pubsub, type Scene, signIn, virtualScene } from './scene';

const team = '/finesse/api/Team/1/Users';
const own = '/finesse/api/User/monitor';
let its: Scene<VirtualTime>;
let client: Client;
beforeEach(async () => {
  its = await virtualScene();
  client = await signIn(its, monitor, 'desk');
});
afterEach(() => {
  expect(its.service.bugs()).toBe(0);
  its.stop();
});

const sayReady = (loginId: string, state: 'READY' | 'NOT_READY' = 'READY') =>
  its.world.act({ do: 'set-state', who: { loginId }, state });

describe('a subscription', () => {
  test('is answered with its state and id, and with the same id when asked for again', async () => {
    const first = await client.subscribe(team);
    expect(first).toMatch(
      new RegExp(
        `type="result".*<subscription node="${team}" jid="${client.jid}" subid="[^"]+" subscription="subscribed"/>`,
      ),
    );
    const subid = (text: string): string | undefined => /subid="([^"]+)"/.exec(text)?.[1];
    expect(subid(await client.subscribe(team))).toBe(subid(first));
  });

  test.each<[string, string, RegExp]>([
    ['a team of somebody else', `<subscribe node='%' jid='me'/>`, /type="auth"><forbidden /],
    [
      'a feed that is none',
      `<subscribe node='/finesse/api/Team/99/Users' jid='me'/>`,
      /type="cancel"><item-not-found /,
    ],
    ['no feed', `<subscribe jid='me'/>`, /<bad-request [^>]*\/><nodeid-required /],
    [
      'another account',
      `<subscribe node='${own}' jid='other@${domain}'/>`,
      /type="modify"><bad-request [^>]*\/><invalid-jid /,
    ],
    ['another domain', `<subscribe node='${own}' jid='monitor@else.example/desk'/>`, /<invalid-jid /],
    ['no JID', `<subscribe node='${own}'/>`, /<invalid-jid /],
    ['a JID that is none', `<subscribe node='${own}' jid='@@'/>`, /<invalid-jid /],
    ['nothing', '', /<bad-request /],
    ['something that does not exist', '<conquer/>', /<bad-request /],
    ['publishing', `<publish node='${own}'><item/></publish>`, /<forbidden /],
    ['options', `<options node='${own}' jid='me'/>`, /<feature-not-implemented [^>]*\/><unsupported [^>]*feature=/],
    ['leaving without a JID', `<unsubscribe node='${own}'/>`, /<bad-request [^>]*\/><jid-required /],
    ['leaving what is none', `<unsubscribe node='/finesse/api/Team/99/Users' jid='me'/>`, /<item-not-found /],
    [
      'leaving without being there',
      `<unsubscribe node='${team}' jid='me'/>`,
      /<unexpected-request [^>]*\/><not-subscribed /,
    ],
    ['leaving for somebody else', `<unsubscribe node='${own}' jid='other@${domain}'/>`, /<forbidden /],
    [
      'leaving with a wrong id',
      `<unsubscribe node='${own}' jid='monitor@${domain}' subid='x'/>`,
      /type="modify"><not-acceptable [^>]*\/><invalid-subid /,
    ],
  ])('refused: %s', async (_what, content, expected) => {
    // team 1 is the monitor's; as `other` it is somebody else's
    const asker = content.includes('%') ? await signIn(its, other, 'desk') : client;
    const said = content.replace('%', team).replace(`jid='me'`, `jid='${asker.jid}'`);
    expect(await asker.feed('set', said)).toMatch(expected);
  });

  test('of the owner is nobody else’s', async () => {
    const stranger = await signIn(its, other, 'desk');
    const to = `pubsub.${domain}`;
    const owner = `<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='${own}'/></pubsub>`;
    expect(await stranger.ask('set', to, owner)).toContain('<forbidden');
    expect(await stranger.ask('get', to, `<who xmlns='a:b'/>`)).toContain('<service-unavailable');
  });

  test('outlives its session, whose successor is told of it and gets the events', async () => {
    await client.subscribe(team, `monitor@${domain}`);
    client.say('</stream:stream>');
    await client.raw.closed;
    const next = await signIn(its, monitor, 'next');
    expect(await next.feed('get', `<subscriptions node='${team}'/>`)).toContain(`jid="monitor@${domain}"`);
    sayReady('1001002');
    expect(await next.event()).toContain(`<items node="${team}">`);
    await next.feed('set', `<unsubscribe node='${team}' jid='monitor@${domain}'/>`);
    sayReady('1001002', 'NOT_READY');
    expect(await next.heard()).not.toContain('<message');
  });
});

test('the subscriptions of an account: the ones it has by default, and those it made', async () => {
  await client.subscribe(team);
  const list = await client.feed('get', '<subscriptions/>');
  const told = [...list.matchAll(/node="([^"]+)" jid="([^"]+)"/g)].map(([, node, jid]) => `${node} ${jid}`);
  const bare = `monitor@${domain}`;
  expect(told).toEqual([
    `${own} ${bare}`,
    `${own}/Dialogs ${bare}`,
    `${own}/Media/1 ${bare}`,
    `/finesse/api/SystemInfo ${bare}`,
    `${team} ${client.jid}`,
  ]);
});

describe('an event', () => {
  test('has an id made of feed, account and five letters, no body, and escaped XML', async () => {
    await client.subscribe(team);
    sayReady('1001003');
    const message = await client.event();
    expect(message).toMatch(new RegExp(`^<message from="pubsub.${domain}" to="${client.jid}" id="${team}__`));
    expect(message).toMatch(new RegExp(`__monitor@${domain}__[A-Za-z0-9]{5}"`));
    expect(message).not.toContain('<body');
    expect(message).not.toMatch(/<message[^>]* type=/);
    expect(message).toMatch(
      /<notification xmlns="urn:xmpp:push:0">&lt;Update&gt;.*&lt;loginId&gt;1001003&lt;.*<\/notification>/,
    );
    expect(message).toContain('&lt;state&gt;READY&lt;/state&gt;');
  });

  test('reaches a full JID that subscribed and no other session', async () => {
    await client.subscribe(team);
    const beside = await signIn(its, monitor, 'beside', '<presence><priority>5</priority></presence>');
    sayReady('1001003');
    expect(await client.event()).toContain(`to="${client.jid}"`);
    expect(await beside.heard()).not.toContain('<message');
  });

  test('to a bare JID goes to the highest priority alone, and never to a negative one', async () => {
    await client.subscribe(team, `monitor@${domain}`);
    const high = await signIn(its, monitor, 'high', '<presence><priority>9</priority></presence>');
    const hidden = await signIn(its, monitor, 'hidden', '<presence><priority>-1</priority></presence>');
    sayReady('1001003');
    expect(await high.event()).toContain(`to="monitor@${domain}"`);
    expect(await client.heard()).not.toContain('<message');
    expect(await hidden.heard()).not.toContain('<message');
  });

  test('about a call is told on the feed of its dialogs', async () => {
    its.stop();
    its = await virtualScene({ profile: 'generous' });
    client = await signIn(its, monitor, 'desk');
    await client.subscribe('/finesse/api/User/1001002/Dialogs');
    sayReady('1001002');
    its.world.act({ do: 'call', who: { loginId: '1001002' }, talkS: 20 });
    await its.time.advance(30_000);
    expect(await client.event()).toContain('&lt;event&gt;POST&lt;/event&gt;');
    await its.time.advance(60_000);
    expect(await client.event()).toContain('&lt;event&gt;DELETE&lt;/event&gt;');
  });
});

describe('items', () => {
  test('there is none before the first event; then the last one stays', async () => {
    expect(await client.feed('get', `<items node='${team}'/>`)).toMatch(new RegExp(`<items node="${team}"/>`));
    sayReady('1001002');
    sayReady('1001003');
    const items = await client.feed('get', `<items node='${team}' max_items='1'/>`);
    expect(items.match(/<item /g)).toHaveLength(1);
    expect(items).toContain('&lt;loginId&gt;1001003&lt;');
    const id = /<item id="([^"]+)"/.exec(items)?.[1];
    expect(await client.feed('get', `<items node='${team}'><item id='${id}'/></items>`)).toContain(`id="${id}"`);
    expect(await client.feed('get', `<items node='${team}'><item id='gone'/></items>`)).not.toContain('<item ');
  });

  test.each([
    ['0', /<bad-request /],
    ['many', /<bad-request /],
  ])('max_items=%s is refused', async (max, expected) => {
    expect(await client.feed('get', `<items node='${team}' max_items='${max}'/>`)).toMatch(expected);
  });

  test('of feeds that may not be read are refused', async () => {
    const stranger = await signIn(its, other, 'desk');
    expect(await stranger.feed('get', `<items node='${team}'/>`)).toContain('<forbidden');
    expect(await stranger.feed('get', `<items node='/nothing'/>`)).toContain('<item-not-found');
    expect(await stranger.feed('get', '<items/>')).toContain('<nodeid-required');
    expect(await stranger.feed('get', '<affiliations/>')).toContain('feature="retrieve-affiliations"');
  });
});

describe('discovery', () => {
  const info = (node = '') => `<query xmlns='http://jabber.org/protocol/disco#info'${node}/>`;
  const items = `<query xmlns='http://jabber.org/protocol/disco#items'/>`;

  test('leads from the server to the service to the feeds that may be read', async () => {
    expect(await client.ask('get', domain, items)).toContain(`<item jid="pubsub.${domain}"`);
    const service = await client.ask('get', `pubsub.${domain}`, info());
    expect(service).toContain('<identity category="pubsub" type="service"');
    expect(service).toContain('var="http://jabber.org/protocol/pubsub#subscribe"');
    const feeds = await client.ask('get', `pubsub.${domain}`, items);
    expect(feeds).toContain(`node="${team}"`);
    const stranger = await signIn(its, other, 'desk');
    expect(await stranger.ask('get', `pubsub.${domain}`, items)).not.toContain(`node="${team}"`);
  });

  test('tells a leaf from nothing', async () => {
    expect(await client.ask('get', `pubsub.${domain}`, info(` node='${own}'`))).toContain('type="leaf"');
    expect(await client.ask('get', `pubsub.${domain}`, info(` node='/nothing'`))).toContain('<item-not-found');
  });

  test('offers neither stream management nor personal eventing', async () => {
    const server = await client.ask('get', domain, info());
    expect(server).not.toMatch(/urn:xmpp:sm|category="pubsub"/);
  });
});

describe('whoever is not there', () => {
  test('finds messages later, with the time they were sent', async () => {
    await client.subscribe(team, `monitor@${domain}`);
    client.say('</stream:stream>');
    await client.raw.closed;
    sayReady('1001002');
    const back = await signIn(its, monitor, 'back');
    const event = await back.event();
    expect(event).toContain('<delay xmlns="urn:xmpp:delay"');
    expect(event).toContain('stamp="2026-11-02T09:00:00');
    const again = await signIn(its, monitor, 'again');
    expect(await again.heard()).not.toContain('<delay');
  });

  test('a pubsub message of a client goes nowhere', async () => {
    client.say(`<message to='pubsub.${domain}'>${pubsub('<x/>')}</message><presence to='pubsub.${domain}'/>`);
    expect(await client.heard()).not.toContain('<error');
  });
});
