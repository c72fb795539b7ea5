/** The watch of agents told by hand: who is there, when feeds count, what is looked at first, and what is counted. */
import { describe, expect, test } from 'vitest';
import type { AgentProfile, AgentView, Disconnect, Fact, WarningRecord } from '../../../server/contract';
import { foldAgent } from '../../../server/contract/board';
import type { Evidence } from '../../../server/domain/presence/evidence';
import {
  addCase,
  recordOf,
  tallyFrom,
  type WarningCase,
  warningRecordOf,
} from '../../../server/domain/presence/record';
import { createAgentWatch } from '../../../server/monitor/presence/agent-watch';
import { createVirtualTime } from '../../../server/time/virtual-time';
import { wordsOf } from '../../domain/presence/words';
import { telling } from './agent-play';

const START = Date.UTC(2026, 10, 3, 9);
const FOREVER = START + 100_000_000;
const profile = (more: Partial<AgentProfile> = {}): AgentProfile => ({
  ...{
    firstName: 'Ana',
    lastName: 'Ortiz',
    teamId: '1',
    teamName: 'Billing',
    site: 'Lyon',
    extension: '1',
    userType: null,
  },
  ...more,
});

function scene(service: 'finesse' | 'xmpp' = 'finesse', openDisconnects: readonly Disconnect[] = []) {
  const time = createVirtualTime(START, 1);
  const facts: Fact[] = [];
  const known = { agents: [], openDisconnects, groups: [], record: null };
  const watch = createAgentWatch({ clusterKey: 'lab', service, time, publish: (f) => facts.push(f), known });
  watch.learn({
    ...{ service, release: '12.6', sso: false, deployment: { type: 'UCCE', load: 0 } },
    ...{ granted: { presence: true, agentFeeds: true, connectedUsers: true }, listMeaning: 'leaves-with-connection' },
  });
  const tell = telling(watch);
  return {
    ...{ watch, time, facts },
    list: (loginId: string, more: Partial<AgentProfile> = {}, complete = false) =>
      watch.listed([{ loginId, profile: profile(more) }], complete),
    ready: (loginId: string) =>
      tell(loginId, {
        ...{ kind: 'state', feed: 'team-feed', side: 'A', at: time.now(), state: 'READY', pendingState: null },
        ...{ code: -1, label: null, systemCode: null, extension: '1', serverAt: time.now(), clockOffsetMs: 0 },
      }),
    presence: (loginId: string, available: boolean) =>
      tell(loginId, {
        ...{ kind: 'presence', feed: 'presence', side: 'A', at: time.now(), available, pushed: true },
        jid: `${loginId}@a/desktop`,
      }),
    told: (e: (at: number) => Evidence, loginId = '1001') => tell(loginId, e(time.now())),
    fresh: (until = FOREVER) => {
      for (const feed of ['team-feed', 'presence'] as const) watch.fresh('A', feed, time.now(), until);
    },
    until: (s: number) => time.advanceSync(START + s * 1_000 - time.now()),
    /** Since the last call: type, who, and what people see. */
    news: () => facts.splice(0).map(lineOf),
  };
}

const second = (ms: number) => Math.round((ms - START) / 100) / 10;

function lineOf(f: Fact): string {
  switch (f.type) {
    case 'agent-listed':
      return `listed ${f.loginId} in ${f.teamId}${f.leftTeamId === null ? '' : `, left ${f.leftTeamId}`}`;
    case 'agent-unlisted':
      return `unlisted ${f.loginId} of ${f.teamId}`;
    case 'agent-health-changed':
      return `${f.loginId} ${wordsOf(f.health, second)}`;
    case 'agent-state-changed':
      return `${f.loginId} ${f.state}${f.onCall ? ' on a call' : ''}`;
    case 'disconnect-changed':
      return `${f.loginId} disconnect${f.disconnect.closedAt === null ? '' : ' closed'}`;
    case 'teams-counted':
      return `counted ${f.teams.map((t) => `${t.teamId}: ${t.connected} connected, ${t.unknown} unknown`).join('; ')}`;
    default:
      return f.type;
  }
}

