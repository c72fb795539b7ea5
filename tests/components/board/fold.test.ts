/** The board follows events: figures are right after every batch, and what nobody touched stays the same object. */
import { describe, expect, test } from 'vitest';
import type { AgentView, BoardSnapshot, Event, PresenceHealth, Recorded } from '#contract';
import { foldBoard } from '../../../components/board/fold';
import { agentOf, agentsOf, type BoardModel, boardModel, boardTopics } from '../../../components/board/model';
import { counted, noTotals } from '../../../components/board/totals';
import { boardAt, boardFixture } from '../../support/board-fixture';

const born = { observerId: 'local', v: 1 as const, clusterKey: 'cc' };
let seq = 0;
const numbered = (events: Event[]): Recorded[] => events.map((e) => ({ ...e, seq: ++seq }));
const fold = (model: BoardModel, ...events: Event[]) => foldBoard(model, numbered(events));

function health(agent: AgentView, to: PresenceHealth, change: Partial<AgentView> = {}): Event {
  const { loginId, teamId, jid, disconnectId, groupId } = agent;
  const ids = { ...born, eventId: `h-${loginId}`, loginId, teamId, jid, disconnectId, groupId };
  const onCall = change.onCall ?? agent.onCall;
  return { ...ids, type: 'agent-health-changed', at: boardAt, health: to, since: boardAt, onCall, source: null };
}

function listed(agent: AgentView, profile: Partial<AgentView>, leftTeamId: string | null = null): Event {
  const { firstName, lastName, teamId, teamName, site, extension, userType } = { ...agent, ...profile };
  return {
    ...{ ...born, type: 'agent-listed', eventId: `l-${agent.loginId}`, at: boardAt, loginId: agent.loginId, teamId },
    ...{ leftTeamId, profile: { firstName, lastName, teamId, teamName, site, extension, userType } },
  };
}

const atRisk: PresenceHealth = {
  ...{ kind: 'at-risk', side: 'A', sure: 'seen', will: 'not-ready', connectedOn: null },
  deadline: { earliest: boardAt + 60_000, latest: boardAt + 61_000 },
  lost: { from: boardAt, to: boardAt },
};

const board = (options = {}): BoardSnapshot => boardFixture({ agents: 60, teams: 3, ...options });
const someone = (model: BoardModel, i = 0): AgentView => {
  const agent = agentsOf(model)[i];
  if (agent === undefined) throw new Error('no such agent in the fixture');
  return agent;
};
const recount = (model: BoardModel) => agentsOf(model).reduce((sum, a) => counted(sum, a, 1), noTotals);

describe('an agent', () => {
  test('at risk is counted at once, on a call or not, and leaves the side that it was connected on', () => {
    const before = boardModel(board());
    const agent = someone(before);
    const after = fold(before, health(agent, atRisk, { onCall: true }));
    expect(after.totals).toMatchObject({ 'at-risk': 1, atRiskOnCall: 1, connected: 59, all: 60 });
    expect(after.totals).toEqual(recount(after));
    expect(agentOf(after, 'cc', agent.loginId)?.health.kind).toBe('at-risk');
  });

  test('that changes leaves the other teams and the other agents the same objects', () => {
    const before = boardModel(board());
    const agent = someone(before);
    const after = fold(before, health(agent, atRisk));
    const same = [...before.teams.keys()].filter((key) => after.teams.get(key) === before.teams.get(key));
    expect(same).toHaveLength(2);
    expect(agentsOf(after).filter((a, i) => a !== agentsOf(before)[i])).toHaveLength(1);
    expect([after.servers, after.disconnects, after.teamOf]).toEqual([
      before.servers,
      before.disconnects,
      before.teamOf,
    ]);
    expect(before.totals['at-risk']).toBe(0);
  });

  test('who is new gets the place of the login id, and the team its place by name', () => {
    const before = boardModel(board());
    const newcomer = { ...someone(before), loginId: '0999999' };
    const after = fold(before, listed(newcomer, { teamId: '9', teamName: 'Accounts' }), listed(newcomer, {}, '9'));
    expect([...after.teams.values()].map((t) => t.teamName)).toEqual(['Billing', 'Care', 'Sales']);
    expect([...(after.teams.get('cc/1')?.agents.keys() ?? [])][0]).toBe('0999999');
    expect(after.totals).toEqual(recount(after));
    expect(after.totals.unknown).toBe(1);
  });

  test('who moves is in one team only, and what the old team still says comes too late', () => {
    const before = boardModel(board());
    const agent = someone(before);
    const late = health(agent, { ...atRisk, side: 'B' });
    const [early] = numbered([late]);
    const moved = fold(before, listed(agent, { teamId: '2', teamName: 'Sales' }, '1'), health(agent, atRisk));
    const after = early === undefined ? moved : foldBoard(moved, [early]);
    expect(agentOf(after, 'cc', agent.loginId)).toMatchObject({ teamName: 'Sales', health: { side: 'A' } });
    expect(agentsOf(after)).toHaveLength(60);
    expect(after.totals).toEqual(recount(after));
  });

  test('who leaves the teams in sight, or the directory, is gone', () => {
    const before = boardModel(board({ only: ['1'] }));
    const [one, two] = [someone(before, 0), someone(before, 1)];
    const unlisted: Event = {
      ...{ ...born, type: 'agent-unlisted', eventId: 'u', at: boardAt, loginId: two.loginId, teamId: '1' },
    };
    const after = fold(before, listed(one, { teamId: '2', teamName: 'Sales' }, '1'), unlisted, health(two, atRisk));
    expect([agentOf(after, 'cc', one.loginId), agentOf(after, 'cc', two.loginId)]).toEqual([undefined, undefined]);
    expect(after.totals.all).toBe(18);
    expect(after.totals).toEqual(recount(after));
  });
});

