/** Every scenario that comes along, told by its events, under both profiles where they differ. */
import { describe, expect, test } from 'vitest';
import { profiles } from '../../../../server/simulator/finesse/switches';
import { played } from './play';

const both = ['pessimistic', 'generous'] as const;
const within = (value: number | undefined, from: number, to: number) => {
  expect(value).toBeGreaterThanOrEqual(from);
  expect(value).toBeLessThanOrEqual(to);
};

test.each(both)('quiet-morning (%s): people sign in, calls come, nobody is at risk', (profile) => {
  const play = played('quiet-morning', profile);
  expect([play.problems, play.graces(), play.outcomes()]).toEqual([[], {}, { self: 3 }]);
  const signedIn = new Set(
    play
      .of('agent-changed')
      .filter((e) => e.cause === 'sign-in')
      .map((e) => e.loginId),
  );
  expect(signedIn.size).toBe(70);
  expect(play.of('agent-changed').filter((e) => e.view.state === 'TALKING').length).toBeGreaterThan(100);
});

test.each(both)('laptop-asleep (%s): silence, a sweep, a minute, Not Ready; back after ten', (profile) => {
  const play = played('laptop-asleep', profile);
  const [closed] = play.of('session-closed');
  const closedAt = closed === undefined ? -1 : play.at(closed);
  // last heard at most 10 s before 0:20; past the threshold; the next sweep at :07 or :37
  const threshold = profiles[profile].websocketIdleS;
  within(closedAt, 10 + threshold, 20 + threshold + 30);
  expect(closedAt % 30).toBe(7);
  expect(closed?.how).toBe(profile === 'pessimistic' ? 'idle-silent' : 'idle-terminate');
  expect(play.span(play.of('outcome'))?.[0]).toBeCloseTo(closedAt + 60, 0);
  expect(play.outcomes()).toEqual({ 'forced-not-ready': 1 });
  expect(play.span(play.of('session-opened'))?.[0]).toBeGreaterThan(620);
});

test.each(both)('reload-half-team (%s): graces begin and end within seconds, and nothing happens', (profile) => {
  const play = played('reload-half-team', profile);
  expect([play.closes(), play.graces(), play.outcomes()]).toEqual([{ clean: 10 }, { started: 10, cancelled: 10 }, {}]);
  const ends = new Map(play.of('grace-changed').map((g) => [g.loginId, g.at]));
  for (const g of play.of('grace-changed').filter((x) => x.change === 'started')) {
    within((ends.get(g.loginId) ?? 0) - g.at, 7_900, 8_100);
  }
});

test('site-vpn-drops: the servers notice late, everybody is back before the end of the grace', () => {
  const [pessimistic, generous] = both.map((profile) => played('site-vpn-drops', profile));
  for (const play of [pessimistic, generous]) {
    expect([play?.problems, play?.outcomes()]).toEqual([[], {}]);
    expect(play?.graces().started).toBe(play?.graces().cancelled);
    const back = play?.span(play.of('session-opened'));
    within(back?.[0], 110, 112);
    within(back?.[1], 110, 132);
  }
  // with the longer threshold half of them are back before they are missed
  expect(pessimistic?.graces().started).toBe(20);
  expect(generous?.graces().started).toBe(39);
});

test.each(both)('site-proxy (%s): all at one moment, back on their own side within the grace', (profile) => {
  const play = played('site-proxy', profile);
  const lost = play.of('session-closed').filter((e) => e.how === 'lost');
  expect([play.span(lost), lost.length]).toEqual([[15, 15], 36]);
  expect([play.outcomes(), play.graces()]).toEqual([{}, { started: 36, cancelled: 36 }]);
  expect(play.world.truth().connected).toEqual({ A: 100, B: 47 });
});

