/** Availability as stories: what happened, told in order, and what is said of the time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addTallies,
  availabilityOf,
  rangeMsOf,
  type StatusSpan,
  statuses,
  statusesOf,
  tallyEach,
  tallyOf,
  together,
} from '../../../server/domain/history/availability';
import { daysOf, monthOf } from '../../../server/domain/history/calendar';
import { claimsOf, type Span, type TimelineEvent } from '../../../server/domain/history/timeline';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 10:00 UTC on a Sunday of October, when Berlin's clocks go back an hour at 01:00 UTC. */
const T = Date.parse('2026-10-25T10:00:00Z');

type Phase = 'online' | 'backoff' | 'connecting' | 'stopped';
const phase = (minute: number, to: Phase, failed = false): TimelineEvent => ({
  kind: 'phase',
  at: T + minute * MINUTE,
  to,
  failed,
});
const blind = (from: number, to: number): TimelineEvent => ({ kind: 'unobserved', ...span(from, to) });
const restarted = (minute: number): TimelineEvent => ({ kind: 'restarted', at: T + minute * MINUTE });
const stepped = (minute: number, by: number): TimelineEvent => ({
  kind: 'clock-stepped',
  at: T + minute * MINUTE,
  byMs: by * MINUTE,
});
const span = (from: number, to: number): Span => ({ from: T + from * MINUTE, to: T + to * MINUTE });

function told(
  events: readonly TimelineEvent[],
  minutes: number,
  more: { missed?: Span[]; maintained?: Span[] } = {},
): string[] {
  const range = span(0, minutes);
  const spans = statusesOf({ claims: claimsOf(events, range.to), missed: [], maintained: [], ...more }, range);
  expect(rangeMsOf(tallyOf(spans))).toBe(range.to - range.from);
  return spans.map((s) => `${(s.from - T) / MINUTE}–${(s.to - T) / MINUTE} ${s.status}`);
}

describe('a target', () => {
  it('is up while online, down until it is online again, and nothing is known before it was first told of', () => {
    expect(
      told([phase(10, 'online'), phase(30, 'backoff', true), phase(31, 'connecting'), phase(33, 'online')], 60),
    ).toEqual(['0–10 unknown', '10–30 up', '30–33 down', '33–60 up']);
  });

  it('is degraded while pings are missed, and never when it is down anyway', () => {
    const missed = [span(10, 12), span(11, 13), span(19, 22)];
    expect(told([phase(0, 'online'), phase(20, 'backoff', true)], 30, { missed })).toEqual([
      '0–10 up',
      '10–13 degraded',
      '13–19 up',
      '19–20 degraded',
      '20–30 down',
    ]);
  });

  it('is not down because the monitor starts, but is when the first attempt fails', () => {
    expect(told([phase(5, 'connecting'), phase(6, 'online')], 10)).toEqual(['0–6 unknown', '6–10 up']);
    expect(told([phase(5, 'connecting'), phase(6, 'backoff', true)], 10)).toEqual(['0–5 unknown', '5–10 down']);
    expect(told([phase(5, 'connecting')], 10)).toEqual(['0–10 unknown']);
  });

  it('is unknown while paused, down while the other side refuses us', () => {
    expect(told([phase(0, 'online'), phase(5, 'stopped')], 10)).toEqual(['0–5 up', '5–10 unknown']);
    expect(told([phase(0, 'connecting'), phase(5, 'stopped', true)], 10)).toEqual(['0–10 down']);
  });

  it('keeps no phase of before a restart of the monitor, but keeps it after a stall', () => {
    expect(
      told([phase(0, 'online'), blind(5, 8), restarted(8), phase(9, 'connecting'), phase(10, 'online')], 15),
    ).toEqual(['0–5 up', '5–10 unknown', '10–15 up']);
    expect(told([phase(0, 'online'), blind(5, 8)], 15)).toEqual(['0–5 up', '5–8 unknown', '8–15 up']);
  });

  it('was not observed where a gap is told afterwards, whatever was claimed', () => {
    expect(told([phase(0, 'online'), phase(6, 'backoff', true), blind(5, 8)], 15)).toEqual([
      '0–5 up',
      '5–8 unknown',
      '8–15 down',
    ]);
  });

  it('in maintenance is neither up nor down, and unobserved time stays unknown in it', () => {
    const maintained = [span(5, 20)];
    expect(
      told([phase(0, 'online'), phase(6, 'backoff', true), blind(10, 12), phase(25, 'online')], 30, {
        maintained,
      }),
    ).toEqual(['0–5 up', '5–10 maintained', '10–12 unknown', '12–20 maintained', '20–25 down', '25–30 up']);
  });
});

