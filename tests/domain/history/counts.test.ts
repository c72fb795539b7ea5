/** Counts of agents: any split of the minutes ends in the same bytes, extremes stay, and one team is read without the others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CountedMinute,
  type CountResolution,
  type CountRollup,
  countPlan,
  countPointsOf,
  countResolutions,
  minuteOfTeams,
  rollUpCounts,
  rollupOfTeams,
} from '../../../server/domain/history/counts';
import {
  countDaysWith,
  decodeCountDay,
  decodeCountsOf,
  encodeCountDay,
} from '../../../server/domain/history/counts-packed';
import { DAY_MS } from '../../../server/domain/history/rollup';
import { splits } from './material';

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** 22:00 UTC, so that three hours touch two days. */
const T = Date.UTC(2026, 9, 24, 22);

const counts = fc.array(fc.nat({ max: 400 }), { minLength: 6, maxLength: 6 });
const minute: fc.Arbitrary<CountedMinute> = fc
  .record({
    at: fc.integer({ min: 0, max: 3 * HOUR - 1 }).map((ms) => T + ms),
    teams: fc.dictionary(fc.constantFrom('1', '42', 'Ünits'), counts),
  })
  .map(({ at, teams }) => ({ at, whole: sumOf(Object.values(teams)), teams: new Map(Object.entries(teams)) }));

function sumOf(all: readonly (readonly number[])[]): number[] {
  return [0, 1, 2, 3, 4, 5].map((i) => all.reduce((sum, of) => sum + (of[i] ?? 0), 0));
}

/** A store of days that takes the minutes part by part. */
function storing() {
  const days = new Map<string, Uint8Array>();
  const read = (resolution: CountResolution, day: number): CountRollup[] => {
    const body = days.get(`${resolution} ${day}`);
    const decoded = body === undefined ? null : decodeCountDay(body, resolution, day * DAY_MS, null);
    if (decoded?.ok === false) throw new Error(decoded.condition);
    return decoded?.value ?? [];
  };
  return {
    days,
    read,
    take(minutes: readonly CountedMinute[]) {
      for (const { resolution, day, body } of countDaysWith(minutes, read)) days.set(`${resolution} ${day}`, body);
    },
    hex: () => [...days].map(([key, body]) => `${key} ${Buffer.from(body).toString('hex')}`).sort(),
  };
}

/** `connected` of each minute of one team. */
const team = (...connected: number[]): CountedMinute[] =>
  connected.map((n, i) => ({
    at: T + i * MINUTE,
    whole: [n, 0, 0, 0, 0, 0],
    teams: new Map([['42', [n, 0, 0, 0, 0, 0]]]),
  }));

