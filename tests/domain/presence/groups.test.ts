/** Which disconnects make a group: many at once, more than the everyday ones of a large installation. */
import { describe, expect, test } from 'vitest';
import { type Disconnect, groupsOf, type RosterEntry } from '../../../server/domain/presence/groups';

const SITES = ['Lyon', 'Porto', 'Gdansk', 'Home'];
const roster = (people: number): RosterEntry[] =>
  Array.from({ length: people }, (_, i) => ({
    ...{ loginId: `${i}`, team: `Team ${Math.floor(i / 20)}`, site: SITES[Math.floor((i * 4) / people)] ?? null },
    ...{ transport: null, side: i % 4 === 0 ? 'B' : 'A' },
  }));
const goes = (i: number, s: number, side: 'A' | 'B' | null = 'A'): Disconnect => ({
  ...{ loginId: `${i}`, at: s * 1_000, side },
});
const told = (d: readonly Disconnect[], people: number) =>
  groupsOf(d, roster(people), 10_000_000).map((g) => `${g.size} ${g.scope} ${g.where ?? '-'}`);
/** Somebody anywhere, so many a minute, for an hour. */
const everyday = (people: number, aMinute: number) =>
  Array.from({ length: 60 * aMinute }, (_, n) => goes((n * 7919) % people, (n * 60) / aMinute));

describe('a group', () => {
  test('is five within half a minute of each other, and four are none', () => {
    expect(
      told(
        [1, 2, 3, 4, 5].map((i) => goes(i, i * 5)),
        240,
      ),
    ).toEqual(['5 site-or-path Lyon']);
    expect(
      told(
        [1, 2, 3, 4].map((i) => goes(i, i)),
        240,
      ),
    ).toEqual([]);
  });

  test('is not what happens all day long where thousands work', () => {
    expect(told(everyday(5_000, 20), 5_000)).toEqual([]);
    expect(told(everyday(100, 20), 100)).toHaveLength(1);
  });

  test('of a small site is found among the everyday ends of a large installation', () => {
    const people = roster(5_000).filter((r) => r.team === 'Team 7');
    const drop = people.slice(0, 14).map((r) => ({ loginId: r.loginId, at: 600_000, side: 'A' as const }));
    expect(told([...everyday(5_000, 20), ...drop], 5_000)).toEqual([
      expect.stringMatching(/^(1[4-9]|2\d) site-or-path Lyon$/),
    ]);
  });

  test('of a thousand ends when everyday life goes on', () => {
    const drop = Array.from({ length: 1_000 }, (_, i) => goes(i, 600 + i / 100, i % 4 === 0 ? 'B' : 'A'));
    const [group, ...others] = groupsOf([...everyday(5_000, 20), ...drop], roster(5_000), 10_000_000);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ scope: 'site-or-path', where: 'Lyon' });
    expect((group?.to ?? 0) - (group?.from ?? 0)).toBeLessThan(140_000);
  });

  test('has a site even where no feed tells the side', () => {
    expect(
      told(
        [1, 2, 3, 4, 5, 6].map((i) => goes(i, 60, null)),
        240,
      ),
    ).toEqual(['6 site-or-path Lyon']);
  });
});
