/** Guessing gets slower, and forgetting oneself a few times does not. */
import { expect, test } from 'vitest';
import { type Failures, nextTryAt, signInThrottle, withFailure } from '../../server/domain/throttle';

const T = 1_800_000_000_000;

function tries(times: readonly number[]): Failures {
  return times.reduce<Failures>((failures, at) => withFailure(failures, T + at, signInThrottle), []);
}

test('the first tries are free, then each wait is twice the last, up to a quarter of an hour', () => {
  expect(nextTryAt([], T, signInThrottle)).toBe(T);
  expect(nextTryAt(tries([0, 1, 2, 3]), T + 4, signInThrottle)).toBe(T + 4);
  const waits = [5, 6, 7, 8, 20].map((n) => {
    const failures = tries(Array.from({ length: n }, (_, i) => i));
    return (nextTryAt(failures, T + n, signInThrottle) - (T + n - 1)) / 1_000;
  });
  expect(waits).toEqual([5, 10, 20, 40, 900]);
});

test('what is long ago counts no more', () => {
  const failures = tries([0, 1, 2, 3, 4, 5]);
  expect(nextTryAt(failures, T + signInThrottle.windowMs + 10, signInThrottle)).toBe(T + signInThrottle.windowMs + 10);
});
