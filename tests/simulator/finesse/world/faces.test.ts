/** What the faces of a pair ask of the world: passwords, lists, feeds, requests, reported sessions, the outside. */
import { describe, expect, test } from 'vitest';
import type { Kick } from '../../../../server/simulator/finesse/world/port';
import { begin } from './story';

const monitor = { username: 'monitor', password: 'secret', role: 'supervisor' as const, teams: ['Billing'] };

describe('passwords', () => {
  test('five wrong ones lock the user for five minutes, on that side only, whatever comes then', () => {
    const { world, until } = begin({ accounts: [monitor] });
    const try_ = (password: string, side: 'A' | 'B' = 'A') => {
      const answer = world.authenticate(side, 'monitor', password);
      return answer.ok ? 'ok' : answer.why;
    };
    expect([1, 2, 3, 4].map(() => try_('wrong'))).toEqual(Array(4).fill('wrong-password'));
    expect(try_('secret')).toBe('ok');
    expect([1, 2, 3, 4, 5].map(() => try_('wrong'))).toEqual(Array(5).fill('wrong-password'));
    expect([try_('secret'), try_('secret', 'B')]).toEqual(['locked', 'ok']);
    until(299);
    expect(try_('secret')).toBe('locked');
    until(300);
    expect(try_('secret')).toBe('ok');
  });

  test('in SSO mode a password opens nothing, XMPP neither, whatever the profile', () => {
    const { world } = begin({ authMode: 'SSO' });
    expect(world.authenticate('A', '1001001', 'agent')).toEqual({ ok: false, why: 'sso' });
    expect(world.passwordOf('1001001')).toBeNull();
    expect(begin({ authMode: 'SSO', profile: 'generous' }).world.passwordOf('1001001')).toBeNull();
  });

  test('HYBRID: monitors keep their passwords', () => {
    const { world } = begin({ authMode: 'HYBRID', accounts: [monitor] });
    expect(world.authenticate('A', 'monitor', 'secret').ok).toBe(true);
    expect(world.authenticate('A', 'nobody', 'x')).toEqual({ ok: false, why: 'unknown-user' });
  });
});

describe('feeds', () => {
  const accounts = [monitor, { username: 'guest', password: 'x' }];

  test('pessimistic: one hears of oneself, of SystemInfo, and of the teams that one supervises', () => {
    const { world } = begin({ accounts, agents: 12 });
    const may = (feed: string, who = 'monitor') => world.feedAccess(who, feed);
    expect(may('/finesse/api/SystemInfo')).toBe('granted');
    expect(may('/finesse/api/User/monitor')).toBe('granted');
    expect(may('/finesse/api/User/1001001')).toBe('forbidden');
    expect(may('/finesse/api/Team/1/Users')).toBe('granted');
    expect(may('/finesse/api/Team/2/Users')).toBe('forbidden');
    expect(may('/finesse/api/Team/1/Users', 'guest')).toBe('forbidden');
    expect(may('/finesse/api/Team/99/Users')).toBe('not-found');
    expect(may('/finesse/api/User/nobody')).toBe('not-found');
    expect(may('/elsewhere')).toBe('not-found');
    expect(world.presenceAccess('monitor', '1001001')).toBe('refused');
    expect(world.presenceAccess('monitor', 'finesse')).toBe('granted');
  });

  test('generous: everything that exists', () => {
    const { world } = begin({ accounts, profile: 'generous' });
    expect(world.feedAccess('guest', '/finesse/api/User/1001001')).toBe('granted');
    expect(world.feedAccess('guest', '/finesse/api/Team/1/Users')).toBe('granted');
    expect(world.presenceAccess('guest', '1001001')).toBe('granted');
  });

  test('from the start a user has its own feeds and SystemInfo', () => {
    expect(begin().world.defaultFeeds('1001001')).toEqual([
      '/finesse/api/User/1001001',
      '/finesse/api/User/1001001/Dialogs',
      '/finesse/api/User/1001001/Media/1',
      '/finesse/api/SystemInfo',
    ]);
  });
});

