/** The subscriber against a pubsub service played by hand: what it asks for, in which order, and what it makes of odd answers. */
import { Element } from '@xmpp/xml';
import { describe, expect, test } from 'vitest';
import { createFeedSubscriber, type FeedWishes, isStale } from '../../server/finesse/feeds/subscriber';
import { createVirtualTime } from '../../server/time/virtual-time';
import type { Session } from '../../server/xmpp/port';

const jid = 'holdfast-a@fin-a/holdfast-ws-1';
const service = 'pubsub.fin-a';

/** `silence`: no answer; `gone`: the session ends; an error's condition; or the children of `<pubsub/>`. */
type Played = 'silence' | 'gone' | { refuse: string } | { say: Element[]; from?: string };

function play(answer: (asked: string) => Played) {
  const log: string[] = [];
  let underWay = 0;
  let most = 0;
  const session: Pick<Session, 'request'> = {
    request(iq, onReply) {
      const [action] = iq.getChild('pubsub')?.getChildElements() ?? [];
      const { node = '', jid: who = '', subid = '' } = action?.attrs ?? {};
      const asked = [iq.attrs.type, action?.getName(), node, who === jid ? '' : who, subid]
        .filter((x) => x !== '')
        .join(' ');
      log.push(asked);
      underWay += 1;
      most = Math.max(most, underWay);
      const played = answer(asked);
      if (played === 'silence') return;
      setImmediate(() => {
        underWay -= 1;
        onReply(played === 'gone' ? null : replyOf(played));
      });
    },
  };
  return { session, log, most: () => most };
}