describe('listings', () => {
  test('only what differs is told; a move carries the team that was left; whoever is missing has left', () => {
    const s = scene();
    s.list('1001');
    s.list('1001');
    s.list('1001', { extension: '2' });
    s.list('1001', { teamId: '2', teamName: 'Sales' });
    s.list('1002');
    s.list('1002', {}, true);
    expect(s.news()).toEqual([
      'listed 1001 in 1',
      'listed 1001 in 1',
      'listed 1001 in 2, left 1',
      'listed 1002 in 1',
      'unlisted 1001 of 2',
    ]);
    expect(s.watch.loginIds()).toEqual(['1002']);
  });

  test('evidence of somebody unknown waits for the listing', () => {
    const s = scene();
    s.fresh();
    s.ready('1001');
    s.presence('1001', true);
    s.until(2);
    expect(s.news()).toEqual([]);
    s.list('1001');
    s.until(3);
    expect(s.news()).toEqual(['listed 1001 in 1', '1001 READY', '1001 connected A seen']);
  });

  test('who leaves the directory leaves no record open', () => {
    const s = scene();
    s.list('1001');
    s.fresh();
    s.ready('1001');
    s.presence('1001', true);
    s.until(10);
    s.presence('1001', false);
    s.until(11);
    s.news();
    s.watch.unlisted('1001');
    expect(s.news()).toEqual(['1001 disconnect closed', 'unlisted 1001 of 1']);
    s.until(200);
    expect(s.news()).toEqual([]);
  });
});

describe('what counts when', () => {
  test('nobody is said to be unknown while those who tell are only beginning; five seconds later they are', () => {
    const s = scene();
    s.list('1001');
    s.until(4.9);
    expect(s.news()).toEqual(['listed 1001 in 1']);
    s.until(5);
    expect(s.news()).toEqual(['1001 unknown feed-stale team-feed -']);
  });

  test('a feed that nobody proves lapses by itself; proven again, it counts again without a new beginning', () => {
    const s = scene();
    s.list('1001');
    s.fresh(START + 20_000);
    s.ready('1001');
    s.presence('1001', true);
    s.until(20);
    s.news();
    s.until(20.1);
    expect(s.news()).toEqual(['1001 unknown feed-stale team-feed -']);
    s.until(22);
    for (const feed of ['team-feed', 'presence'] as const) s.watch.proven('A', feed, FOREVER);
    s.until(23);
    expect(s.news()).toEqual(['1001 connected A seen']);
  });

  test('what was said to be stale needs a new beginning, whatever proves it', () => {
    const s = scene();
    s.list('1001');
    s.fresh();
    s.ready('1001');
    s.presence('1001', true);
    s.until(10);
    s.news();
    s.watch.stale('A', 'presence', s.time.now());
    s.until(10.1);
    expect(s.news()).toEqual(['1001 unknown feed-stale presence A']);
    s.watch.proven('A', 'presence', FOREVER);
    s.until(20);
    expect(s.news()).toEqual([]);
    s.watch.fresh('A', 'presence', s.time.now(), FOREVER);
    s.presence('1001', true);
    s.until(21);
    expect(s.news()).toEqual(['1001 connected A seen']);
  });

  test('after a blackout of our own no countdown goes on, and who is well is not said to be otherwise', () => {
    const s = scene();
    for (const loginId of ['1001', '1002']) {
      s.list(loginId);
      s.ready(loginId);
    }
    s.fresh();
    for (const loginId of ['1001', '1002']) {
      s.ready(loginId);
      s.presence(loginId, true);
    }
    s.until(10);
    s.presence('1001', false);
    s.until(11);
    s.news();
    s.time.stall(30_000);
    s.watch.blind(START + 11_000, s.time.now());
    s.until(42);
    expect(s.news()).toEqual(['1001 disconnect', '1001 unknown feed-stale team-feed -']);
    s.fresh();
    for (const loginId of ['1001', '1002']) s.ready(loginId);
    s.presence('1002', true);
    s.presence('1001', true);
    s.until(43);
    expect(s.news().filter((l) => !l.includes('record'))).toEqual(['1001 disconnect closed', '1001 connected A seen']);
  });

  test('while Finesse on that side counts no grace, nobody is at risk by it', () => {
    const s = scene();
    s.list('1001');
    s.fresh();
    s.ready('1001');
    s.presence('1001', true);
    s.until(10);
    s.watch.deaf('A', true, s.time.now());
    s.presence('1001', false);
    s.until(90);
    expect(s.news().filter((l) => /at-risk|disconnect/.test(l))).toEqual([]);
  });
});

test('a record of a former run that nobody goes on with is closed', () => {
  const before = scene();
  before.list('1001');
  before.fresh();
  before.ready('1001');
  before.presence('1001', true);
  before.until(10);
  before.presence('1001', false);
  before.until(11);
  const open = before.facts.flatMap((f) => (f.type === 'disconnect-changed' ? [f.disconnect] : []));
  const after = scene('finesse', open);
  expect(after.news()).toEqual(['1001 disconnect closed']);
});

