/** Notifications as releases and deployments spell them, and as nobody should. */
import { Element } from '@xmpp/xml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FeedFact, readNotification } from '../../server/finesse/feeds/notification';
import { DOMAIN, message, systemInfoXml, update, userXml } from './fixtures';

const team = '/finesse/api/Team/7/Users';
const agent = '/finesse/api/User/6021';

function factsOf(stanza: Element): FeedFact[] | string {
  const read = readNotification(stanza, DOMAIN);
  if (!read.ok) return read.condition;
  return read.notification.unread.length > 0 ? (read.notification.unread[0]?.condition ?? '') : read.notification.facts;
}

describe('what was seen of Finesse', () => {
  test.each(['urn:xmpp:push:0', 'http://jabber.org/protocol/pubsub'])('a user, in the namespace %s', (ns) => {
    expect(factsOf(message(agent, update(userXml().replaceAll('User>', 'user>')), { ns }))).toMatchObject([
      {
        ...{ kind: 'user', feed: agent, name: { kind: 'user', loginId: '6021' }, itemId: 'b2f4', method: 'PUT' },
        ...{ requestId: null, storedAt: null, user: { loginId: '6021', state: 'NOT_READY', reason: { code: 50002 } } },
      },
    ]);
  });

  test('a summary user of a team, its parts in another order, its verb in small letters', () => {
    const payload = `<Update><event>put</event><requestId>r-1</requestId><source>${team}</source>
      <data><user><stateChangeTime></stateChangeTime><state>LOGOUT</state><loginId>6021</loginId><extension/></user></data></Update>`;
    expect(factsOf(message(team, payload))).toMatchObject([
      {
        ...{ kind: 'user', name: { kind: 'team', teamId: '7' }, method: 'PUT', requestId: 'r-1' },
        user: { loginId: '6021', state: 'LOGOUT', stateChangeMs: null, extension: '' },
      },
    ]);
  });

  test('a user who is taken out', () => {
    expect(factsOf(message(team, update('<user><loginId>6021</loginId></user>', 'DELETE')))).toMatchObject([
      { kind: 'user-removed', user: { loginId: '6021', state: null } },
    ]);
  });

  test('SystemInfo, and errors of a request', () => {
    const info = update(systemInfoXml.replace(/<\?.*\?>\n/, '').replaceAll('SystemInfo>', 'systemInfo>'));
    expect(factsOf(message('/finesse/api/SystemInfo', info))).toMatchObject([
      { kind: 'system-info', info: { status: 'IN_SERVICE', pubsubDomain: DOMAIN } },
    ]);
    const errors =
      '<apiErrors><apiError><errorData>22</errorData><errorType>Invalid State</errorType></apiError></apiErrors>';
    expect(factsOf(message(agent, update(errors, 'PUT', '<requestId>r-2</requestId>')))).toMatchObject([
      { kind: 'errors', requestId: 'r-2', errors: [{ type: 'Invalid State' }] },
    ]);
  });

  test('calls are told without anything of them', () => {
    const fact = factsOf(
      message(`${agent}/Dialogs`, update('<dialogs><Dialog><toAddress>0699</toAddress></Dialog></dialogs>', 'POST')),
    );
    expect(fact).toMatchObject([{ kind: 'other', name: { kind: 'other' }, method: 'POST' }]);
    expect(JSON.stringify(fact)).not.toContain('0699');
  });

  test('JSON payloads', () => {
    const payload = {
      Update: { event: 'PUT', data: { user: { loginId: 6021, state: 'ready', stateChangeTime: '' } } },
    };
    expect(factsOf(message(agent, JSON.stringify(payload)))).toMatchObject([
      { kind: 'user', user: { loginId: '6021', state: 'READY', stateChangeMs: null } },
    ]);
  });

  test('a payload that was not escaped', () => {
    const stanza = message(agent, '');
    const around = stanza.getChild('event')?.getChild('items')?.getChild('item')?.getChild('notification');
    around?.c('Update').c('data').c('user').c('loginId').t('6021');
    expect(factsOf(stanza)).toMatchObject([{ kind: 'user', user: { loginId: '6021' } }]);
  });

  test('what was kept while nobody was there says since when', () => {
    const stanza = message(agent, update(userXml()));
    stanza.c('delay', { xmlns: 'urn:xmpp:delay', stamp: '2026-11-20T09:00:00Z' });
    expect(factsOf(stanza)).toMatchObject([{ storedAt: Date.UTC(2026, 10, 20, 9) }]);
  });
});

describe('what is none', () => {
  test.each<[string, Element, string]>([
    ['presence', new Element('presence', { from: DOMAIN }), 'not-a-notification'],
    ['a chat', new Element('message', { from: '1@x', type: 'chat' }), 'not-a-notification'],
    [
      'another user’s imitation',
      message(agent, update(userXml()), { from: '1002@fin-a.example.com/x' }),
      'foreign-sender',
    ],
    [
      'the service’s imitation by its name in a resource',
      message(agent, update(userXml()), { from: `x/${DOMAIN}` }),
      'foreign-sender',
    ],
    ['an empty item', message(agent, null), 'unexpected-content'],
    ['half a payload', message(agent, '<Update><data><user>'), 'not-well-formed'],
    ['a DTD', message(agent, '<!DOCTYPE x><Update/>'), 'restricted-xml'],
    ['nobody in it', message(agent, update('<user><state>READY</state></user>')), 'unexpected-content'],
  ])('%s', (_what, stanza, condition) => {
    expect(factsOf(stanza)).toBe(condition);
  });

  test('a bad item does not hide a good one', () => {
    const stanza = message(agent, '<oops');
    const items = stanza.getChild('event')?.getChild('items');
    items?.c('item', { id: '2' }).c('notification').t(update(userXml()));
    const read = readNotification(stanza, DOMAIN);
    expect(read).toMatchObject({
      ok: true,
      notification: { facts: [{ itemId: '2' }], unread: [{ feed: agent, condition: 'not-well-formed' }] },
    });
  });

  test('whatever is in a message, nothing is thrown', () => {
    const payload = update(userXml());
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ at: fc.nat(1_200), put: fc.string({ unit: 'binary' }) })
        .map(({ at, put }) => payload.slice(0, at) + put + payload.slice(at)),
    );
    const feeds = fc.oneof(fc.string(), fc.constantFrom(agent, team, '/finesse/api/SystemInfo', `${agent}/Dialogs`));
    fc.assert(
      fc.property(feeds, text, (feed, said) => {
        const read = readNotification(message(feed, said), DOMAIN);
        expect(read.ok).toBe(true);
      }),
      { numRuns: 700 },
    );
  });
});
