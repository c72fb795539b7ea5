/** A connection goes: when it is noticed, how long the grace is, and what Finesse does then, by deployment and switch. */
import { describe, expect, test } from 'vitest';
import { begin, START } from './story';

const one = { count: 1, as: 'it' } as const;
const me = '1001002';
const mine = { loginId: me };

describe('a lost connection on UCCE', () => {
  test('closing the tab gives a minute, then the agent is set Not Ready', () => {
    const { act, until, lines } = begin();
    until(10);
    act({ do: 'close', who: mine });
    until(200);
    expect(lines(me)).toEqual([
      '10 A session closed: clean',
      '10 A unavailable',
      '10 A grace started',
      '70 A grace acted',
      '70 A tells NOT_READY 50002',
      '70 B tells NOT_READY 50002',
      '70 outcome forced-not-ready',
    ]);
  });

  test('with LOAD=1 the agent is logged out with 255', () => {
    const { act, until, lines } = begin({ deployment: { type: 'UCCE', load: 1 } });
    act({ do: 'close', who: mine });
    until(200);
    expect(lines(me)).toContain('60 A tells LOGOUT 255');
    expect(lines(me)).toContain('60 outcome forced-logout');
  });

  test('back after 40 s of the grace: nothing happens', () => {
    const { act, until, lines, of } = begin();
    act({ do: 'reload', who: mine, takesS: 40 });
    until(300);
    expect(lines(me)).toEqual([
      '0 A session closed: clean',
      '0 A unavailable',
      '0 A grace started',
      '40 A available',
      '40 A grace cancelled',
    ]);
    expect(of('outcome')).toEqual([]);
  });

  test('on a call: Not Ready waits for its end, and the event says what is pending', () => {
    const { act, until, lines } = begin();
    act({ do: 'call', who: mine, talkS: 100 });
    act({ do: 'close', who: mine });
    until(200);
    expect(lines(me).filter((l) => l.includes('A tells') || l.includes('outcome'))).toEqual([
      '0 A tells TALKING -1',
      '60 A tells TALKING -1, then NOT_READY',
      '100 A tells NOT_READY 50002',
      '100 outcome forced-not-ready after the call',
    ]);
  });

  test('on a call with LOAD=1: logged out at once', () => {
    const { act, until, lines } = begin({ deployment: { type: 'UCCE', load: 1 } });
    act({ do: 'call', who: mine, talkS: 100 });
    act({ do: 'close', who: mine });
    until(90);
    expect(lines(me)).toContain('60 A tells LOGOUT 255');
  });

  test('who signed off before has nothing to lose', () => {
    const { act, until, of } = begin();
    act({ do: 'sign-out', who: mine });
    until(200);
    expect(of('grace-changed')).toEqual([]);
    expect(of('outcome').map((o) => o.outcome)).toEqual(['self']);
  });
});

test('on UCCX the agent is logged out, after the call when on one', () => {
  const { act, until, of } = begin({ deployment: { type: 'UCCX', standby: false } });
  act({ do: 'call', who: { count: 1, as: 'talking' }, talkS: 90 });
  act({ do: 'pick', who: { except: ['talking'], ...one } });
  act({ do: 'close', who: { group: 'talking' } });
  act({ do: 'close', who: { group: 'it' } });
  until(200);
  expect(of('outcome').map((o) => [o.outcome, o.reason?.code, o.afterCall])).toEqual([
    ['forced-logout', 255, false],
    ['forced-logout', 255, true],
  ]);
});

