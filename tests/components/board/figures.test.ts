/** Figures, groups and rows of the board: what is counted, summed over the teams in sight, and kept in its place. */
import { describe, expect, test } from 'vitest';
import type { GroupRecord } from '#contract';
import { agentsHref } from '../../../components/board/addresses';
import { nextFirst } from '../../../components/board/at-risk-panel';
import { agentsIn, figuresOf } from '../../../components/board/figures';
import { evidenceWords, groupsOf, groupWho, isOpenGroup } from '../../../components/board/groups';
import { boardModel } from '../../../components/board/model';
import { placedRows } from '../../../components/board/placing';
import { recordWords } from '../../../components/board/promise-line';
import { markAt, marksOf, STEP, teamSummary, troubleWords } from '../../../components/board/team-marks';
import { type BoardOptions, boardAt, boardFixture } from '../../support/board-fixture';

const midnight = Date.parse('2026-11-20T00:00:00Z');
const figures = (options: BoardOptions) => figuresOf(boardModel(boardFixture(options)), boardAt, midnight);

describe('figures', () => {
  test('of a morning with some trouble', () => {
    expect(figures({ atRisk: 4, racing: 1, forcedOut: 3, back: 2, unstable: 4, loggedOut: 7 })).toEqual({
      connected: { all: 105, onA: 56, onB: 49, unstable: 4 },
      atRisk: { all: 5, onCall: 1, nextAt: boardAt + 35_000 },
      stillOut: { all: 3, since: boardAt - 154_000 },
      back: { all: 2, of: 10, medianMs: 48_000 },
      forcedOut: { all: 4, loggedOut: 0, notReady: 4, closed: 0 },
      unknown: { all: 0, blame: null },
    });
  });

  test('who closed without signing out is counted apart once ten minutes are over, and not waited for', () => {
    const model = boardModel(boardFixture({ forcedOut: 3, lyon: { size: 12, back: 4, forcedOut: 2 } }));
    const evening = figuresOf(model, boardAt + 3_600_000, midnight);
    // The two of Lyon are a fault's, not a shift's.
    expect([evening.stillOut.all, evening.forcedOut.closed]).toEqual([2, 3]);
    expect(figuresOf(model, boardAt, midnight).forcedOut).toMatchObject({ closed: 0 });
  });

  test('who is on a call when the time is over is not the next: nobody knows when the call ends', () => {
    const model = boardModel(boardFixture({ atRisk: 2 }));
    const [first, second] = nextFirst(agentsIn(model, 'at-risk'), boardAt);
    expect([first, second].map((a) => (a?.health.kind === 'at-risk' ? a.health.will : ''))).toEqual([
      'after-call',
      'not-ready',
    ]);
    const later = (first?.health.kind === 'at-risk' ? first.health.deadline.earliest : 0) + 1_000;
    expect(nextFirst(agentsIn(model, 'at-risk'), later)[0]).toBe(second);
    expect(figuresOf(model, later, midnight).atRisk.nextAt).toBeGreaterThan(later);
  });

  test('the feed that most of the unknown are blamed on is named', () => {
    const stale = { side: 'B', feed: 'team-feed', why: null } as const;
    expect(figures({ stale: { ...stale, why: 'session lost' } }).unknown).toEqual({
      all: 55,
      blame: { feed: 'team-feed', side: 'B' },
    });
  });

  test('what was before midnight is not of today, and what was lost an hour ago is not awaited', () => {
    const model = boardModel(boardFixture({ back: 6 }));
    const later = figuresOf(model, boardAt + 3_600_000, boardAt + 3_600_000);
    expect([later.back.of, later.forcedOut.all]).toEqual([0, 0]);
  });
});