function replyOf(played: { refuse: string } | { say: Element[]; from?: string }): Element {
  if ('refuse' in played) {
    const iq = new Element('iq', { type: 'error', from: service });
    iq.c('error', { type: 'auth' }).c(played.refuse, { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' });
    return iq;
  }
  const iq = new Element('iq', { type: 'result', from: played.from ?? service });
  const pubsub = iq.c('pubsub', { xmlns: 'http://jabber.org/protocol/pubsub' });
  for (const child of played.say) pubsub.cnode(child);
  return iq;
}

const yes: Played = { say: [] };
const listOf = (...entries: Record<string, string>[]): Played => {
  const list = new Element('subscriptions', {});
  for (const entry of entries) list.c('subscription', { subscription: 'subscribed', ...entry });
  return { say: [list] };
};
const team = (id: string, ...members: string[]) => ({ id, members });
const wishes = (...teams: FeedWishes['teams']): FeedWishes => ({ systemInfo: false, teams });

describe('it asks', () => {
  test('for what is there, removes what is stale, subscribes teams, and members where a team is refused', async () => {
    const { session, log } = play((asked) => {
      if (asked === 'get subscriptions')
        return listOf(
          { node: '/finesse/api/Team/1/Users', jid: 'HOLDFAST-A@fin-a/holdfast-old', subid: 's1' },
          { node: '/finesse/api/User/holdfast-a', jid: 'holdfast-a@fin-a' },
        );
      return asked.includes('Team/2') ? { refuse: 'forbidden' } : yes;
    });
    const subscriber = createFeedSubscriber(wishes(team('1', '11'), team('2', '21', '22')), {
      time: createVirtualTime(),
    });
    const report = await subscriber.attach(session, jid, service);
    expect(log).toEqual([
      'get subscriptions',
      'set unsubscribe /finesse/api/Team/1/Users HOLDFAST-A@fin-a/holdfast-old s1',
      'set subscribe /finesse/api/Team/1/Users',
      'set subscribe /finesse/api/Team/2/Users',
      'set subscribe /finesse/api/User/21',
      'set subscribe /finesse/api/User/22',
    ]);
    expect([...(report?.teams ?? [])]).toEqual([
      ['1', 'team-feed'],
      ['2', 'user-feeds'],
    ]);
    expect(report).toMatchObject({ stale: { found: 1, removed: 1 }, listed: 2 });
  });

  test('three members in vain, and no more', async () => {
    const members = Array.from({ length: 500 }, (_, i) => String(1000 + i));
    const { session, log } = play((asked) => (asked === 'get subscriptions' ? listOf() : { refuse: 'forbidden' }));
    const subscriber = createFeedSubscriber(wishes(team('1', ...members)), { time: createVirtualTime() });
    const report = await subscriber.attach(session, jid, service);
    expect(log).toHaveLength(5);
    expect(report?.teams.get('1')).toBe('none');
    expect([...(report?.feeds.values() ?? [])].filter((status) => status.kind === 'not-tried')).toHaveLength(497);
  });

  test('eight at once at most', async () => {
    const { session, most } = play(() => yes);
    const teams = Array.from({ length: 100 }, (_, i) => team(String(i)));
    const report = await createFeedSubscriber(wishes(...teams), { time: createVirtualTime() }).attach(
      session,
      jid,
      service,
    );
    expect([most(), report?.feeds.size]).toEqual([8, 100]);
  });

  test('to end what is wished no more', async () => {
    let there: Record<string, string>[] = [];
    const { session, log } = play((asked) => (asked === 'get subscriptions' ? listOf(...there) : yes));
    const subscriber = createFeedSubscriber(wishes(team('1'), team('2')), { time: createVirtualTime() });
    await subscriber.attach(session, jid, service);
    there = [
      { node: '/finesse/api/Team/1/Users', jid, subid: 'a' },
      { node: '/finesse/api/Team/2/Users', jid, subid: 'b' },
      { node: '/finesse/api/SystemInfo', jid, subid: 'c' },
    ];
    log.splice(0);
    await subscriber.wish(wishes(team('2')));
    expect(log).toEqual([
      'get subscriptions',
      'set subscribe /finesse/api/Team/2/Users',
      'set unsubscribe /finesse/api/Team/1/Users a',
    ]);
  });
});

describe('odd answers', () => {
  const statusOf = async (played: Played, advanceMs = 0): Promise<string> => {
    const time = createVirtualTime();
    const { session } = play((asked) =>
      asked === 'get subscriptions' ? { refuse: 'feature-not-implemented' } : played,
    );
    const report = createFeedSubscriber(wishes(team('1')), { time }).attach(session, jid, service);
    if (advanceMs > 0) await time.advance(advanceMs);
    const done = await report;
    const status = done?.feeds.get('/finesse/api/Team/1/Users');
    return `${done?.listed} ${status?.kind === 'refused' ? status.condition : status?.kind}`;
  };

  test.each<[string, Played, string]>([
    ['a result without a word', yes, 'null granted'],
    [
      'a subscription that waits for approval',
      { say: [new Element('subscription', { subscription: 'pending' })] },
      'null pending',
    ],
    ['an answer of somebody else', { say: [], from: 'mallory@fin-a/x' }, 'null bad-request'],
    ['no such feed', { refuse: 'item-not-found' }, 'null item-not-found'],
    ['the end of the session', 'gone', 'null gone'],
  ])('%s', async (_what, played, status) => {
    expect(await statusOf(played)).toBe(status);
  });

  test('none within ten seconds', async () => {
    expect(await statusOf('silence', 10_000)).toBe('null timeout');
  });
});

test('stale is what another resource of ours has left behind, and nothing else', () => {
  const ours = (resource: string) => resource.startsWith('holdfast-');
  const stale = (of: string) => isStale({ feed: 'f', jid: of, subid: null, state: 'subscribed' }, jid, ours);
  expect(['holdfast-a@fin-a/holdfast-ws-0', 'Holdfast-A@FIN-A/holdfast-x'].map(stale)).toEqual([true, true]);
  expect([jid, 'holdfast-a@fin-a', 'holdfast-a@fin-a/desk', 'other@fin-a/holdfast-ws-0'].map(stale)).toEqual([
    ...[false, false, false, false],
  ]);
  // Finesse's own are of the bare JID, whatever is ours
  expect(isStale({ feed: 'f', jid: 'holdfast-a@fin-a', subid: null, state: 'subscribed' }, jid, () => true)).toBe(
    false,
  );
});
