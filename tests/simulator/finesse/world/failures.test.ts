/** FINESSE §7: each fault shows as its row says, and desktops go where they may. */
import { describe, expect, test } from 'vitest';
import { begin, type Story } from './story';

/** What a client sees of A: REST, SystemInfo, the Notification Service, finesse@. */
function signs({ world }: Story): string {
  const a = world.side('A');
  const { status, lastCTIHeartbeatStatus } = a.systemInfo();
  const info = a.rest() === 'timeout' ? 'timeout' : `${status} ${lastCTIHeartbeatStatus}`;
  const xmpp = a.parts().notification ? 'up' : 'down';
  return `rest ${a.rest()}, ${info}, xmpp ${xmpp}, finesse ${a.finesseAvailable() ? 'available' : 'unavailable'}`;
}

function over(story: Story, ...seconds: number[]): string[] {
  return seconds.map((s) => {
    story.until(s);
    return `${s}: ${signs(story)}`;
  });
}

const well = 'rest up, IN_SERVICE success, xmpp up, finesse available';

describe('signatures', () => {
  test('CTI link lost: requests fail, then OUT_OF_SERVICE, while XMPP and finesse@ stay', () => {
    const story = begin();
    story.act({ do: 'stop', side: 'A', part: 'cti', forS: 60 });
    expect(over(story, 1, 14, 16, 61, 73)).toEqual([
      '1: rest failing, IN_SERVICE success, xmpp up, finesse available',
      '14: rest failing, IN_SERVICE success, xmpp up, finesse available',
      '16: rest out-of-service, OUT_OF_SERVICE failure, xmpp up, finesse available',
      '61: rest out-of-service, OUT_OF_SERVICE success, xmpp up, finesse available',
      `73: ${well}`,
    ]);
  });

  test('Tomcat down: timeouts and finesse@ unavailable, XMPP up', () => {
    const story = begin();
    story.act({ do: 'stop', side: 'A', part: 'tomcat', forS: 60 });
    expect(over(story, 1, 62, 64, 73)).toEqual([
      '1: rest timeout, timeout, xmpp up, finesse unavailable',
      '62: rest out-of-service, OUT_OF_SERVICE success, xmpp up, finesse unavailable',
      '64: rest out-of-service, OUT_OF_SERVICE success, xmpp up, finesse available',
      `73: ${well}`,
    ]);
    expect(story.of('finesse-presence').map((e) => e.available)).toEqual([false, true]);
  });

  test('Notification Service down: IN_SERVICE for ten seconds more, then OUT_OF_SERVICE', () => {
    const story = begin();
    story.act({ do: 'stop', side: 'A', part: 'notification', forS: 60 });
    expect(over(story, 9, 11, 73)).toEqual([
      '9: rest up, IN_SERVICE success, xmpp down, finesse unavailable',
      '11: rest out-of-service, OUT_OF_SERVICE success, xmpp down, finesse unavailable',
      `73: ${well}`,
    ]);
    // nobody is left who could be told, but once it is back
    expect(story.of('finesse-presence').map((e) => e.available)).toEqual([true]);
    expect(story.of('presence-changed').filter((e) => e.side === 'A')).toEqual([]);
    expect(new Set(story.of('session-closed').map((e) => e.how))).toEqual(new Set(['shutdown']));
  });

  test('host down: silence everywhere', () => {
    const story = begin();
    story.act({ do: 'stop', side: 'A', part: 'host', forS: 60 });
    expect(over(story, 1, 73)).toEqual(['1: rest timeout, timeout, xmpp down, finesse unavailable', `73: ${well}`]);
  });

  test('a glitch of the CTI link that is over before it is noticed shows nowhere', () => {
    const story = begin();
    story.act({ do: 'stop', side: 'A', part: 'cti', forS: 8 });
    expect(over(story, 20)).toEqual([`20: ${well}`]);
    expect(story.of('system-info-changed')).toEqual([]);
  });

  test('two faults at once: what is on its way out goes no later', () => {
    const story = begin();
    story.act({ do: 'stop', side: 'A', part: 'notification' });
    story.until(8);
    story.act({ do: 'stop', side: 'A', part: 'cti' });
    story.until(10);
    expect(story.world.side('A').inService()).toBe(false);
  });

  test('statusReason is empty, unless the switch lets it speak', () => {
    const reason = (profile: 'pessimistic' | 'generous') => {
      const story = begin({ profile });
      story.act({ do: 'stop', side: 'A', part: 'notification' });
      story.until(11);
      return story.world.side('A').systemInfo().statusReason;
    };
    expect([reason('pessimistic'), reason('generous')]).toEqual(['', 'notification']);
  });
});