describe('groups', () => {
  const group = { size: 12, back: 4, forcedOut: 2 };
  test('a page of some teams sums their shares, and sees nothing of the others', () => {
    const all = boardModel(boardFixture({ lyon: group }));
    const two = boardModel(boardFixture({ lyon: group, only: ['1', '2'] }));
    expect(groupsOf(all).map((g) => [g.size, g.back, groupWho(g)])).toEqual([[12, 4, '12 agents of 5 teams']]);
    expect(groupsOf(two).map((g) => [g.size, g.back, groupWho(g)])).toEqual([[6, 2, '6 agents of Billing and Sales']]);
  });

  test('who may see all teams sees the whole group, and no share of it twice', () => {
    const whole = boardFixture({ lyon: group });
    const shares = boardFixture({ lyon: group, only: ['1', '2'] }).groups;
    const all = groupsOf(boardModel({ ...whole, groups: [...whole.groups, ...shares] }));
    expect(all.map((g) => g.size)).toEqual([12]);
  });

  test('the set that is hit hardest is told first', () => {
    const evidence: GroupRecord['evidence'] = [
      { of: 'side', name: 'A', lost: 14, connected: 500 },
      { of: 'site', name: 'Lyon', lost: 14, connected: 20 },
      { of: 'team', name: 'Billing', lost: 6, connected: 60 },
    ];
    const [first] = groupsOf(boardModel(boardFixture({ lyon: group })));
    expect(first && evidenceWords({ ...first, evidence }, 2)).toBe(
      '14 of 20 of site Lyon; 6 of 60 of team Billing; 1 more',
    );
  });

  test('it is over soon after everybody is back, else after an hour', () => {
    const [first] = groupsOf(boardModel(boardFixture({ lyon: group })));
    const open = (back: number, afterMin: number) =>
      first !== undefined && isOpenGroup({ ...first, back }, first.to + afterMin * 60_000);
    expect([open(12, 4), open(12, 6), open(4, 59), open(4, 61)]).toEqual([true, false, true, false]);
  });
});

describe('rows under the hand', () => {
  const rows = (...keys: string[]) => keys.map((key) => ({ key, item: key }));
  test('are sorted anew while nobody points at them', () => {
    expect(placedRows(rows('a', 'b'), rows('c', 'b', 'a'), false)).toEqual(rows('c', 'b', 'a'));
  });
  test('stay in place while somebody does: who left keeps the place, who came is last', () => {
    const held = placedRows(rows('a', 'b'), rows('c', 'b'), true);
    expect(held).toEqual([{ key: 'a', item: null }, ...rows('b', 'c')]);
  });
});

describe('marks of a team', () => {
  const [team] = boardModel(boardFixture({ agents: 60, teams: 1, atRisk: 2, unstable: 1 })).teams.values();
  test('everybody has a place that does not depend on health', () => {
    const { width, height, paths } = marksOf(team?.agents.values() ?? []);
    expect([width, height]).toEqual([24 * STEP, 3 * STEP]);
    expect(paths['at-risk'].match(/M/g)).toHaveLength(2);
    expect(markAt(0, 0, 60)).toBe(0);
    expect(markAt(STEP * 2.5, STEP * 2.5, 60)).toBe(50);
    expect(markAt(STEP * 23, STEP * 2.5, 60)).toBe(-1);
  });
  test('are said in words', () => {
    expect(team && teamSummary(team.totals)).toBe('60 agents: 57 connected, 1 unstable, 2 at risk');
    expect(team && troubleWords(team.totals)).toBe('2 at risk · 1 unstable');
  });
});

test('the record of warnings in words', () => {
  const leadMs = { least: 41_000, median: 61_000, mean: 60_000, most: 74_000 };
  expect(recordWords({ forcedOuts: 25, warnedFirst: 23, leadMs, recovered: 0 })).toBe(
    'In 23 of 25 forced outs the warning came first, median 61 s.',
  );
  expect(recordWords({ forcedOuts: 0, warnedFirst: 0, leadMs: null, recovered: 2 })).toBe(
    'No forced out on record here yet. 2 agents at risk came back in time.',
  );
});

test('links carry the teams that the page is limited to', () => {
  expect(agentsHref(null, { health: 'at-risk' })).toBe('/agents?health=at-risk');
  expect(agentsHref([{ clusterKey: 'cc', teamId: '1' }], { team: 'cc/1' })).toBe('/agents?team=cc/1&teams=cc/1');
  expect(agentsHref(null)).toBe('/agents');
});
