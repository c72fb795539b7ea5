/** One loss from the first sign to the return, told by single looks: what begins a record, what it learns, and what closes it. */
import { describe, expect, test } from 'vitest';
import type { Disconnect, PresenceHealth } from '../../../server/contract';
import { capabilitiesOf } from '../../../server/domain/presence/capabilities';
import {
  beginning,
  closingTime,
  follow,
  isAnother,
  type Look,
  wentAt,
} from '../../../server/domain/presence/disconnects';
import type { End } from '../../../server/domain/presence/ends';
import { type AgentEvidence, type Evidence, type Feeds, noEvidence } from '../../../server/domain/presence/evidence';
import { foldEvidence } from '../../../server/domain/presence/fold';
import { publicCode, staysWithin } from '../../../server/domain/presence/shown-state';
import { staysOf } from '../../../server/domain/presence/timeline';
import { isSameVerdict, verdictSince } from '../../../server/domain/presence/verdict';

const MINUTE = 60_000;
const c = capabilitiesOf({
  ...{ service: 'finesse', release: '12.6', sso: false, deployment: { type: 'UCCE', load: 0 } },
  ...{ granted: { presence: true, agentFeeds: true, connectedUsers: true }, listMeaning: 'leaves-with-connection' },
});
const feeds: Feeds = { A: { feeds: {}, deaf: [] }, B: { feeds: {}, deaf: [] } };
const profile = {
  ...{ firstName: 'Ana', lastName: 'Ortiz', teamId: '1', teamName: 'Billing', site: 'Lyon' },
  ...{ extension: '1001', userType: null },
};
const about = {
  ...{ clusterKey: 'lab', loginId: '1001', profile, jid: '1001@a/desktop', connectedHost: null, release: '12.6' },
  ...{ source: null, groupId: null, unseenFrom: null },
};
const state = (s: number, name: string, pendingState: string | null = null): Evidence => ({
  ...{ kind: 'state', feed: 'team-feed', side: 'A', at: s * 1_000, state: name, pendingState, code: -1, label: null },
  ...{ systemCode: null, extension: '1001', serverAt: s * 1_000, clockOffsetMs: 0 },
});
const presence = (s: number, available: boolean): Evidence => ({
  ...{ kind: 'presence', feed: 'presence', side: 'A', at: s * 1_000, available, jid: '1001@a/desktop', pushed: true },
});
const atRisk = (s: number, connectedOn: 'A' | 'B' | null = null): PresenceHealth => ({
  ...{ kind: 'at-risk', side: 'A', sure: 'seen', will: 'not-ready', connectedOn },
  lost: { from: s * 1_000 - 1_500, to: s * 1_000 },
  deadline: { earliest: s * 1_000 + 58_500, latest: s * 1_000 + 60_500 },
});
const connected = (s: number): PresenceHealth => ({ kind: 'connected', side: 'A', sure: 'seen', since: s * 1_000 });
const blind: PresenceHealth = {
  kind: 'unknown',
  why: 'feed-stale',
  blame: { feed: 'presence', side: 'A' },
  since: 70_000,
};
const forcedOut = (s: number): PresenceHealth => ({
  ...{ kind: 'forced-out', outcome: 'forced-not-ready', at: s * 1_000, side: 'A', connectedOn: null },
});
const ended = (s: number, outcome: End['outcome'], name = 'NOT_READY'): End => ({
  ...{ outcome, at: s * 1_000, side: 'A', state: name, serverAt: s * 1_000, stateBefore: 'READY', onCall: false },
  ...{ code: 50002, label: 'Connection Failure', lost: null, predicted: null },
});

function look(s: number, health: PresenceHealth, told: readonly Evidence[] = [], ends: readonly End[] = []): Look {
  const agent = told.reduce<AgentEvidence>(foldEvidence, noEvidence);
  return { at: s * 1_000, health, agent, feeds, c, stays: staysOf(agent), ends };
}
function begun(l: Look, after = 0): Disconnect {
  const draft = beginning(l, after, about);
  if (draft === null) throw new Error('nothing began');
  return { id: 'd', ...draft };
}
const lost = () => begun(look(30, atRisk(30), [state(1, 'TALKING'), presence(2, true), presence(30, false)]));
const acted = [state(1, 'READY'), state(90, 'NOT_READY')];