describe('recovery', () => {
  test('latest states are told again, with the times they have', () => {
    const story = begin();
    const before = new Map(
      story.world
        .side('A')
        .users()
        .map((u) => [u.agent.loginId, u.stateChangeTime]),
    );
    story.act({ do: 'stop', side: 'A', part: 'cti', forS: 40 });
    story.until(20);
    story.act({ do: 'call', who: { loginId: '1001003' }, talkS: 600 });
    const changedAt = new Date(story.time.now()).toISOString();
    story.until(120);
    const again = story.of('agent-changed').filter((e) => e.side === 'A');
    expect(again.every((e) => e.republished)).toBe(true);
    expect(again).toHaveLength(6);
    for (const { loginId, view } of again) {
      expect(view.stateChangeTime).toBe(loginId === '1001003' ? changedAt : before.get(loginId));
    }
  });

  test('a side that goes out of service forgets whom it was counting down', () => {
    const story = begin();
    story.act({ do: 'close', who: { loginId: '1001002' } });
    story.until(5);
    story.act({ do: 'stop', side: 'A', part: 'cti', forS: 20 });
    story.until(200);
    // in service again at 0:37, well before the minute would have been over
    expect(story.lines('1001002').filter((l) => l.includes('grace'))).toEqual([
      '0 A grace started',
      '20 A grace ignored',
    ]);
    expect(story.of('outcome').filter((o) => o.loginId === '1001002')).toEqual([]);
  });

  test('a laptop that slept through the failure finds its side out of service, and moves', () => {
    const story = begin();
    story.act({ do: 'stop', side: 'A', part: 'cti' });
    story.until(10);
    story.act({ do: 'sleep', who: { loginId: '1001002' }, forS: 30 });
    story.until(120);
    expect(story.lines('1001002').filter((l) => l.includes('vailable'))).toEqual([
      '57.5 A unavailable',
      '57.5 B available',
    ]);
  });

  test('a side that is back before its desktops have left sees them go, and the race begins', () => {
    const story = begin();
    story.act({ do: 'stop', side: 'A', part: 'cti', forS: 20 });
    story.until(200);
    // in service again at 0:32; they said goodbye to A when B was loaded
    expect(story.of('session-closed').every((e) => e.how === 'clean' && story.at(e) > 32)).toBe(true);
    expect(story.of('outcome').map((o) => o.race)).toEqual(Array(6).fill(true));
  });

  test('nobody moves back by itself, and nobody is forced out by a failover', () => {
    const story = begin({ agents: 120, teamSize: 20, shareOnA: 0.75 });
    story.act({ do: 'restart', side: 'A', part: 'notification', takesS: 60 });
    story.until(900);
    expect(story.world.truth().connected).toEqual({ A: 0, B: 120 });
    expect(story.of('outcome')).toEqual([]);
  });
});

describe('how long a failover takes', () => {
  /** Seconds until everybody is on B. */
  function lastOnB(agents: number, rttMs: number): number {
    const story = begin({ agents, teamSize: 50, sites: [{ name: 'Here', rttMs }] });
    story.act({ do: 'stop', side: 'A', part: 'notification' });
    story.until(200);
    const arrivals = story.of('session-opened').filter((e) => e.side === 'B');
    expect(arrivals).toHaveLength(agents);
    return Math.max(...arrivals.map((e) => story.at(e)));
  }

  test.each([
    { users: 1000, where: 'on a LAN', rttMs: 1, from: 50, to: 55 },
    { users: 2000, where: 'on a LAN', rttMs: 1, from: 70, to: 80 },
    { users: 2000, where: 'over a WAN of 400 ms', rttMs: 400, from: 80, to: 110 },
  ])('$users users $where: $from to $to s', ({ users, rttMs, from, to }) => {
    const seconds = lastOnB(users, rttMs);
    expect(seconds).toBeGreaterThanOrEqual(from);
    expect(seconds).toBeLessThanOrEqual(to);
  });
});

describe('UCCX with a standby', () => {
  test('the standby is out of service until the active side fails, takes over, and stays', () => {
    const story = begin({ deployment: { type: 'UCCX', standby: true }, agents: 8 });
    const service = () => [story.world.side('A').inService(), story.world.side('B').inService()];
    expect(service()).toEqual([true, false]);
    story.act({ do: 'call', who: { count: 1, as: 'talking' }, talkS: 300 });
    const [talking] = story.of('agent-changed');
    story.act({ do: 'stop', side: 'A', part: 'host', forS: 120 });
    story.until(100);
    expect(service()).toEqual([false, true]);
    const told = story.world.side('B').user(talking?.loginId ?? '');
    expect([told?.stateChangeTime, told?.pendingState]).toEqual(['', 'LOGOUT']);
    story.until(400);
    expect(service()).toEqual([false, true]);
    expect(story.of('outcome').map((o) => [o.loginId, o.outcome, o.afterCall])).toEqual([
      [talking?.loginId, 'forced-logout', true],
    ]);
  });

  test('with both engines active both are in service', () => {
    const story = begin({ deployment: { type: 'UCCX', standby: false } });
    expect(story.world.side('B').inService()).toBe(true);
  });
});

test('maintenance: desktops move one by one, and the presence they take along is no loss', () => {
  const story = begin({ agents: 60, teamSize: 20 });
  story.act({ do: 'maintenance', side: 'A', on: true, drainS: 30 });
  expect(story.world.side('A').maintenanceMode()?.status).toBe('IN_PROGRESS');
  story.until(120);
  expect(story.world.truth().connected).toEqual({ A: 0, B: 60 });
  expect(story.world.side('A').maintenanceMode()).toMatchObject({ status: 'COMPLETED', pendingUserDisconnections: 0 });
  expect(story.world.side('A').systemInfo().maintenance).toMatchObject({
    finesseMMode: true,
    finesseTimeInMModeS: 120,
  });
  story.until(300);
  expect([...story.of('grace-changed'), ...story.of('outcome')]).toEqual([]);
});
