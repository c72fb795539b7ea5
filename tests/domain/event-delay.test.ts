/** A server's clock against ours, and how long its events take: measured only where the stamp can be believed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betterOffset, type ClockOffset, errorAt, offsetOf, ourTimeOf } from '../../server/domain/clock-offset';
import { createEventDelays } from '../../server/finesse/feeds/event-delays';

test('the offset is right within half the round trip, wherever in it the server looked at its clock', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -500_000, max: 500_000 }),
      fc.double({ min: 0, max: 10_000, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (truth, waitedMs, share) => {
        const sentAt = 1_700_000_000_000;
        const serverMs = Math.floor(sentAt + truth + share * waitedMs);
        const { offsetMs, errorMs } = offsetOf({ sentAt, waitedMs, serverMs });
        expect(Math.abs(offsetMs - truth)).toBeLessThanOrEqual(errorMs);
        expect(errorMs).toBe(waitedMs / 2 + 1);
      },
    ),
  );
});

test('the best measurement is kept until its age makes it worse, or it is proven wrong', () => {
  const good: ClockOffset = { offsetMs: 7, errorMs: 2, at: 0 };
  const poor: ClockOffset = { offsetMs: 20, errorMs: 50, at: 10_000 };
  expect(betterOffset(null, poor)).toBe(poor);
  expect(betterOffset(good, poor)).toBe(good);
  expect(errorAt(good, 480_000)).toBe(50);
  expect(betterOffset(good, { ...poor, at: 480_000 })).toEqual({ ...poor, at: 480_000 });
  const set = { offsetMs: 3_600_007, errorMs: 30, at: 20_000 };
  expect(betterOffset(good, set)).toBe(set);
  expect(ourTimeOf(1_000_007, good)).toBe(1_000_000);
});

const offset: ClockOffset = { offsetMs: 100, errorMs: 5, at: 0 };

/** Arrival and stamp (server's clock, null: empty) of one agent's events, or what happens in between. */
type Step =
  | { loginId?: string; at: number; stamp: number | null; stored?: boolean }
  | 'subscribed'
  | { returned: number };

function play(steps: Step[], known: ClockOffset | null = offset): string[] {
  const delays = createEventDelays();
  return steps.flatMap((step) => {
    if (step === 'subscribed') delays.subscribed();
    else if ('returned' in step) delays.returned(step.returned);
    else {
      const { loginId = '1001', at: arrivedAt, stamp: stateChangeMs, stored = false } = step;
      const verdict = delays.measure(loginId, { stateChangeMs, arrivedAt, stored }, known);
      return [verdict.measured ? `${verdict.delayMs} ms ± ${Math.round(verdict.errorMs)}` : verdict.why];
    }
    return [];
  });
}

test('from the change to its arrival, the clock taken out', () => {
  expect(
    play([
      { at: 1_000, stamp: 1_050 },
      { at: 5_000, stamp: 5_080 },
    ]),
  ).toEqual(['first-event', '20 ms ± 6']);
});

test('the first event of each agent does not count, again after every subscribe', () => {
  const log = play([
    { at: 1_000, stamp: 900 },
    { loginId: '1002', at: 1_100, stamp: 200 },
    { at: 2_000, stamp: 2_090 },
    'subscribed',
    { at: 3_000, stamp: 2_500 },
    { at: 4_000, stamp: 4_000 },
  ]);
  expect(log).toEqual(['first-event', 'first-event', '10 ms ± 5', 'first-event', '100 ms ± 5']);
});

test('neither empty nor repeated stamps, nor what was stored, count', () => {
  const log = play([
    { at: 1_000, stamp: 900 },
    { at: 2_000, stamp: null },
    { at: 3_000, stamp: 900 },
    { at: 4_000, stamp: 600 },
    { at: 5_000, stamp: 4_000, stored: true },
    { at: 6_000, stamp: 6_060 },
  ]);
  expect(log).toEqual(['first-event', 'empty-stamp', 'same-stamp', 'same-stamp', 'stored', '40 ms ± 6']);
});

test('for two minutes after a return to service nothing counts', () => {
  const log = play([
    { at: 1_000, stamp: 900 },
    { returned: 2_000 },
    { at: 121_999, stamp: 110_000 },
    { at: 122_000, stamp: 122_050 },
  ]);
  expect(log).toEqual(['first-event', 'server-returned', '50 ms ± 17']);
});

test('without a clock nothing counts; a stamp within the error of now is no delay, one beyond it no stamp', () => {
  expect(
    play(
      [
        { at: 1_000, stamp: 900 },
        { at: 2_000, stamp: 2_000 },
      ],
      null,
    )[1],
  ).toBe('clock-unknown');
  expect(
    play([
      { at: 1_000, stamp: 900 },
      { at: 2_000, stamp: 2_103 },
    ])[1],
  ).toBe('0 ms ± 5');
  expect(
    play([
      { at: 1_000, stamp: 900 },
      { at: 2_000, stamp: 2_200 },
    ])[1],
  ).toBe('from-the-future');
});