test('of thousands who wait, those whose countdown may be wrong come first', () => {
  const s = scene();
  const people = Array.from({ length: 1_000 }, (_, i) => `${1_000 + i}`);
  s.watch.listed(
    people.map((loginId) => ({ loginId, profile: profile() })),
    true,
  );
  s.fresh();
  for (const loginId of people) {
    s.ready(loginId);
    s.presence(loginId, true);
  }
  s.until(10);
  const atRisk = people.slice(-3);
  for (const loginId of atRisk) s.presence(loginId, false);
  s.until(11);
  s.news();
  s.watch.stale('A', 'presence', s.time.now());
  s.until(12);
  const order = s.facts.flatMap((f) => (f.type === 'agent-health-changed' ? [f.loginId] : []));
  expect(order).toHaveLength(1_000);
  expect(order.slice(0, 3)).toEqual(atRisk);
});

test('every minute on the minute each team is counted', () => {
  const s = scene();
  s.until(30);
  s.list('1001');
  s.list('1002', { teamId: '2' });
  s.fresh();
  s.ready('1001');
  s.presence('1001', true);
  s.until(181);
  const counted = s.facts.filter((f) => f.type === 'teams-counted');
  expect(counted.map((f) => `${second(f.at)} ${lineOf(f)}`)).toEqual(
    [60, 120, 180].map((at) => `${at} counted 1: 1 connected, 0 unknown; 2: 0 connected, 1 unknown`),
  );
});

test('what is published folds into the view that is believed', () => {
  const s = scene();
  s.list('1001');
  s.fresh();
  s.ready('1001');
  s.presence('1001', true);
  s.until(10);
  s.presence('1001', false);
  s.until(11);
  const view = s.facts.reduce<AgentView | undefined>(
    (v, f) => foldAgent(v, { ...f, observerId: '', eventId: '', v: 1 } as Parameters<typeof foldAgent>[1]),
    undefined,
  );
  expect(view).toMatchObject({
    ...{ state: 'READY', stateSince: START, jid: '1001@a/desktop', healthSince: START + 10_000 },
    health: { kind: 'at-risk', side: 'A', deadline: { earliest: START + 68_500, latest: START + 70_500 } },
    disconnectId: expect.any(String),
  });
});

test('on an XMPP service: connected, unstable, signed out, and never a clock or a record', () => {
  const s = scene('xmpp');
  s.list('ada@lab.example');
  for (const feed of ['presence', 'ping'] as const) s.watch.fresh('A', feed, s.time.now(), FOREVER);
  s.presence('ada@lab.example', true);
  const pong =
    (answered: boolean) =>
    (at: number): Evidence => ({
      ...{ kind: 'answer', feed: 'ping', side: 'A', at, answered, jid: 'ada@lab.example@a/desktop' },
    });
  s.until(1);
  s.told(pong(true), 'ada@lab.example');
  s.until(2);
  s.told(pong(false), 'ada@lab.example');
  s.until(3);
  s.presence('ada@lab.example', false);
  s.until(300);
  expect(s.news().filter((l) => !l.startsWith('counted'))).toEqual([
    'listed ada@lab.example in 1',
    'ada@lab.example connected A seen',
    'ada@lab.example unstable A',
    'ada@lab.example logged-out unknown',
  ]);
});

describe('the record of warnings', () => {
  const cases: WarningCase[] = [
    { warnedAt: 0, forcedOutAt: 60_000 },
    { warnedAt: 10_000, forcedOutAt: 68_000 },
    { warnedAt: null, forcedOutAt: 90_000 },
    { warnedAt: 5_000, forcedOutAt: null },
    { warnedAt: 0, forcedOutAt: 150_000 },
  ];
  const tallied = (record: WarningRecord | null, of: readonly WarningCase[]) =>
    recordOf(of.reduce(addCase, tallyFrom(record)));

  test('counted one by one it is what it is counted at once', () => {
    expect(tallied(null, cases)).toEqual(warningRecordOf(cases));
    expect(tallied(null, [])).toEqual(warningRecordOf([]));
  });

  test('goes on from what a former run counted: all but the median exactly', () => {
    const whole = warningRecordOf(cases);
    const continued = tallied(warningRecordOf(cases.slice(0, 2)), cases.slice(2));
    expect({ ...continued, leadMs: { ...continued.leadMs, median: 0 } }).toEqual({
      ...whole,
      leadMs: { ...whole.leadMs, median: 0 },
    });
  });
});
