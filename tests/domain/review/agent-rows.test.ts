/** Availability of agents: their time adds up, unknown counts for nothing, and what nobody counted is no time at all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availabilityRow } from '#contract';
import { addTallies, rangeMsOf } from '../../../server/domain/history/availability';
import { type CountedMinute, rollUpCounts, slotsOfMinutes } from '../../../server/domain/history/counts';
import { agentRows } from '../../../server/domain/review/agent-rows';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const T = Date.UTC(2026, 9, 25, 0);
const range = { from: T, to: T + 2 * HOUR };
const hours = [
  { from: T, to: T + HOUR },
  { from: T + HOUR, to: T + 2 * HOUR },
];

const asked = { clusterKey: 'cc', clusterName: 'CC', range, parts: hours, maintained: [] };
const teamNames = new Map([['1', 'Billing']]);
const slotsOf = (minutes: readonly CountedMinute[], lengthMs = MINUTE) =>
  (lengthMs === MINUTE ? slotsOfMinutes(minutes) : rollUpCounts(minutes, '10m')).map((r) => ({
    ...r,
    to: r.from + lengthMs,
  }));

/** Connected, unstable, at risk, forced out, logged out, unknown. */
function minute(i: number, teams: Record<string, number[]>): CountedMinute {
  const whole = [0, 1, 2, 3, 4, 5].map((k) => Object.values(teams).reduce((sum, of) => sum + (of[k] ?? 0), 0));
  return { at: T + i * MINUTE, whole, teams: new Map(Object.entries(teams)) };
}

describe('availability of agents', () => {
  it('is of the time that they were signed in; those who went home are in nobody’s way', () => {
    const minutes = Array.from({ length: 60 }, (_, i) =>
      minute(i, { '1': [8, 1, 0, i < 30 ? 2 : 0, 50, 0], '2': [0, 0, 0, 0, 9, 0] }),
    );
    const rows = agentRows({ ...asked, teamNames, slots: slotsOf(minutes) });
    expect(rows.map((r) => [r.level, r.key, r.teamName])).toEqual([
      ['agents', 'cc/agents', null],
      ['team', 'cc/agents/1', 'Billing'],
    ]);
    expect(rows[1]).toMatchObject({
      tally: { upMs: 8 * HOUR, degradedMs: HOUR, downMs: HOUR, unknownMs: 0, maintainedMs: 0 },
      ...{ ratio: 0.9, ofMs: 10 * HOUR, coverage: 0.5 },
    });
    expect(rows[1]?.parts.map(rangeMsOf)).toEqual([10 * HOUR, 0]);
    for (const row of rows) expect(availabilityRow.safeParse(row).success).toBe(true);
  });

  it('counts what we do not know for nothing, but says how much it is', () => {
    const minutes = Array.from({ length: 120 }, (_, i) =>
      minute(i, { '1': i < 60 ? [6, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 6] }),
    );
    const [, team] = agentRows({ ...asked, teamNames, slots: slotsOf(minutes) });
    expect(team).toMatchObject({ ratio: 1, ofMs: 6 * HOUR, coverage: 0.5, tally: { unknownMs: 6 * HOUR } });
  });

  it('leaves out what was planned', () => {
    const minutes = Array.from({ length: 120 }, (_, i) =>
      minute(i, { '1': i < 30 ? [0, 0, 0, 4, 0, 0] : [4, 0, 0, 0, 0, 0] }),
    );
    const maintained = [
      { from: T - HOUR, to: T + HOUR / 2 },
      { from: T, to: T + HOUR / 4 },
    ];
    const [all] = agentRows({ ...asked, maintained, teamNames, slots: slotsOf(minutes) });
    expect(all).toMatchObject({ ratio: 1, ofMs: 6 * HOUR, tally: { maintainedMs: 2 * HOUR, downMs: 0 } });
  });

  const anyMinutes = fc.array(
    fc.record({
      i: fc.integer({ min: -30, max: 150 }),
      of: fc.array(fc.nat({ max: 9 }), { minLength: 12, maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 120 },
  );
  const anySpan = fc
    .tuple(fc.integer({ min: -60, max: 180 }), fc.integer({ min: 1, max: 90 }))
    .map(([from, length]) => ({ from: T + from * MINUTE, to: T + (from + length) * MINUTE }));

  it('adds up: parts to the whole, teams to all, never more than everybody all the time', () => {
    fc.assert(
      fc.property(
        anyMinutes,
        fc.array(anySpan, { maxLength: 3 }),
        fc.constantFrom(MINUTE, 600_000),
        (told, spans, length) => {
          const minutes = told.map(({ i, of }) => minute(i, { '1': of.slice(0, 6), '2': of.slice(6) }));
          const maintained = spans.sort((a, b) => a.from - b.from);
          const rows = agentRows({ ...asked, maintained, teamNames, slots: slotsOf(minutes, length) });
          const near = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThan(10);
          for (const row of rows) {
            near(rangeMsOf(addTallies(row.parts)), rangeMsOf(row.tally));
            expect(row.coverage).toBeGreaterThanOrEqual(0);
            expect(row.coverage).toBeLessThanOrEqual(1);
            if (row.ratio !== null) near(row.ratio * row.ofMs, row.tally.upMs + row.tally.degradedMs);
            // Of at most 45 of each team at one time.
            expect(rangeMsOf(row.tally)).toBeLessThanOrEqual(2 * 45 * (range.to - range.from) + 10);
          }
          const [all, ...teams] = rows;
          if (all !== undefined) near(rangeMsOf(addTallies(teams.map((t) => t.tally))), rangeMsOf(all.tally));
        },
      ),
      { numRuns: 80 },
    );
  });
});