test.each(both)(
  'notification-restart (%s): everyone at once, B within documented time, old stamps told again',
  (profile) => {
    const play = played('notification-restart', profile);
    expect(play.closes()).toEqual({ shutdown: 128 });
    const [out, back] = play.of('system-info-changed').map((e) => play.at(e));
    expect([out, back]).toEqual([30, 92]);
    within(play.span(play.of('session-opened'))?.[1], 20 + 35, 20 + 110);
    const again = play.of('agent-changed');
    expect(
      again.every((e) => e.republished && e.side === 'A' && Date.parse(e.view.stateChangeTime) < e.at - 60_000),
    ).toBe(true);
    expect([play.outcomes(), play.graces(), play.world.truth().connected.A]).toEqual([{}, {}, 0]);
  },
);

test.each(both)('cti-loss (%s): sessions stay until their desktops move by themselves', (profile) => {
  const play = played('cti-loss', profile);
  expect(play.closes()).toEqual({ clean: 100 });
  expect(play.of('system-info-changed').map((e) => [play.at(e), e.published])).toEqual([
    [35, true],
    [102, true],
  ]);
  expect([play.of('finesse-presence'), play.outcomes(), play.graces()]).toEqual([[], {}, {}]);
  within(play.span(play.of('session-opened'))?.[1], 35 + 15, 35 + 55);
});

test.each(both)('failover-and-back (%s): silence, B, and back by signing out and in', (profile) => {
  const play = played('failover-and-back', profile);
  const toB = play.of('session-opened').filter((e) => e.side === 'B');
  const toA = play.of('session-opened').filter((e) => e.side === 'A');
  expect([toB.length, toA.length]).toEqual([100, 100]);
  within(play.span(toB)?.[1], 20 + 50, 20 + 110);
  expect(play.span(toA)?.[0]).toBeGreaterThan(360);
  expect([play.outcomes(), play.graces()]).toEqual([{ self: 100 }, {}]);
  expect(play.world.truth().connected).toEqual({ A: 100, B: 47 });
});

test.each(both)('glitch-to-a (%s): who moved to B is acted on by A, or is not', (profile) => {
  const play = played('glitch-to-a', profile);
  const acts = profile === 'pessimistic';
  expect(play.graces()).toEqual({ started: 21, [acts ? 'acted' : 'ignored']: 21 });
  expect(play.of('outcome').filter((o) => o.race && o.by === 'A')).toHaveLength(acts ? 21 : 0);
  const moved = new Map(play.of('session-opened').map((e) => [e.jid.split('@')[0], e.at]));
  for (const outcome of play.of('outcome')) expect(moved.get(outcome.loginId)).toBeLessThan(outcome.at);
});

test.each(both)('pg-reset (%s): everybody logged out with 65534 at once, no connection lost', (profile) => {
  const play = played('pg-reset', profile);
  expect(play.of('outcome').map((o) => o.reason?.code)).toEqual(Array(112).fill(65534));
  expect([play.span(play.of('outcome')), play.closes()]).toEqual([[60, 60], {}]);
  // nobody hears of it before the sides are in service again
  expect(
    play
      .of('agent-changed')
      .filter((e) => e.view.reason?.code === 65534)
      .every((e) => play.at(e) >= 72),
  ).toBe(true);
  expect(play.world.truth().states.LOGOUT).toBe(8);
});

test.each(both)('phone-outage (%s): device errors while desktops are well, back when the phones are', (profile) => {
  const play = played('phone-outage', profile);
  expect([play.closes(), play.graces()]).toEqual([{}, {}]);
  expect(play.of('outcome').map((o) => `${o.outcome} ${o.reason?.code}`)).toEqual(Array(25).fill('phone 50003'));
  const back = play.of('agent-changed').filter((e) => e.cause === 'sign-in');
  expect(play.span(back)?.[0]).toBeGreaterThanOrEqual(140);
  expect(new Set(back.map((e) => e.loginId)).size).toBe(25);
});

