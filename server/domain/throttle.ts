/** Slows down who guesses: after a few failures in a while each further try has to wait longer. Pure. */
import type { EpochMs } from '#contract';

/** Failed tries of one account or one address, oldest first. */
export type Failures = readonly EpochMs[];

export interface ThrottlePolicy {
  /** So many failures are anybody's. */
  free: number;
  windowMs: number;
  /** The wait after the first failure too many; it doubles with each. */
  firstWaitMs: number;
  longestWaitMs: number;
}

export const signInThrottle: ThrottlePolicy = {
  ...{ free: 5, windowMs: 15 * 60_000, firstWaitMs: 5_000, longestWaitMs: 15 * 60_000 },
};

/** When the next try may be made; `at` or earlier = now. */
export function nextTryAt(failures: Failures, at: EpochMs, policy: ThrottlePolicy): EpochMs {
  const lately = recent(failures, at, policy);
  const last = lately.at(-1);
  const over = lately.length - policy.free;
  if (last === undefined || over < 0) return at;
  return last + Math.min(policy.longestWaitMs, policy.firstWaitMs * 2 ** over);
}

export function withFailure(failures: Failures, at: EpochMs, policy: ThrottlePolicy): Failures {
  return [...recent(failures, at, policy), at].slice(-30);
}

function recent(failures: Failures, at: EpochMs, { windowMs }: ThrottlePolicy): Failures {
  return failures.filter((time) => time > at - windowMs);
}
