/** Counts the guesses of this process by whom they are about and where they come from; a restart forgives. */
import type { EpochMs } from '#contract';
import { networkOf } from '../../server/domain/http/network';
import { type Failures, nextTryAt, signInThrottle, withFailure } from '../../server/domain/throttle';
import { originOf } from './audit-log';
import { problem } from './problem';

/** Bounded: what was guessed at longest ago goes. */
const failures = new Map<string, Failures>();
const FAILURES_KEPT = 10_000;

export interface Try {
  /** Whoever it was knows all that is asked: what was guessed before is forgiven. */
  succeeded(): void;
  /** Right, and more is asked: this one does not count, and nothing is forgiven. */
  wasRight(): void;
}

/**
 * A guess counts as a failure from its first moment, so that a hundred at once are not one.
 * @param about what is guessed at, e.g. `account ada@example.org`
 */
export function beginTry(headers: Headers, about: string, at: EpochMs): Try | Response {
  const [account, origin] = [about, `origin ${networkOf(originOf(headers))}`];
  const keys = [account, origin];
  const allowedAt = Math.max(...keys.map((key) => nextTryAt(failures.get(key) ?? [], at, policyOf(key))));
  if (allowedAt > at) return tooOften(allowedAt - at);
  for (const key of keys) remember(key, at);
  return {
    succeeded() {
      failures.delete(account);
      takeBack(origin, at);
    },
    wasRight() {
      for (const key of keys) takeBack(key, at);
    },
  };
}

function takeBack(key: string, at: EpochMs): void {
  const all = failures.get(key) ?? [];
  const mine = all.lastIndexOf(at);
  if (mine >= 0) failures.set(key, all.toSpliced(mine, 1));
}

/** One address may belong to a whole office. */
function policyOf(key: string) {
  return key.startsWith('origin ') ? { ...signInThrottle, free: 30 } : signInThrottle;
}

function remember(key: string, at: EpochMs): void {
  const before = failures.get(key) ?? [];
  failures.delete(key);
  const oldest = failures.size >= FAILURES_KEPT ? failures.keys().next().value : undefined;
  if (oldest !== undefined) failures.delete(oldest);
  failures.set(key, withFailure(before, at, policyOf(key)));
}

function tooOften(waitMs: number): Response {
  const seconds = Math.ceil(waitMs / 1_000);
  const answer = problem({ status: 429, title: 'Too many tries', detail: `Try again in ${seconds} s.` });
  answer.headers.set('retry-after', String(seconds));
  return answer;
}