test.each(both)('sso-expiry (%s): Not Ready for a system failure, connections well', (profile) => {
  const play = played('sso-expiry', profile);
  expect(play.outcomes()).toEqual({ 'sso-expired': 12 });
  const told = play.of('agent-changed').filter((e) => e.side === 'A' && e.cause === 'sso-expired');
  expect(new Set(told.map((e) => `${e.view.state} ${e.view.reason?.code} ${e.view.reason?.label}`))).toEqual(
    new Set(['NOT_READY 50002 System Failure']),
  );
  expect([play.closes(), play.graces()]).toEqual([{}, {}]);
});

test.each(both)('shift-end (%s): 200 lids, most with a goodbye, all forced out', (profile) => {
  const play = played('shift-end', profile);
  const closes = play.closes();
  within(closes.clean, 140, 180);
  expect((closes.clean ?? 0) + (closes['idle-silent'] ?? 0) + (closes['idle-terminate'] ?? 0)).toBe(200);
  expect(play.outcomes()).toEqual({ 'forced-not-ready': 200 });
  // a goodbye gives a minute, silence up to three
  expect(play.span(play.of('outcome'))?.[0]).toBeCloseTo(70, 0);
  within(play.span(play.of('outcome'))?.[1], 190 + 60, 190 + 180);
});

test.each(both)('wifi-corner (%s): again and again, and nobody is forced out', (profile) => {
  const play = played('wifi-corner', profile);
  expect([play.closes(), play.graces(), play.outcomes()]).toEqual([{ conflict: 40 }, {}, {}]);
});