describe('noticing a crash', () => {
  const closedAt = (story: ReturnType<typeof begin>) => story.of('session-closed').map((e) => story.at(e));

  test.each([
    { transport: 'bosh', boshShare: 1, from: 60, to: 90 },
    { transport: 'websocket', boshShare: 0, from: 0, to: 0 },
  ])('a browser that dies over $transport: its sockets are closed for it', ({ boshShare, from, to }) => {
    const story = begin({ boshShare });
    story.until(20);
    story.act({ do: 'kill', who: {} });
    story.until(200);
    for (const at of closedAt(story)) {
      expect(at - 20).toBeGreaterThanOrEqual(from);
      expect(at - 20).toBeLessThanOrEqual(to);
    }
    expect(closedAt(story)).toHaveLength(6);
  });

  test.each(['pessimistic', 'generous'] as const)(
    'a laptop that sleeps is noticed within 120 s, under the %s profile, whatever the transport and the moment',
    (profile) => {
      for (const boshShare of [0, 1]) {
        for (let atS = 1; atS < 60; atS += 3.7) {
          const story = begin({ profile, boshShare });
          story.until(atS);
          story.act({ do: 'sleep', who: {} });
          story.until(300);
          for (const at of closedAt(story)) {
            expect(at - atS).toBeGreaterThan(45);
            expect(at - atS).toBeLessThanOrEqual(120);
          }
          expect(closedAt(story)).toHaveLength(6);
        }
      }
    },
  );

  test('closed silently or with a word: a switch', () => {
    const how = (sweepClose: 'silent' | 'terminate') => {
      const { act, until, of } = begin({ switches: { sweepClose } });
      act({ do: 'sleep', who: mine });
      until(150);
      return of('session-closed').map((e) => e.how);
    };
    expect([how('silent'), how('terminate')]).toEqual([['idle-silent'], ['idle-terminate']]);
  });
});

describe('the race', () => {
  const onB = (raceActs: boolean) => {
    const story = begin({ switches: { raceActs }, sites: [{ name: 'Lyon' }] });
    story.act({ do: 'cut-site', site: 'Lyon', side: 'A', how: 'reset' });
    story.until(200);
    return story;
  };

  test('A acts on agents who are well on B', () => {
    const story = onB(true);
    const outcomes = story.of('outcome');
    expect(outcomes).toHaveLength(6);
    expect(outcomes.every((o) => o.race && o.by === 'A')).toBe(true);
    expect(story.world.truth().connected).toEqual({ A: 0, B: 6 });
    // the state is the CTI server's: B tells it as well
    expect(story.lines(me)).toContain('60 B tells NOT_READY 50002');
  });

  test('or does not, by the switch', () => {
    const story = onB(false);
    expect(story.of('outcome')).toEqual([]);
    expect(story.of('grace-changed').filter((g) => g.change === 'ignored')).toHaveLength(6);
  });
});

test('a second session of the account masks the loss where the bare JID counts, and triggers it when it goes', () => {
  const masked = (presenceLooksAt: 'bare-jid' | 'desktop') => {
    const story = begin({ switches: { presenceLooksAt } });
    const monitor = story.world.sessionOpened('A', {
      ...{ user: me, resource: 'monitor', transport: 'tcp' },
      onKick: () => undefined,
    });
    monitor?.presence(true);
    story.until(5);
    story.act({ do: 'close', who: mine });
    story.until(30);
    monitor?.closed({ clean: true });
    story.until(120);
    return story.of('grace-changed').map((g) => `${Math.round(story.at(g))} ${g.change}`);
  };
  expect(masked('bare-jid')).toEqual(['30 started', '90 acted']);
  expect(masked('desktop')).toEqual(['5 started', '65 acted']);
});

test('a desktop signs in elsewhere under the same resource: the first is thrown out with a conflict', () => {
  const story = begin();
  const kicks: string[] = [];
  const thief = story.world.sessionOpened('A', {
    ...{ user: me, resource: 'desktop', transport: 'websocket' },
    onKick: (kick) => kicks.push(kick.kind),
  });
  thief?.presence(true);
  expect(story.lines(me)).toEqual(['0 A session closed: conflict', '0 A unavailable', '0 A available']);
  story.until(300);
  // it was heard once and never again
  expect(kicks).toEqual(['idle']);
  expect(START).toBeLessThan(story.time.now());
});