describe('a record begins', () => {
  test('with a clock: what was known then, and what is foretold', () => {
    expect(lost()).toMatchObject({
      ...{ side: 'A', warnedAt: 30_000, will: 'not-ready', sure: 'seen', end: null, closedAt: null },
      ...{ lost: { from: 28_500, to: 30_000 }, deadline: { earliest: 88_500, latest: 90_500 }, site: 'Lyon' },
      before: { state: 'TALKING', pendingState: null, onCall: true },
      signs: [{ feed: 'presence', first: 2_000, last: 2_000 }],
      profile: { graceMs: 60_000, deployment: 'UCCE', load: 0, release: '12.6' },
    });
  });

  test('with an action that nobody saw coming, and never twice with the same one', () => {
    const l = look(91, forcedOut(90), acted, [ended(90, 'forced-not-ready')]);
    expect(begun(l)).toMatchObject({ lost: null, warnedAt: null, end: { at: 90_000 }, before: { state: 'READY' } });
    expect(wentAt(begun(l))).toBe(30_000);
    expect(beginning(l, 90_000, about)).toBeNull();
    expect(beginning(look(91, connected(1), acted, [ended(90, 'supervisor')]), 0, about)).toBeNull();
  });
});

describe('a record learns', () => {
  test('that Finesse acted, the return, Ready again; then it closes', () => {
    let d = follow(lost(), look(91, forcedOut(90), acted, [ended(90, 'forced-not-ready')]));
    expect(d).toMatchObject({ end: { outcome: 'forced-not-ready', code: 50002 }, returned: null, closedAt: null });
    d = follow(d, look(120, connected(119), acted, [ended(90, 'forced-not-ready')]));
    expect(d).toMatchObject({ returned: { at: 119_000, side: 'A' }, readyAgainAt: null, closedAt: null });
    d = follow(d, look(130, connected(119), [...acted, state(129, 'READY')], [ended(90, 'forced-not-ready')]));
    expect(d).toMatchObject({ readyAgainAt: 129_000, closedAt: 130_000 });
  });

  test('a return by the state alone, where no feed tells of connections', () => {
    const d = begun(look(91, forcedOut(90), acted, [ended(90, 'forced-not-ready')]));
    const unknownSide: PresenceHealth = { kind: 'connected', side: null, sure: 'inferred', since: 1_000 };
    expect(follow(d, look(200, unknownSide, [...acted, state(199, 'READY')]))).toMatchObject({
      ...{ returned: { at: 199_000, side: null }, readyAgainAt: 199_000, closedAt: 200_000 },
    });
  });

  test('nothing from a look that tells nothing new: it is the very same', () => {
    const d = lost();
    expect(follow(d, look(31, atRisk(30)))).toBe(d);
  });

  test('that our own view went; what came of it is still awaited', () => {
    const d = follow(lost(), look(75, blind));
    expect(d).toMatchObject({ unseenFrom: 70_000, end: null, closedAt: null });
    expect(follow(d, look(1_000, blind))).toBe(d);
  });

  test('a reason of the agent’s own choice is not kept, though the sign-out is', () => {
    const d = follow(
      lost(),
      look(50, { kind: 'logged-out', outcome: 'self', at: 49_000 }, [], [ended(49, 'self', 'LOGOUT')]),
    );
    expect(d.end).toMatchObject({ outcome: 'self', state: 'LOGOUT', code: null, label: null });
  });

  test('Not Ready by a supervisor is no end of a stay', () => {
    expect(follow(lost(), look(50, atRisk(30), [], [ended(49, 'supervisor')])).end).toBeNull();
  });
});