test.each(both)('slow-server (%s): events of A leave 14 s after their change, those of B at once', (profile) => {
  const play = played('slow-server', profile);
  const late = (side: 'A' | 'B') =>
    play
      .of('agent-changed')
      .filter((e) => e.side === side && play.at(e) > 45 && play.at(e) < 200)
      .map((e) => Math.round((e.at - play.world.settings.finesse.clockSkewMs[side] - stampOfChange(play, e)) / 1000));
  expect(new Set(late('A'))).toEqual(new Set([14]));
  expect(new Set(late('B'))).toEqual(new Set([0]));
  const times = play
    .of('agent-changed')
    .filter((e) => e.side === 'A')
    .map((e) => e.at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

/** When the CTI server told it: the newest message about this agent that is old enough. */
function stampOfChange(play: ReturnType<typeof played>, event: { side: string; loginId: string; at: number }): number {
  const delay = event.side === 'A' ? 14_000 : 0;
  const told = play
    .of('log')
    .filter((l) => l.what === 'cti-decoded' && l.side === event.side && l.loginId === event.loginId);
  return Math.max(...told.map((l) => l.at).filter((at) => at <= event.at - delay));
}

test('certificate-expiring and certificate-changed: facts for the faces', () => {
  const expiring = played('certificate-expiring', 'pessimistic');
  const { validUntil } = expiring.world.side('A').certificate();
  expect(Math.round((validUntil - expiring.time.now()) / 86_400_000)).toBe(6);
  const changed = played('certificate-changed', 'pessimistic');
  expect([changed.world.side('A').certificate().serial, changed.world.side('B').certificate().serial]).toEqual([2, 1]);
  expect(changed.of('finesse-presence').map((e) => [changed.at(e), e.available])).toEqual([
    [10, false],
    [73, true],
  ]);
  expect([changed.outcomes(), changed.graces()]).toEqual([{}, {}]);
});

test.each(both)(
  'half-open (%s): a new session takes the place of the one that the server still believes in',
  (profile) => {
    const play = played('half-open', profile);
    expect([play.closes(), play.graces(), play.outcomes()]).toEqual([{ conflict: 10 }, {}, {}]);
  },
);

test.each(both)('maintenance (%s): everybody moves, and no presence is missed', (profile) => {
  const play = played('maintenance', profile);
  expect([play.closes(), play.graces()]).toEqual([{ clean: 76 }, {}]);
  expect(play.world.truth().connected).toEqual({ A: 0, B: 112 });
});

test.each(both)('uccx-standby (%s): B takes over, and logs out after the call', (profile) => {
  const play = played('uccx-standby', profile);
  expect([play.world.side('A').inService(), play.world.side('B').inService()]).toEqual([false, true]);
  expect(play.of('outcome').every((o) => o.outcome === 'forced-logout' && o.afterCall)).toBe(true);
  expect(play.of('outcome').length).toBeGreaterThan(5);
  // B knows no time but of what changed since it took over, half a minute after the failure
  const stamps = play.of('agent-changed').flatMap((e) => (e.republished ? [e.view.stateChangeTime] : []));
  expect(stamps.filter((stamp) => stamp === '').length).toBeGreaterThan(50);
  const known = stamps.filter((stamp) => stamp !== '').map((stamp) => play.at({ at: Date.parse(stamp) }));
  for (const at of known) within(at, 50, 62);
});

describe('the demo', () => {
  const round = played('demo', 'generous');

  test('a clock starts within half a minute and is gone in eight seconds', () => {
    const [started, cancelled] = round.of('grace-changed');
    within(started === undefined ? -1 : round.at(started), 0, 30);
    expect((cancelled?.at ?? 0) - (started?.at ?? 0)).toBe(8_000);
  });

  test('fourteen of Billing at one moment; nine come back, three are set Not Ready, two after their call', () => {
    const drop = round.of('session-closed').filter((e) => e.how === 'lost');
    expect([drop.length, round.span(drop)]).toEqual([14, [30, 30]]);
    const teams = new Set(drop.map((e) => round.world.agent(e.jid.split('@')[0] ?? '')?.teamName));
    expect(teams).toEqual(new Set(['Billing']));
    expect(round.of('outcome').map((o) => [o.outcome, o.afterCall, Math.round(round.at(o))])).toEqual([
      ...Array(3).fill(['forced-not-ready', false, 90]),
      ...Array(2).fill(['forced-not-ready', true, 108]),
      ['forced-not-ready', false, 420],
    ]);
  });

  test('then calm, but for three who press F5 and one who closes the browser and is back after a while', () => {
    expect(round.graces()).toMatchObject({ started: 19, cancelled: 13, acted: 6 });
    const alone = round.of('grace-changed').filter((e) => round.at(e) > 262 && e.change === 'started');
    expect(alone.map((e) => Math.round(round.at(e)))).toEqual([306, 360, 500, 560]);
  });

  test('A restarts, SystemInfo follows ten seconds later, most are on B after about 74 s', () => {
    const out = round.of('system-info-changed').find((e) => e.side === 'A');
    expect(out === undefined ? -1 : round.at(out)).toBe(130);
    const onB = round
      .of('session-opened')
      .filter((e) => e.side === 'B')
      .map((e) => round.at(e) - 120);
    expect(onB.filter((s) => s <= 74).length / onB.length).toBeGreaterThan(0.9);
    within(onB.at(-1), 60, 90);
  });

  test('then who looks from outside is cut off, and nothing else happens meanwhile', () => {
    const cut = round.of('outside-changed').map((e) => round.at(e));
    expect(cut).toEqual([196, 216]);
    const during = round.events.filter((e) => round.at(e) > 196 && round.at(e) < 216);
    expect(new Set(during.map((e) => e.type))).toEqual(new Set(['agent-changed', 'log']));
  });

  test('it can go on for hours: every round tells the same story', () => {
    const rounds = 12;
    const long = played('demo', 'generous', { rounds });
    expect(long.problems).toEqual([]);
    expect(long.outcomes()).toEqual({ 'forced-not-ready': 6 * rounds });
    expect(long.graces()).toEqual({ started: 19 * rounds, cancelled: 13 * rounds, acted: 6 * rounds });
    expect(long.world.truth()).toMatchObject({ connected: { A: 222, B: 0 }, graces: [], cutSites: [] });
  });
});
