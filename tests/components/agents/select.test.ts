import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyone, queryOf } from '../../../components/agents/query';
import { selectAgents } from '../../../components/agents/select';
import type { AgentView, PresenceHealth } from '../../../server/contract';
import { boardAt, boardFixture } from '../../support/board-fixture';

const at = boardAt;
const onA: PresenceHealth = { kind: 'connected', side: 'A', sure: 'seen', since: at - 60_000 };
const atRisk = (inMs: number, connectedOn: 'B' | null = null): PresenceHealth => ({
  ...{ kind: 'at-risk', side: 'A', sure: 'seen', will: 'not-ready', connectedOn },
  ...{ deadline: { earliest: at + inMs, latest: at + inMs + 2_000 }, lost: { from: at, to: at } },
});
const forcedOut = (agoMs: number): PresenceHealth => ({
  ...{ kind: 'forced-out', outcome: 'forced-not-ready', at: at - agoMs, side: 'A', connectedOn: null },
});
const unknown: PresenceHealth = {
  kind: 'unknown',
  why: 'never-seen',
  blame: { feed: 'rest', side: null },
  since: null,
};

const [someone] = boardFixture({ agents: 1, teams: 1 }).agents;
function agent(loginId: string, health: PresenceHealth = onA, change: Partial<AgentView> = {}): AgentView {
  if (someone === undefined) throw new Error('the fixture has nobody');
  return { ...someone, loginId, firstName: null, lastName: null, health, ...change };
}

const ask = (text: string) => queryOf(new URLSearchParams(text));
const shown = (agents: AgentView[], text = '', before?: readonly string[]) =>
  selectAgents(agents, ask(text), before).map((key) => key.replace('cc/', ''));

describe('the order', () => {
  test('exceptions first, the soonest deadline before the others, calls before idle ones', () => {
    const agents = [
      agent('fine'),
      agent('gone', { kind: 'logged-out', outcome: 'self', at }),
      agent('unseen', unknown),
      agent('out-long', forcedOut(300_000)),
      agent('shaky', { kind: 'unstable', side: 'A', reconnects: 4, missed: 0, since: at }),
      agent('out-now', forcedOut(1_000)),
      agent('late', atRisk(50_000)),
      agent('soon', atRisk(4_000)),
      agent('soon-on-call', atRisk(4_000), { onCall: true }),
    ];
    expect(shown(agents)).toEqual([
      ...['soon-on-call', 'soon', 'late', 'out-now', 'out-long', 'shaky', 'unseen', 'fine', 'gone'],
    ]);
  });

  test('by a column, both ways; who has no value comes last', () => {
    const agents = [
      agent('c', onA, { extension: '99' }),
      agent('a', onA, { extension: null }),
      agent('b', onA, { extension: '1000' }),
    ];
    expect(shown(agents, 'sort=extension')).toEqual(['c', 'b', 'a']);
    expect(shown(agents, 'sort=-extension')).toEqual(['b', 'c', 'a']);
  });

  test('by name, whatever its accents and case', () => {
    const names = ['Zoe', 'Émile', 'ada', 'Eric'];
    const agents = names.map((firstName) => agent(firstName, onA, { firstName }));
    expect(shown(agents, 'sort=name')).toEqual(['ada', 'Émile', 'Eric', 'Zoe']);
  });

  test('is the same whatever the order before', () => {
    const { agents } = boardFixture({ agents: 60, atRisk: 9, forcedOut: 7, unstable: 5, loggedOut: 4 });
    const keys = agents.map((a) => `cc/${a.loginId}`);
    const sorted = selectAgents(agents, everyone);
    fc.assert(
      fc.property(fc.shuffledSubarray(keys), fc.constantFrom('', 'sort=-team', 'sort=state'), (before, text) => {
        expect(selectAgents(agents, ask(text), before)).toEqual(selectAgents(agents, ask(text)));
      }),
    );
    expect(selectAgents(agents, everyone, sorted)).toBe(sorted);
  });
});

describe('search and filters', () => {
  const agents = [
    agent('1001', onA, { firstName: 'Inès', lastName: 'Costa', extension: '2001', teamId: '1', site: 'Lyon' }),
    agent('1002', atRisk(9_000, 'B'), { firstName: 'Li', lastName: 'Wei', extension: '2002', teamId: '2', site: null }),
    agent('1003', unknown, { extension: null, teamId: '1', site: 'Porto', state: null }),
  ];
  const table: [string, string[]][] = [
    ['q=ines', ['1001']],
    ['q=costa+INÈS', ['1001']],
    ['q=100', ['1002', '1003', '1001']],
    ['q=2002', ['1002']],
    ['q=nobody', []],
    ['team=cc/1', ['1003', '1001']],
    ['team=cc/1&team=cc/2', ['1002', '1003', '1001']],
    ['team=other/1', []],
    ['health=at-risk&health=unknown', ['1002', '1003']],
    ['side=B', ['1002']],
    ['side=', ['1003']],
    ['site=', ['1002']],
    ['state=', ['1003']],
    ['team=cc/1&site=Lyon', ['1001']],
  ];
  test.each(table)('%s', (text, logins) => expect(shown(agents, text)).toEqual(logins));
});
