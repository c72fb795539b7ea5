/** How often an account was refused lately, so that our own tests never lock a user out. */
import type { EpochMs } from '#contract';

/** When it was refused, oldest first; kept by (host, user). */
export type Refusals = readonly EpochMs[];

/** FINESSE §1.1: five wrong passwords block for five minutes; two are left to people. */
export const REFUSALS_OF_OURS = 3;
const WINDOW_MS = 5 * 60_000;

export function withRefusal(refusals: Refusals, at: EpochMs): Refusals {
  return [...recent(refusals, at), at];
}

export function recent(refusals: Refusals, at: EpochMs): Refusals {
  return refusals.filter((when) => at - when < WINDOW_MS);
}

/** How long no password may be tried, ms; 0: it may. */
export function waitMs(refusals: Refusals, at: EpochMs): number {
  const lately = recent(refusals, at);
  const [oldest] = lately.slice(-REFUSALS_OF_OURS);
  return lately.length < REFUSALS_OF_OURS || oldest === undefined ? 0 : oldest + WINDOW_MS - at;
}
