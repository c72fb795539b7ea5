import { describe, expect, test } from 'vitest';
import { spanWords } from '../../../components/agent/lane-words';
import { lanesOf, thinnedLanes } from '../../../components/agent/lanes';
import { agentPageModel, agentPageTopics, foldAgentPage } from '../../../components/agent/model';
import { ticksOf } from '../../../components/agent/zoom';
import type { AgentSnapshot, DistributiveOmit, Event, PresenceHealth, Recorded } from '../../../server/contract';
import { boardFixture } from '../../support/board-fixture';
import { clock, disconnectOf, endOf, when } from './disconnects';

const onA: PresenceHealth = { kind: 'connected', side: 'A', sure: 'seen', since: clock('08:00:00') };
const onB: PresenceHealth = { kind: 'connected', side: 'B', sure: 'seen', since: clock('09:18:00') };
const racing: PresenceHealth = {
  ...{ kind: 'at-risk', side: 'A', sure: 'seen', will: 'not-ready', connectedOn: 'B' },
  deadline: { earliest: clock('09:17:03'), latest: clock('09:17:05') },
  lost: { from: clock('09:16:04'), to: clock('09:16:04') },
};
const stale: PresenceHealth = {
  ...{ kind: 'unknown', why: 'feed-stale', since: clock('09:20:00') },
  blame: { feed: 'presence', side: null },
};

function snapshot(change: Partial<AgentSnapshot> = {}): AgentSnapshot {
  const board = boardFixture({ agents: 1, teams: 1 });
  const [agent] = board.agents;
  const [cluster] = board.clusters;
  if (agent === undefined || cluster === undefined) throw new Error('the fixture is empty');
  return {
    ...{ epoch: 'e', lastSeq: 0, at: clock('09:30:00'), observer: null, cluster, servers: board.servers },
    ...{ agent: { ...agent, loginId: '1001004' }, from: clock('09:00:00') },
    health: [{ from: clock('08:00:00'), to: null, health: onA }],
    ...{ states: [], disconnects: [] },
    ...change,
  };
}

let seq = 0;
type Told = DistributiveOmit<Event, 'observerId' | 'eventId' | 'v' | 'clusterKey' | 'loginId' | 'teamId'>;
function event(fact: Told & { clusterKey?: string; loginId?: string; teamId?: string }): Recorded {
  seq += 1;
  const of = { clusterKey: 'cc', loginId: '1001004', teamId: '1' };
  return { observerId: 'local', eventId: `${seq}`, v: 1, ...of, ...fact, seq } as Recorded;
}

const healthAt = (time: string, health: PresenceHealth, loginId = '1001004'): Recorded =>
  event({
    ...{ type: 'agent-health-changed', at: clock(time), since: clock(time), health, loginId },
    ...{ jid: null, onCall: false, disconnectId: 'd-1', groupId: null, source: null },
  });

describe('live', () => {
  test('a verdict ends the one before, and the agent has it', () => {
    const model = foldAgentPage(agentPageModel(snapshot()), [healthAt('09:16:04', racing), healthAt('09:18:00', onB)]);
    expect(model.agent.health).toEqual(onB);
    expect(model.health.map((s) => [when(s.from), s.to && when(s.to), s.health?.kind])).toEqual([
      ['08:00:00', '09:16:04', 'connected'],
      ['09:16:04', '09:18:00', 'at-risk'],
      ['09:18:00', null, 'connected'],
    ]);
  });

  test("a colleague's events change nothing", () => {
    const before = agentPageModel(snapshot());
    expect(foldAgentPage(before, [healthAt('09:16:04', racing, '1001005')])).toBe(before);
  });

  test('a disconnect is replaced as a whole, newest first', () => {
    const old = disconnectOf({ id: 'd-0', lost: { from: clock('08:30:00'), to: clock('08:30:00') } });
    const told = [disconnectOf(), disconnectOf({ end: endOf('09:17:04') })].map((d) =>
      event({ type: 'disconnect-changed', at: clock('09:17:04'), disconnect: d }),
    );
    const model = foldAgentPage(agentPageModel(snapshot({ disconnects: [old] })), told);
    expect(model.disconnects.map((d) => [d.id, d.end?.outcome ?? null])).toEqual([
      ['d-1', 'forced-not-ready'],
      ['d-0', null],
    ]);
  });

  test('states come in order of time, whenever they are told', () => {
    const recorded = (time: string, state: string) => {
      const source = {
        ...({ feed: 'team-feed', nodeKey: 'fina', side: 'A', release: null, serverAt: null } as const),
        ...{ offsetMs: null, offsetErrorMs: null, reference: null },
      };
      const fact = { type: 'agent-state-recorded', disconnectId: 'd-1', pendingState: null, code: null } as const;
      return event({ ...fact, at: clock('09:20:00'), state, since: clock(time), label: null, source });
    };
    const model = foldAgentPage(agentPageModel(snapshot()), [
      recorded('09:17:04', 'NOT_READY'),
      recorded('09:12:00', 'READY'),
      recorded('09:17:04', 'NOT_READY'),
      recorded('09:19:31', 'READY'),
    ]);
    expect(model.states.map((s) => `${when(s.from)} ${s.state} ${s.to && when(s.to)}`)).toEqual([
      '09:12:00 READY 09:17:04',
      '09:17:04 NOT_READY 09:19:31',
      '09:19:31 READY null',
    ]);
  });

  test('a gap of ours, a new run and another team want a new snapshot', () => {
    const fold = (e: Recorded) => foldAgentPage(agentPageModel(snapshot()), [e]).outdated;
    const at = clock('09:20:00');
    expect(fold(event({ type: 'observer-gap', at, fromMs: at - 9_000, toMs: at, reason: 'crashed' }))).toBe(true);
    expect(fold(event({ type: 'observer-started', at, runId: 'r', version: '1' }))).toBe(true);
    const { agent } = snapshot();
    const listed = (teamId: string) =>
      event({ type: 'agent-listed', at, teamId, leftTeamId: agent.teamId, profile: { ...agent, teamId } });
    expect(fold(listed('9'))).toBe(true);
    expect(fold(listed(agent.teamId))).toBe(false);
  });

  test("it hears its team's topic, not everybody's", () => {
    expect(agentPageTopics(snapshot())).toEqual(['team:cc/1', 'cluster:cc', 'observer']);
  });
});