describe('counts of agents', () => {
  it('keep a single minute of trouble at every resolution', () => {
    const minutes = team(...Array.from({ length: 180 }, (_, i) => (i === 77 ? 3 : 500)));
    for (const resolution of countResolutions) {
      const rollups = rollUpCounts(minutes, resolution);
      expect(Math.min(...rollups.map((r) => r.whole.min[0] ?? 0)), resolution).toBe(3);
      expect(rollups.reduce((sum, r) => sum + r.whole.minutes, 0)).toBe(180);
    }
  });

  it('are the same bytes of any split, in any order', () => {
    fc.assert(
      fc.property(splits(fc.array(minute, { minLength: 1, maxLength: 80 })), ({ whole, parts }) => {
        const [once, often] = [storing(), storing()];
        once.take(whole);
        for (const part of parts) often.take(part);
        expect(often.hex()).toEqual(once.hex());
      }),
      { numRuns: 60 },
    );
  });

  it('come back as they were, all teams or some', () => {
    fc.assert(
      fc.property(
        fc.array(minute, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(...countResolutions),
        (all, of) => {
          const day = T - (T % DAY_MS);
          const rollups = rollUpCounts(all, of).filter((r) => r.from < day + DAY_MS);
          if (rollups.length === 0) return;
          const bytes = encodeCountDay(rollups, of, day);
          expect(decodeCountDay(bytes, of, day, null)).toEqual({ ok: true, value: rollups });
          const one = rollups.map((r) => ({ ...r, teams: new Map([...r.teams].filter(([id]) => id === '42')) }));
          expect(decodeCountDay(bytes, of, day, ['42'])).toEqual({ ok: true, value: one });
          for (const teams of [null, [], ['42'], ['Ünits', '42', 'nobody']]) {
            const value = rollups.map((r) => rollupOfTeams(r, teams));
            expect(decodeCountsOf(bytes, of, day, teams)).toEqual({ ok: true, value });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that were cut, filled up or written by somebody else are refused, never misread', () => {
    const bytes = encodeCountDay(rollUpCounts(team(5, 6, 7), '10m'), '10m', T - (T % DAY_MS));
    const read = (of: Uint8Array) => decodeCountDay(of, '10m', T - (T % DAY_MS), null);
    for (let length = 0; length < bytes.length; length++) {
      const cut = read(bytes.subarray(0, length));
      // A team that is missing altogether was never there.
      if (cut.ok) expect(cut.value[0]?.teams.size).toBe(0);
    }
    expect(read(Uint8Array.from([2, ...bytes.subarray(1)]))).toEqual({ ok: false, condition: 'version' });
    expect(read(Uint8Array.from([...bytes, 9])).ok).toBe(false);
  });

  it('of several teams together are exact by the minute, and bounds beyond', () => {
    const both = [
      { at: T, whole: [9, 0, 0, 0, 0, 0], teams: new Map([['1', [9, 0, 0, 0, 0, 0]]]) },
      {
        at: T + MINUTE,
        whole: [8, 0, 0, 0, 0, 0],
        teams: new Map([
          ['1', [1, 0, 0, 0, 0, 0]],
          ['42', [7, 0, 0, 0, 0, 0]],
        ]),
      },
    ];
    const slot = [{ from: T, to: T + 10 * MINUTE }];
    const connectedOf = (teams: string[] | null) => [
      countPointsOf(
        both.map((m) => minuteOfTeams(m, teams)),
        slot,
      ).points[0]?.connected,
      countPointsOf(
        rollUpCounts(both, '10m').map((r) => rollupOfTeams(r, teams)),
        slot,
      ).points[0]?.connected,
    ];
    expect(connectedOf(['42'])).toEqual(Array(2).fill({ min: 0, mean: 3.5, max: 7 }));
    expect(connectedOf(null)).toEqual(Array(2).fill({ min: 8, mean: 8.5, max: 9 }));
    expect(connectedOf(['1', '42'])).toEqual([
      { min: 8, mean: 8.5, max: 9 },
      { min: 1, mean: 8.5, max: 16 },
    ]);
  });

  it('are drawn from what is coarse enough to be quick and fine enough to be seen', () => {
    const kept = { minutes: T - 30 * DAY_MS, '10m': T - 180 * DAY_MS, '1h': 0, '1d': 0 };
    const plan = (length: number, back = length) => {
      const { source, stepMs } = countPlan({ from: T - back, to: T - back + length }, 600, kept);
      return `${source} ${stepMs / MINUTE} min, ${Math.ceil(length / stepMs)} points`;
    };
    expect(plan(HOUR)).toBe('minutes 1 min, 60 points');
    expect(plan(24 * HOUR)).toBe('minutes 3 min, 480 points');
    expect(plan(7 * DAY_MS)).toBe('10m 20 min, 504 points');
    expect(plan(30 * DAY_MS)).toBe('1h 120 min, 360 points');
    expect(plan(365 * DAY_MS)).toBe('1h 1440 min, 365 points');
    expect(plan(HOUR, 90 * DAY_MS)).toBe('10m 10 min, 6 points');
    expect(plan(HOUR, 300 * DAY_MS)).toBe('1h 60 min, 1 points');
  });
});
