/** When a session that failed may try again: by the kind of failure, with full-jitter truncated exponential back-off. */
import type { Failure } from '#contract';

export type RetryClass = 'soon' | 'slowly' | 'never';

/** Conditions that more tries make worse: Finesse locks a user for 5 minutes after 5 refusals. */
const NEVER_AUTH = new Set([
  'not-authorized',
  'credentials-expired',
  'account-disabled',
  'invalid-authzid',
  'no-mechanism',
  'invalid-mechanism',
  'mechanism-too-weak',
  'encryption-required',
  'plain-refused',
  'server-signature-invalid',
]);

/** Conditions that somebody has to mend first, or that a fast retry provokes again. */
const SLOWLY = new Set([
  'conflict',
  'policy-violation',
  'resource-constraint',
  'host-unknown',
  'host-gone',
  'not-allowed',
  'see-other-host',
  'starttls-refused',
  'address-refused',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-untrusted',
  'certificate-name-mismatch',
  'certificate-pin-mismatch',
]);

/** Whether and how soon to try again after a failure. */
export function retryClassOf(failure: Failure): RetryClass {
  if (failure.kind === 'auth' && NEVER_AUTH.has(failure.condition)) return 'never';
  return SLOWLY.has(failure.condition) ? 'slowly' : 'soon';
}

export interface BackoffPolicy {
  soonBaseMs: number;
  soonCapMs: number;
  slowBaseMs: number;
  slowCapMs: number;
}

export const defaultBackoff: BackoffPolicy = {
  soonBaseMs: 1_000,
  soonCapMs: 20_000,
  slowBaseMs: 60_000,
  slowCapMs: 600_000,
};

/**
 * How long to wait before try number `attempt` + 1.
 * @param attempt tries that failed since the session was last stable, from 1
 * @param jitter uniform in [0, 1)
 * @returns ms; `soon` anywhere in the window, `slowly` in its upper half so that slow stays slow
 */
export function backoffMs(
  retry: Exclude<RetryClass, 'never'>,
  attempt: number,
  jitter: number,
  policy: BackoffPolicy,
): number {
  const doublings = Math.min(Math.max(attempt, 1) - 1, 30);
  if (retry === 'soon') return Math.round(jitter * Math.min(policy.soonCapMs, policy.soonBaseMs * 2 ** doublings));
  const window = Math.min(policy.slowCapMs, policy.slowBaseMs * 2 ** doublings);
  return Math.round(window / 2 + (jitter * window) / 2);
}