describe('ConnectedUsersInfo', () => {
  const listed = ({ world }: ReturnType<typeof begin>, side: 'A' | 'B' = 'A') =>
    world
      .side(side)
      .connectedUsers()
      ?.users.map((u) => u.loginId);

  test('12.5 has none, nor performance counters, nor maintenance mode', () => {
    const a = begin({ release: '12.5' }).world.side('A');
    expect([a.connectedUsers(), a.performance(), a.maintenanceMode(), a.systemInfo().maintenance]).toEqual([
      null,
      null,
      null,
      undefined,
    ]);
  });

  test('pessimistic: a lost agent stays listed until the CTI logout; generous: until unavailable', () => {
    const listedLater = (profile: 'pessimistic' | 'generous', load: 0 | 1) => {
      const story = begin({ profile, deployment: { type: 'UCCE', load } });
      story.act({ do: 'close', who: { loginId: '1001002' } });
      return [10, 70].map((s) => {
        story.until(s);
        return listed(story)?.includes('1001002');
      });
    };
    expect(listedLater('pessimistic', 1)).toEqual([true, false]);
    // set Not Ready is no logout: nothing is to be seen in the list at all
    expect(listedLater('pessimistic', 0)).toEqual([true, true]);
    expect(listedLater('generous', 1)).toEqual([false, false]);
  });

  test('the answer is up to 5 s old', () => {
    const story = begin({ profile: 'generous' });
    expect(listed(story)).toHaveLength(6);
    story.act({ do: 'close', who: { count: 1 } });
    story.until(4);
    expect(listed(story)).toHaveLength(6);
    story.until(5);
    expect(listed(story)).toHaveLength(5);
  });

  test('one side lists its own, or both, by the switch', () => {
    const settings = { agents: 40, teamSize: 10, shareOnA: 0.5 };
    const [own, both] = [
      begin(settings),
      begin({ ...settings, switches: { connectedUsersSpan: 'both-sides' as const } }),
    ];
    expect((listed(own)?.length ?? 0) + (listed(own, 'B')?.length ?? 0)).toBe(40);
    expect(listed(both)).toHaveLength(40);
    expect(
      new Set(
        both.world
          .side('A')
          .connectedUsers()
          ?.users.map((u) => u.connectedHostName),
      ).size,
    ).toBe(2);
  });

  test('a reconnect starts the duration anew, or does not', () => {
    const duration = (connectedDurationResets: boolean) => {
      const story = begin({ switches: { connectedDurationResets } });
      story.act({ do: 'reload', who: {} });
      story.until(20);
      return story.world.side('A').connectedUsers()?.users[0]?.connectedDurationS ?? -1;
    };
    expect(duration(true)).toBe(12);
    expect(duration(false)).toBeGreaterThan(20);
  });
});

describe('a state asked for by PUT', () => {
  test('202, and a CTI round trip later an event with the request id on both sides', () => {
    const story = begin({ realAgents: 1 });
    const ask = (state: 'LOGIN' | 'READY' | 'LOGOUT', requestId: string) =>
      story.world.requestState('A', '1001001', { state, requestId, extension: '4001001' });
    expect(ask('LOGIN', 'r1')).toEqual({ ok: true });
    story.until(1);
    ask('READY', 'r2');
    story.until(2);
    ask('LOGOUT', 'r3');
    story.until(3);
    expect(
      story
        .of('agent-changed')
        .map((e) => `${e.side} ${e.view.state} ${e.requestId} ${e.view.extension || 'no extension'}`),
    ).toEqual([
      'A NOT_READY r1 4001001',
      'B NOT_READY r1 4001001',
      'A READY r2 4001001',
      'B READY r2 4001001',
      'A LOGOUT r3 no extension',
      'B LOGOUT r3 no extension',
    ]);
  });

  test('what does not fit comes back as an error on the feed; what makes no sense at once', () => {
    const story = begin();
    const { world } = story;
    expect(world.requestState('A', '1001001', { state: 'LOGIN', requestId: 'r1', extension: '1' })).toEqual({
      ok: true,
    });
    story.until(1);
    expect(story.of('api-error')).toMatchObject([
      { requestId: 'r1', errorType: 'Invalid State', errorMessage: 'CF_INVALID_OBJECT_STATE' },
    ]);
    expect(world.requestState('A', 'nobody', { state: 'READY', requestId: '' })).toMatchObject({
      ok: false,
      status: 404,
    });
    expect(world.requestState('A', '1001001', { state: 'LOGIN', requestId: '' })).toMatchObject({
      ok: false,
      status: 400,
    });
    story.act({ do: 'stop', side: 'A', part: 'cti' });
    story.until(20);
    expect(world.requestState('A', '1001001', { state: 'READY', requestId: '' })).toMatchObject({
      ok: false,
      status: 503,
    });
  });
});

