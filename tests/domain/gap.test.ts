/** How long nobody was observing, told from what the last run left behind. */
import { expect, it } from 'vitest';
import { gapSince } from '../../server/domain/gap';

const T = 1_700_000_000_000;

it('is nothing before the first run', () => {
  expect(gapSince(null, T)).toBeNull();
});

it('after a crash begins at the last sign of life', () => {
  expect(gapSince({ startedAt: T, aliveAt: T + 5000, endedAt: null }, T + 60_000)).toEqual({
    fromMs: T + 5000,
    toMs: T + 60_000,
    reason: 'crashed',
  });
});

it('after a goodbye begins with the goodbye', () => {
  expect(gapSince({ startedAt: T, aliveAt: T + 5000, endedAt: T + 5400 }, T + 6000)).toEqual({
    fromMs: T + 5400,
    toMs: T + 6000,
    reason: 'stopped',
  });
});

it('is nothing when no time passed', () => {
  expect(gapSince({ startedAt: T, aliveAt: T + 5000, endedAt: T + 5400 }, T + 5400)).toBeNull();
});

it('is never negative: with a clock that was set back the span cannot be known', () => {
  expect(gapSince({ startedAt: T, aliveAt: T + 5000, endedAt: null }, T - 3_600_000)).toBeNull();
});

it('never begins before its run did', () => {
  expect(gapSince({ startedAt: T, aliveAt: T - 10_000, endedAt: null }, T + 1000)?.fromMs).toBe(T);
});