describe('lanes', () => {
  const window = { from: clock('09:00:00'), to: clock('09:30:00') };
  const model = agentPageModel(
    snapshot({
      health: [
        { from: clock('09:05:00'), to: clock('09:16:04'), health: onA },
        { from: clock('09:16:04'), to: clock('09:18:00'), health: racing },
        { from: clock('09:18:00'), to: clock('09:20:00'), health: onB },
        { from: clock('09:20:00'), to: clock('09:21:00'), health: stale },
        { from: clock('09:21:00'), to: clock('09:22:00'), health: null },
        { from: clock('09:22:00'), to: null, health: onB },
      ],
      states: [
        { from: clock('09:11:04'), to: clock('09:17:04'), state: 'TALKING', code: null, label: null },
        { from: clock('09:17:04'), to: null, state: 'NOT_READY', code: 255, label: 'Connection Failure' },
      ],
      disconnects: [disconnectOf({ end: endOf('09:17:04') })],
    }),
  );
  const lines = (spans: { from: number; to: number; kind: string }[]) =>
    spans.map((s) => `${when(s.from).slice(0, 5)}-${when(s.to).slice(0, 5)} ${s.kind}`);

  test('of the verdict have no holes', () => {
    expect(lines(lanesOf(model, window, null).verdict)).toEqual([
      ...['09:00-09:05 unobserved', '09:05-09:16 connected', '09:16-09:18 at-risk', '09:18-09:20 connected'],
      ...['09:20-09:21 unknown', '09:21-09:22 unobserved', '09:22-09:30 connected'],
    ]);
  });

  test('of the sides show the race: on B, while the clock of A runs', () => {
    const [a, b] = lanesOf(model, window, null).sides;
    expect([a?.side, lines(a?.spans ?? [])]).toEqual([
      'A',
      ['09:00-09:05 unobserved', '09:05-09:16 connected', '09:16-09:18 at-risk', '09:20-09:22 unobserved'],
    ]);
    expect([b?.side, lines(b?.spans ?? [])]).toEqual([
      'B',
      ['09:00-09:05 unobserved', '09:16-09:20 connected', '09:20-09:22 unobserved', '09:22-09:30 connected'],
    ]);
  });

  test('of states are there around the disconnect alone, and end where nobody measures', () => {
    const { states, forcedOuts, verdict } = lanesOf(model, window, clock('09:25:00'));
    expect(lines(states)).toEqual(['09:11-09:17 busy', '09:17-09:25 not-ready']);
    expect(forcedOuts.map(when)).toEqual(['09:17:04']);
    expect(lines(verdict).at(-1)).toBe('09:25-09:30 unobserved');
  });

  test('of a long range say how many changes lie in the same pixels, and invent no state', () => {
    const lanes = lanesOf(model, window, null);
    expect(lines(thinnedLanes(lanes).verdict)).toEqual(lines(lanes.verdict));
    const far = thinnedLanes(lanes, 6).verdict;
    expect(lines(far)).toEqual([
      '09:00-09:05 unobserved',
      '09:05-09:16 connected',
      '09:16-09:22 several',
      '09:22-09:30 connected',
    ]);
    expect(far[2] && spanWords(far[2])).toBe('4 changes, 1 disconnect: zoom in to see them');
  });
});

test('the round moments of an axis', () => {
  const india = 5.5 * 3_600_000;
  expect(ticksOf(clock('09:10:00'), clock('11:40:00'), 3_600_000, india).map(when)).toEqual([
    '09:30:00',
    '10:30:00',
    '11:30:00',
  ]);
});
