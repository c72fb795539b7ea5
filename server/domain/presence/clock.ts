/** The forced-out clock: from a connection that went to the time at which Finesse acts. */
import type { Deadline, EpochMs, FinesseSide, FinesseWill } from '#contract';
import type { Capabilities } from './capabilities';
import type { SideFeeds } from './evidence';
import type { ConnectionRun, StateStay } from './timeline';

/** From the end of the grace to the changed state, at most: Finesse 2 ms, CTI 10 ms in the TAC sample. */
const ACT_MS = 500;
/** A sign-off and the presence that goes with it arrive in either order. */
const SAME_MOMENT_MS = 1_000;

/** When Finesse will act on a connection that went in this time (FINESSE §6: 60 s after presence unavailable). */
export function deadlineOf(
  lost: { from: EpochMs; to: EpochMs },
  graceMs: number,
): { earliest: EpochMs; latest: EpochMs } {
  return { earliest: lost.from + graceMs, latest: lost.to + graceMs + ACT_MS };
}

export interface Clock {
  side: FinesseSide;
  lost: { from: EpochMs; to: EpochMs };
  deadline: { earliest: EpochMs; latest: EpochMs };
}

/**
 * The clock that a loss started, or null: seen by nobody, signed off before, or on a side that does not count.
 *
 * @param until what is known up to then
 */
export function clockOf(
  side: FinesseSide,
  run: ConnectionRun,
  stays: readonly StateStay[],
  sideFeeds: SideFeeds,
  until: EpochMs,
  graceMs: number,
): Clock | 'deaf' | null {
  if (run.available || run.unseen) return null;
  if (wasSignedOff(stays, run)) return null;
  const lost = { from: run.from, to: run.to };
  const deadline = deadlineOf(lost, graceMs);
  const end = Math.min(until, deadline.latest);
  // FINESSE §7: a side that goes out of service forgets what it counted, and starts nothing meanwhile; what may have gone then counts as gone then
  if (sideFeeds.deaf.some((d) => d.from <= end && (d.to === null || d.to > lost.from))) return 'deaf';
  return { side, lost, deadline };
}

/** Finesse counts for signed-in agents only. */
function wasSignedOff(stays: readonly StateStay[], run: ConnectionRun): boolean {
  return stays.some((stay, i) => {
    const next = stays[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    return stay.first.state === 'LOGOUT' && stay.at <= run.to + SAME_MOMENT_MS && next > run.from - SAME_MOMENT_MS;
  });
}

export const isOnCall = (state: string): boolean => state === 'TALKING' || state === 'HOLD';

/** FINESSE §2 (LOAD): Not Ready by default on UCCE, at once a logout with LOAD=1 even on a call; UCCX logs out. */
export function willOf(c: Capabilities, state: string): FinesseWill {
  if (c.deployment.type === 'UCCE' && c.deployment.load === 1) return 'logout';
  if (isOnCall(state)) return 'after-call';
  return c.deployment.type === 'UCCX' ? 'logout' : 'not-ready';
}

/** During a call its end is awaited, and nobody knows when that is. */
export function deadlineShown(clock: Clock, will: FinesseWill): Deadline {
  return will === 'after-call' ? { earliest: clock.deadline.earliest, latest: null } : clock.deadline;
}