describe('a clock that is set', () => {
  it('back by an hour: that hour counts once, as the worst that was seen in it', () => {
    // At 12:00 it is 11:00 again; the outage from 11:20 to 11:30 is in the second one.
    const events = [phase(0, 'online'), stepped(60, -60), phase(80, 'backoff', true), phase(90, 'online')];
    expect(told(events, 180)).toEqual(['0–80 up', '80–90 down', '90–180 up']);
    // and in the first one
    const first = [phase(0, 'online'), phase(80, 'backoff', true), phase(90, 'online'), stepped(60, -60)];
    expect(told(first, 180)).toEqual(['0–80 up', '80–90 down', '90–180 up']);
  });

  it('back in the middle of an outage: both parts of it count', () => {
    const events = [phase(0, 'online'), phase(110, 'backoff', true), stepped(60, -60), phase(65, 'online')];
    expect(told(events, 180)).toEqual(['0–60 up', '60–65 down', '65–110 up', '110–120 down', '120–180 up']);
  });

  it('forward by an hour: the hour that never was is unknown', () => {
    const events = [phase(0, 'online'), stepped(120, 60), phase(150, 'backoff', true)];
    expect(told(events, 180)).toEqual(['0–60 up', '60–120 unknown', '120–150 up', '150–180 down']);
  });
});

describe('a suspended host', () => {
  it('observed nothing, and goes on with what it had', () => {
    expect(told([phase(0, 'online'), blind(30, 150)], 180)).toEqual(['0–30 up', '30–150 unknown', '150–180 up']);
  });
});

describe('days and months', () => {
  const berlin = monthOf('Europe/Berlin', 2026, 10);
  const events: TimelineEvent[] = [
    { kind: 'phase', at: berlin.from - 5 * HOUR, to: 'online', failed: false },
    { kind: 'phase', at: berlin.to - 30 * MINUTE, to: 'backoff', failed: true },
  ];

  it('add up across DST: the day has 25 hours and the month 745', () => {
    const spans = statusesOf({ claims: claimsOf(events, berlin.to + HOUR), missed: [], maintained: [] }, berlin);
    const days = daysOf('Europe/Berlin', berlin.from, berlin.to);
    const each = tallyEach(spans, days);
    expect(each.map((t) => rangeMsOf(t) / HOUR)).toEqual(days.map((d) => (d.day === 25 ? 25 : 24)));
    expect(addTallies(each)).toEqual(tallyOf(spans));
    expect(rangeMsOf(tallyOf(spans))).toBe(745 * HOUR);
  });

  it('split an outage at the month boundary into both months', () => {
    const november = monthOf('Europe/Berlin', 2026, 11);
    const until = november.from + 2 * HOUR;
    const claims = claimsOf(events, until);
    const down = (range: Span) => tallyOf(statusesOf({ claims, missed: [], maintained: [] }, range)).downMs;
    expect([down(berlin), down(november)]).toEqual([30 * MINUTE, 2 * HOUR]);
    const coverage = availabilityOf(tallyOf(statusesOf({ claims, missed: [], maintained: [] }, november))).coverage;
    expect(coverage).toBeCloseTo((2 * HOUR) / (november.to - november.from), 10);
  });
});

