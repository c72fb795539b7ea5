/** The timing of one session: how often it is asked, how long it may take, and when it is lost. */
import { type BackoffPolicy, defaultBackoff } from './retry';

export interface SessionPolicy {
  pingIntervalMs: number;
  pingTimeoutMs: number;
  /** Misses after the first before the session is lost: 2 retries = 3 misses. */
  pingRetries: number;
  connectTimeoutMs: number;
  /** Only so long online resets the back-off. */
  stableAfterMs: number;
  /** A deadline that fires later than this was our own stall, not the peer's failure. */
  stallToleranceMs: number;
  backoff: BackoffPolicy;
}

/** Cisco's desktop: a ping every 10 s, 10 s for its answer, 2 retries. */
export const defaultPolicy: SessionPolicy = {
  pingIntervalMs: 10_000,
  pingTimeoutMs: 10_000,
  pingRetries: 2,
  connectTimeoutMs: 30_000,
  stableAfterMs: 60_000,
  stallToleranceMs: 2_000,
  backoff: defaultBackoff,
};