describe('a reported session', () => {
  test('is idle only while no request is held, and is swept', () => {
    const story = begin();
    const kicks: Kick[] = [];
    const session = story.world.sessionOpened('A', {
      ...{ user: '1001001', resource: 'x', transport: 'bosh' },
      onKick: (kick) => kicks.push(kick),
    });
    session?.contact(true);
    story.until(300);
    expect(kicks).toEqual([]);
    session?.contact(false);
    // swept at 0:07 and 0:37: 300 s + 60 s, and then the next sweep
    story.until(366);
    expect(kicks).toEqual([]);
    story.until(368);
    expect(kicks).toEqual([{ kind: 'idle', silent: true }]);
    session?.closed({ clean: true });
    expect(story.of('session-closed')).toHaveLength(1);
  });

  test('none while the Notification Service is down, and all end with it', () => {
    const story = begin();
    const kicks: Kick[] = [];
    const open = () =>
      story.world.sessionOpened('A', {
        user: 'Monitor',
        resource: 'x',
        transport: 'tcp',
        onKick: (k) => kicks.push(k),
      });
    expect(open()?.id).toMatch(/^[0-9a-f]{8}$/);
    story.act({ do: 'stop', side: 'A', part: 'notification' });
    expect([kicks, open()]).toEqual([[{ kind: 'shutdown' }], null]);
  });
});

test('the observer is cut off and the certificate changes: facts for the faces', () => {
  const story = begin();
  const before = story.world.side('A').certificate();
  story.act({ do: 'cut-observer', forS: 20 });
  story.act({ do: 'certificate', side: 'A', expiresInDays: 6, renew: true });
  expect([story.world.outside().observerCut, story.world.side('A').certificate().serial - before.serial]).toEqual([
    true,
    1,
  ]);
  story.until(30);
  expect(story.of('outside-changed').map((e) => [story.at(e), e.observerCut])).toEqual([
    [0, true],
    [20, false],
  ]);
  expect(story.world.side('A').certificate().validUntil).toBe(story.time.now() - 30_000 + 6 * 86_400_000);
});

test('other outcomes carry their codes', () => {
  const codes = (deployment: { type: 'UCCE'; load: 0 } | { type: 'UCCX'; standby: false }) => {
    const story = begin({ deployment });
    const kinds = ['supervisor-logout', 'inactivity', 'phone-outage', 'sso-expiry', 'sign-out'] as const;
    kinds.forEach((kind, i) => {
      story.act({ do: kind, who: { loginId: story.world.agents()[i]?.loginId ?? '' } });
    });
    story.until(1);
    return story.of('outcome').map((o) => `${o.outcome} ${o.reason?.code ?? -1}`);
  };
  expect(codes({ type: 'UCCE', load: 0 })).toEqual([
    'supervisor 999',
    'inactivity 50004',
    'phone 50003',
    'sso-expired 50002',
    'self -1',
  ]);
  expect(codes({ type: 'UCCX', standby: false })).toEqual([
    'supervisor 22',
    'inactivity 50004',
    'phone 32759',
    'sso-expired 50002',
    'self -1',
  ]);
});

test('what cannot be done is a problem in words', () => {
  const { world } = begin();
  const problem = (action: Parameters<typeof world.act>[0]) => {
    const done = world.act(action);
    return done.ok ? 'done' : done.problem;
  };
  expect(problem({ do: 'cut-site', site: 'Atlantis' })).toBe('there is no site "Atlantis"');
  expect(problem({ do: 'close', who: { team: 'Nobody' } })).toBe('there is no team "Nobody"');
  expect(problem({ do: 'close', who: { group: 'g' } })).toBe('no step before has named a group "g"');
  expect(problem({ do: 'close', who: { onCall: true } })).toBe('no agent matches');
});