describe('several together', () => {
  const range = span(0, 10);
  const all = (...parts: [number, number, StatusSpan['status']][]): StatusSpan[] =>
    parts.map(([from, to, status]) => ({ ...span(from, to), status }));
  const words = (spans: readonly StatusSpan[]) =>
    spans.map((s) => `${(s.from - T) / MINUTE}–${(s.to - T) / MINUTE} ${s.status}`);

  it('are degraded while some are down, and down only when every one is known to be', () => {
    const a = all([0, 4, 'up'], [4, 8, 'down'], [8, 10, 'up']);
    const b = all([0, 6, 'up'], [6, 7, 'down'], [7, 10, 'unknown']);
    expect(words(together([a, b], range))).toEqual(['0–4 up', '4–6 degraded', '6–7 down', '7–8 unknown', '8–10 up']);
  });

  it('leave maintained ones out, and of none nothing is known', () => {
    const a = all([0, 5, 'maintained'], [5, 10, 'maintained']);
    const b = all([0, 5, 'down'], [5, 10, 'maintained']);
    expect(words(together([a, b], range))).toEqual(['0–5 down', '5–10 maintained']);
    expect(words(together([], range))).toEqual(['0–10 unknown']);
  });

  it('state what the percentage is of', () => {
    const tally = tallyOf(
      all([0, 4, 'up'], [4, 5, 'degraded'], [5, 6, 'down'], [6, 8, 'maintained'], [8, 10, 'unknown']),
    );
    expect(availabilityOf(tally)).toEqual({ ratio: 5 / 6, ofMs: 6 * MINUTE, coverage: 0.8 });
    expect(availabilityOf(tallyOf(all([0, 10, 'unknown'])))).toEqual({ ratio: null, ofMs: 0, coverage: 0 });
    expect(availabilityOf(tallyOf([]))).toEqual({ ratio: null, ofMs: 0, coverage: null });
  });
});

describe('whatever is told', () => {
  const minute = fc.integer({ min: -60, max: 240 });
  const event: fc.Arbitrary<TimelineEvent> = fc.oneof(
    fc
      .tuple(minute, fc.constantFrom<Phase>('online', 'backoff', 'connecting', 'stopped'), fc.boolean())
      .map((a) => phase(...a)),
    fc.tuple(minute, minute).map((a) => blind(...a)),
    minute.map(restarted),
    fc.tuple(minute, fc.integer({ min: -90, max: 90 })).map((a) => stepped(...a)),
  );
  const spans = fc.array(
    fc.tuple(minute, minute).map((a) => span(...a)),
    { maxLength: 5 },
  );

  it('adds up to the range exactly, piece by piece, and together too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(event, { maxLength: 30 }), { maxLength: 4 }),
        spans,
        spans,
        (targets, missed, maintained) => {
          const range = span(0, 180);
          const members = targets.map((e) => statusesOf({ claims: claimsOf(e, range.to), missed, maintained }, range));
          for (const pieces of [...members, together(members, range)]) {
            expect(pieces[0]?.from).toBe(range.from);
            expect(pieces.at(-1)?.to).toBe(range.to);
            for (const [i, piece] of pieces.entries()) {
              expect(piece.to).toBeGreaterThan(piece.from);
              if (i > 0)
                expect([piece.from, piece.status === pieces[i - 1]?.status]).toEqual([pieces[i - 1]?.to, false]);
            }
            const { ratio, coverage } = availabilityOf(tallyOf(pieces));
            expect(ratio ?? 0).toBeLessThanOrEqual(1);
            expect(coverage).toBeLessThanOrEqual(1);
          }
          expect(rangeMsOf(addTallies(members.map(tallyOf)))).toBe(members.length * 180 * MINUTE);
          expect(statuses).toHaveLength(5);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