describe('a record closes', () => {
  const out = () => begun(look(91, forcedOut(90), acted, [ended(90, 'forced-not-ready')]));

  test('back in time: at once; while the other side may still act: not yet', () => {
    expect(follow(lost(), look(40, connected(40)))).toMatchObject({
      returned: { at: 40_000 },
      closedAt: 40_000,
      end: null,
    });
    expect(follow(lost(), look(40, atRisk(30, 'B')))).toMatchObject({ returned: { side: 'B' }, closedAt: null });
  });

  test('back and not Ready: a quarter of an hour later', () => {
    const d = follow(out(), look(120, connected(119), acted));
    expect([d.closedAt, closingTime(d, connected(119))]).toEqual([null, 119_000 + 15 * MINUTE]);
  });

  test('logged out: a quarter of an hour later; set Not Ready and never seen again: after a working day', () => {
    const gone = begun(look(91, forcedOut(90), acted, [ended(90, 'forced-logout', 'LOGOUT')]));
    expect(closingTime(gone, forcedOut(90))).toBe(90_000 + 15 * MINUTE);
    expect(closingTime(out(), forcedOut(90))).toBe(90_000 + 12 * 60 * MINUTE);
    expect(closingTime(out(), { kind: 'logged-out', outcome: 'self', at: 200_000 })).toBe(200_000 + 15 * MINUTE);
  });

  test('Finesse did nothing that we saw: a quarter of an hour after the time', () => {
    const overdue: PresenceHealth = {
      kind: 'unknown',
      why: 'not-acted',
      blame: { feed: 'presence', side: 'A' },
      since: 30_000,
    };
    expect(closingTime(lost(), overdue)).toBe(90_500 + 15 * MINUTE);
  });
});

test('another loss: after an action or a return, never the clock that runs on', () => {
  const d = lost();
  expect(isAnother(d, look(60, atRisk(30)))).toBe(false);
  const back = follow(d, look(40, atRisk(30, 'B')));
  expect(isAnother(back, look(60, atRisk(30)))).toBe(false);
  expect(isAnother(back, look(70, atRisk(69)))).toBe(true);
  // the first side acts after all
  expect(isAnother(back, look(91, forcedOut(90), acted, [ended(90, 'forced-not-ready')]))).toBe(false);
  const out = follow(d, look(91, forcedOut(90), acted, [ended(90, 'forced-not-ready')]));
  expect(isAnother(out, look(95, forcedOut(90), acted, [ended(90, 'forced-not-ready')]))).toBe(false);
  expect(
    isAnother(out, look(300, forcedOut(300), acted, [ended(90, 'forced-not-ready'), ended(300, 'forced-not-ready')])),
  ).toBe(true);
  expect(isAnother(out, look(300, atRisk(299)))).toBe(true);
});

test('a deadline that moves by less than half a second is no news; a race, a side, a second are', () => {
  const moved = (ms: number): PresenceHealth => {
    const h = atRisk(30);
    return h.kind === 'at-risk'
      ? { ...h, deadline: { earliest: h.deadline.earliest + ms, latest: h.deadline.latest } }
      : h;
  };
  expect(isSameVerdict(atRisk(30), moved(400))).toBe(true);
  expect(isSameVerdict(atRisk(30), moved(500))).toBe(false);
  expect(isSameVerdict(atRisk(30), atRisk(30, 'B'))).toBe(false);
  expect(isSameVerdict(connected(1), connected(9))).toBe(true);
  expect(isSameVerdict(connected(1), blind)).toBe(false);
});

test('a verdict holds since its evidence, not before the one of before, and not from the future', () => {
  expect(verdictSince(atRisk(30), 10_000, 31_000)).toBe(30_000);
  expect(verdictSince(connected(5), 10_000, 31_000)).toBe(10_000);
  expect(verdictSince(forcedOut(40), null, 31_000)).toBe(31_000);
});

test('what of a state may be kept: codes of the system, and the states around a time', () => {
  const reason = { state: 'NOT_READY', label: 'Lunch', systemCode: false };
  expect(publicCode({ ...reason, code: 12 }, c.deployment)).toEqual({ code: null, label: null });
  expect(publicCode({ ...reason, code: 12, systemCode: null }, c.deployment)).toEqual({ code: null, label: null });
  const failure = { state: 'NOT_READY', label: 'Connection Failure', systemCode: null, code: 50002 };
  expect(publicCode(failure, c.deployment)).toEqual({ code: 50002, label: 'Connection Failure' });
  const { stays } = look(500, connected(1), [state(10, 'READY'), state(100, 'TALKING'), state(200, 'READY')]);
  expect(staysWithin(stays, 120_000, 190_000).map((s) => s.first.state)).toEqual(['TALKING']);
  expect(staysWithin(stays, 50_000, 250_000).map((s) => s.first.state)).toEqual(['READY', 'TALKING', 'READY']);
});