describe('the rest', () => {
  test('topics are those of the scope', () => {
    expect(boardTopics(board())).toEqual(['cluster:cc', 'agents:cc', 'observer']);
    expect(boardTopics(board({ only: ['1', '3'] }))).toEqual(['cluster:cc', 'team:cc/1', 'team:cc/3', 'observer']);
  });

  test('a server keeps its place, A before B, and only it changes', () => {
    const before = boardModel(board());
    const outage: Event = {
      ...{ ...born, type: 'outage-changed', eventId: 'o', at: boardAt, nodeKey: 'fin-a', side: 'A' },
      outage: { cause: 'cti-link', since: boardAt, toldAt: null, consequences: [] },
    };
    const after = fold(before, outage);
    expect([...after.servers.keys()]).toEqual(['cc/fin-a', 'cc/fin-b']);
    expect(after.servers.get('cc/fin-a')?.outage?.cause).toBe('cti-link');
    expect(after.servers.get('cc/fin-b')).toBe(before.servers.get('cc/fin-b'));
  });

  test('minutes are summed over teams; a page of some teams notes its own', () => {
    const count = { connected: 10, unstable: 1, atRisk: 2, forcedOut: 0, loggedOut: 3, unknown: 0 };
    const counting: Event = {
      ...{ ...born, type: 'teams-counted', eventId: 'c', at: boardAt },
      teams: [
        { ...count, teamId: '1' },
        { ...count, teamId: '2' },
      ],
    };
    const all = fold(boardModel(board()), counting);
    expect(all.minutes.get('cc')?.at(-1)).toMatchObject({ connected: 20, atRisk: 4, at: boardAt });
    const server = board().servers[0];
    if (server?.minute == null) throw new Error('the fixture has minutes');
    const minute: Event = {
      ...{ ...born, type: 'server-minute-counted', eventId: 'm', at: boardAt, nodeKey: 'fin-a', side: 'A' },
      minute: server.minute,
    };
    const own = fold(boardModel(board({ only: ['1'] })), minute, { ...minute, nodeKey: 'fin-b', side: 'B' });
    expect(own.minutes.get('cc')?.at(-1)).toMatchObject({ connected: 20, at: boardAt });
    expect(own.minutes.get('cc')?.filter((m) => m.at === boardAt)).toHaveLength(1);
  });

  test('what is older than a day is forgotten, unless it is still open', () => {
    const snapshot = board({ back: 4, forcedOut: 1 });
    const tomorrow: Event = { ...born, type: 'teams-counted', eventId: 'c', at: boardAt + 2 * 86_400_000, teams: [] };
    const after = fold(boardModel(snapshot), tomorrow);
    expect([...after.disconnects.values()].map((d) => d.closedAt)).toEqual([null]);
  });
});
