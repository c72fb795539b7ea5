/** No figure of long ago stands for a handful of people: small teams are told together, and never so few that it does not help. */
import { describe, expect, test } from 'vitest';
import type { CountSummary } from '../../../server/domain/history/counts';
import { askedTeams, mergedForcedOuts, mergedSlots, smallTeams } from '../../../server/domain/privacy/small-teams';

const sizes = (of: Record<string, number>) => new Map(Object.entries(of));

describe('which teams', () => {
  test.each([
    [{ a: 9, b: 8 }, [], []],
    [{ a: 9, b: 3, c: 2 }, [], ['b', 'c']],
    // two alone would still be two: the smallest of the others joins them
    [{ a: 9, b: 7, c: 2 }, [], ['b', 'c']],
    [{ a: 9, b: 4 }, [], ['a', 'b']],
    [{ a: 3 }, [], ['a']],
    // one that was dissolved
    [{ a: 9, b: 7 }, ['old'], ['b', 'old']],
    [{ a: 5 }, [], []],
  ])('%j and %j', (of, seen, small) => {
    expect([...smallTeams(sizes(of), seen, 5)].sort()).toEqual(small);
  });
});

const counted = (connected: number): CountSummary => ({
  ...{ minutes: 10, min: [connected, 0, 0, 0, 0, 0], max: [connected + 1, 0, 0, 0, 0, 0] },
  sum: [connected * 10, 0, 0, 0, 0, 0],
});
const small = new Set(['b', 'c']);

test('counts add up side by side, and the whole stays what it was', () => {
  const slot = {
    from: 0,
    to: 600_000,
    whole: counted(14),
    teams: new Map([
      ['a', counted(9)],
      ['b', counted(3)],
      ['c', counted(2)],
    ]),
  };
  const [merged] = mergedSlots([slot], small);
  expect([...(merged?.teams ?? [])].map(([id, c]) => [id, c.min[0], c.max[0], c.sum[0], c.minutes])).toEqual([
    ['a', 9, 10, 90, 10],
    ['small-teams', 5, 7, 50, 10],
  ]);
  expect(merged?.whole).toBe(slot.whole);
  expect(mergedSlots([slot], new Set())).toEqual([slot]);
});

test('who asks for one small team is told of all of them, or of none where they are not theirs', () => {
  const all = () => true;
  expect(askedTeams(null, small, all)).toBeNull();
  expect(askedTeams(['a'], small, all)).toEqual(['a']);
  expect(askedTeams(['a', 'b'], small, all)).toEqual(['a', 'b', 'c']);
  expect(askedTeams(['a', 'b'], small, (id) => id === 'b')).toEqual(['a']);
  expect(askedTeams(['b'], small, () => false)).toEqual([]);
});

test('a report tells what Finesse did by outcome, for the small teams together', () => {
  const row = (teamId: string, count: number, outcome: 'forced-logout' | 'forced-not-ready' = 'forced-logout') => ({
    ...{ teamId, teamName: `Team ${teamId}`, outcome, count, closed: 1, onCall: 1, lostMs: 60_000, unended: 0 },
  });
  const rows = mergedForcedOuts([row('a', 4), row('b', 1), row('c', 2), row('c', 1, 'forced-not-ready')], small);
  expect(rows.map((r) => [r.teamName, r.outcome, r.count, r.closed, r.lostMs])).toEqual([
    ['Team a', 'forced-logout', 4, 1, 60_000],
    ['Small teams together', 'forced-logout', 3, 2, 120_000],
    ['Small teams together', 'forced-not-ready', 1, 1, 60_000],
  ]);
});
